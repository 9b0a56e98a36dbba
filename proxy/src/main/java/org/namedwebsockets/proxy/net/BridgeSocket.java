package org.namedwebsockets.proxy.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.protocol.wire.EnvelopeCodec;
import org.namedwebsockets.protocol.wire.JsonEscapes;
import org.namedwebsockets.proxy.hub.Bridge;
import org.namedwebsockets.proxy.hub.Inflow;
import org.namedwebsockets.proxy.metrics.Counter;

/**
 * A shared channel on its own stream of a link: envelopes to and from the other proxy's hub, with
 * the stream's flow control as its own, so that a channel that is stuck slows no other.
 *
 * <pre>
 *   ASKED ── 200 ──► UP ── either end closes ──► OVER
 *     └── refused, or closed before the answer ──►┘
 * </pre>
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class BridgeSocket implements Bridge, Inflow, H2WebSocket.Owner {
  private final LinkSocket link;
  private final long slot;
  private @Nullable H2WebSocket socket;

  /** The largest payload the other end takes; what is larger would break the link. */
  private int peerBytesMax;

  private boolean closedEarly;
  private boolean over;

  /** A bridge whose stream is asked for. */
  BridgeSocket(LinkSocket link, long slot) {
    this.link = link;
    this.slot = slot;
  }

  /** The longest binary message of a bridge, bytes. */
  static int wireBytesMax(LinkNetLimits limits) {
    return limits.messageBytesMax() + EnvelopeCodec.HEAD_BYTES_MAX;
  }

  @Override
  public ProxyId remote() {
    return link.remote();
  }

  @Override
  public void stands(H2WebSocket standing, int messageBytesMax) {
    socket = standing;
    peerBytesMax = messageBytesMax < 0 ? Integer.MAX_VALUE : messageBytesMax;
    if (closedEarly) {
      standing.close(CloseReason.GONE);
    } else {
      link.tell(listener -> listener.bridgeUp(slot, this, this, link.nowNs()));
    }
  }

  @Override
  public void send(Envelope envelope) {
    H2WebSocket open = socket;
    if (open == null || over) {
      return;
    }
    @Nullable Message body = EnvelopeCodec.body(envelope).orElse(null);
    byte[] head = EnvelopeCodec.head(envelope);
    if (body == null) {
      open.send(head);
    } else if (fits(body, peerBytesMax)) {
      open.send(head, body);
    } else {
      tooBig(envelope);
    }
  }

  /** Within the limit in every form in which peers may hear it. */
  private static boolean fits(Message body, int bytesMax) {
    return body.length() <= bytesMax
        && (body.kind() != Message.Kind.TEXT
            || JsonEscapes.fits(body, NetLimits.jsonBytesMax(bytesMax)));
  }

  /** Nothing a peer may send breaks a link: what the other end would not take stays here. */
  private void tooBig(Envelope envelope) {
    link.metrics().count(Counter.BRIDGE_TOO_BIG);
    switch (envelope) {
      case Envelope.Direct(var from, var to, var _) ->
          link.later(() -> tell(new Envelope.Undelivered(from, to)));
      case Envelope.Called(var from, var to, var call, var _) ->
          link.later(() -> tell(new Envelope.Answered(from, to, call, Outcome.TOO_BIG)));
      case Envelope.Broadcast _, Envelope.Joined _, Envelope.Left _ -> {}
      case Envelope.Undelivered _, Envelope.Answered _ -> {}
    }
  }

  private void tell(Envelope envelope) {
    if (!over) {
      link.tell(listener -> listener.received(slot, envelope));
    }
  }

  @Override
  public void received(byte[] message) throws ProtocolException {
    Envelope envelope = EnvelopeCodec.decode(ByteBuffer.wrap(message));
    @Nullable Message body = EnvelopeCodec.body(envelope).orElse(null);
    if (body == null || fits(body, link.limits().messageBytesMax())) {
      tell(envelope);
    } else {
      link.metrics().count(Counter.BRIDGE_TOO_BIG); // A proxy that keeps the rule does not send it.
    }
  }

  @Override
  public void drained() {
    if (!over) {
      link.tell(listener -> listener.drained(slot));
    }
  }

  @Override
  public void refused() {
    if (!over) {
      over = true;
      link.bridgeOver(slot, this, true);
    }
  }

  @Override
  public void ended() {
    if (!over) {
      over = true;
      link.bridgeOver(slot, this, false);
    }
  }

  /** Ends tidily, whether it stands or is only asked for. */
  void close() {
    closedEarly = true;
    if (socket != null) {
      socket.close(CloseReason.GONE);
    }
  }

  @Override
  public void close(CloseReason reason, String detail) {
    if (socket == null) {
      return;
    }
    link.bridgeClosed(slot, reason, detail);
    if (reason == CloseReason.SLOW) {
      socket.reset();
    } else {
      socket.close(reason);
    }
  }

  @Override
  public boolean isFull() {
    return socket != null && socket.isFull();
  }

  @Override
  public long waitingBytes() {
    return socket == null ? 0 : socket.waitingBytes();
  }

  @Override
  public long takenBytes() {
    return socket == null ? 0 : socket.takenBytes();
  }

  @Override
  public void pause() {
    if (socket != null) {
      socket.pause();
    }
  }

  @Override
  public void resume() {
    if (socket != null) {
      socket.resume();
    }
  }
}
