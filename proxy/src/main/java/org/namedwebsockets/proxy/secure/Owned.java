package org.namedwebsockets.proxy.secure;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelName;

/**
 * One name of the initiator in one session, from its first opening on; kept without the name while
 * the channel is closed. Confined to the hub's loop.
 *
 * <pre>
 *          opened, found          refused
 *   idle ─────────────► asked ──────────────► waiting for AGAIN ───► idle
 *    ▲                    │
 *    │                    │ released: an end closed and may have opened it again
 *    ├────────────────────┤
 *    └────── rest ◄───────┘ released for no known reason
 * </pre>
 */
final class Owned {
  /** While the channel is open here. */
  private @Nullable ChannelName name;

  /** From the opening until the name's tags are known. */
  private @Nullable NamePoint point;

  private byte @Nullable [] tag;
  private long slot = -1;

  /** A stream was asked for and has neither been refused nor ended. */
  private boolean asked;

  /** Whether the other end holds the channel, as far as this end knows. */
  private boolean heldThere = true;

  /** The other end said it holds the channel again, while a stream was there or asked for. */
  private boolean againMeanwhile;

  /** This end closed the channel while a stream was there or asked for. */
  private boolean closedMeanwhile;

  private boolean everAsked;
  private boolean resting;
  private long restUntilNs;

  Owned(NamePoint point) {
    this.point = point;
    this.name = point.name();
  }

  /** What is blinded. */
  NamePoint point() {
    if (point == null) {
      throw new IllegalStateException("the name was matched already");
    }
    return point;
  }

  @Nullable ChannelName name() {
    return name;
  }

  boolean isOpen() {
    return name != null;
  }

  void opened(ChannelName name) {
    this.name = name;
  }

  void closed() {
    name = null;
    closedMeanwhile |= asked;
  }

  /** The proof of the name is known; the name's point is not needed any more. */
  void proof(byte[] tag) {
    this.tag = tag;
    point = null;
  }

  void found(long slot) {
    this.slot = slot;
  }

  /** AGAIN arrived; false if the other end had no right to say it. */
  boolean again() {
    if (!everAsked) {
      return false;
    }
    if (asked) {
      againMeanwhile = true;
    } else {
      heldThere = true;
    }
    return true;
  }

  /** The other end does not hold the channel. */
  void refused() {
    heldThere = againMeanwhile;
    settled();
  }

  /** The stream ended. True if this name rests now. */
  boolean released(long nowNs, long restNs) {
    resting = asked && isOpen() && !againMeanwhile && !closedMeanwhile;
    restUntilNs = nowNs + restNs;
    settled();
    return resting;
  }

  private void settled() {
    asked = false;
    againMeanwhile = false;
    closedMeanwhile = false;
  }

  /** True once the rest is over; the name does not rest any more then. */
  boolean isRested(long nowNs) {
    if (resting && nowNs - restUntilNs >= 0) {
      resting = false;
    }
    return !resting;
  }

  /** Whether to ask for the stream now; if so it counts as asked for. */
  boolean ask() {
    if (name == null || slot < 0 || asked || !heldThere || resting) {
      return false;
    }
    asked = true;
    everAsked = true;
    return true;
  }

  long slot() {
    return slot;
  }

  byte[] tag() {
    if (tag == null) {
      throw new IllegalStateException("a slot was found without a tag");
    }
    return tag.clone();
  }

  /**
   * One blinded point on its way.
   *
   * @param owned whose it is, or null for padding
   * @param factor its blinding factor, used once
   * @param point what is sent
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Blinded(@Nullable Owned owned, BigInteger factor, byte[] point) {}
}
