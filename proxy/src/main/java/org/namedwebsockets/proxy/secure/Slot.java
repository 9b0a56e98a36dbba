package org.namedwebsockets.proxy.secure;

import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * One name of the responder in one session, from its first opening on; kept without the name while
 * the channel is closed. Confined to the hub's loop.
 */
final class Slot {
  /** While the channel is open here. */
  private @Nullable ChannelName name;

  /** From the opening until the name's tags are known. */
  private @Nullable NamePoint point;

  private byte[] proof = {};
  private long number = -1;

  /** A stream was confirmed, and the channel has not closed and the stream not ended since. */
  private boolean streaming;

  /** Streams confirmed before the channel closed, which have not ended yet. */
  private int ending;

  /** Whether the other end knows that the channel is held here, or does not know it was not. */
  private boolean told = true;

  Slot(NamePoint point) {
    this.point = point;
    this.name = point.name();
  }

  NamePoint point() {
    if (point == null) {
      throw new IllegalStateException("the slot has its tags already");
    }
    return point;
  }

  boolean isOpen() {
    return name != null;
  }

  boolean hasNumber() {
    return number >= 0;
  }

  long number() {
    return number;
  }

  /** The slot has its number and its tags; the name's point is not needed any more. */
  void numbered(long number, byte[] proof) {
    this.number = number;
    this.proof = proof;
    point = null;
  }

  /** The channel is here again. True if the other end must be told. */
  boolean opened(ChannelName name) {
    this.name = name;
    boolean tell = !told;
    told = true;
    return tell;
  }

  void closed() {
    name = null;
    if (streaming) {
      streaming = false;
      ending++;
      told = false;
    }
  }

  /**
   * The other end asks for the stream.
   *
   * @return the channel, or empty if it is closed
   * @throws ProtocolException if the proof is wrong, or the stream is there already
   */
  Optional<ChannelName> confirm(byte[] tag) throws ProtocolException {
    if (!MessageDigest.isEqual(proof, tag)) {
      throw Session.bad("a wrong proof");
    }
    if (streaming) {
      throw Session.bad("a slot confirmed twice");
    }
    streaming = isOpen();
    told &= streaming;
    return Optional.ofNullable(name);
  }

  void released() {
    if (ending > 0) {
      ending--;
    } else {
      streaming = false;
    }
  }
}
