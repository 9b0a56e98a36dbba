package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.hub.Inflow;
import org.namedwebsockets.proxy.hub.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket of this machine: its life, its pings and its end. What it means is its child's.
 *
 * <pre>
 *   OPEN ── close(reason), the client's close frame, a broken rule ──► CLOSING ── answered, or
 *     │                                                                    │      closeMax over
 *     └───────────────── the connection breaks ──────────────► ENDED ◄─────┘
 * </pre>
 *
 * <p>The hub hears of the end when the socket leaves OPEN, never from inside a call of its own.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
abstract class FrameSocket extends ChannelInboundHandlerAdapter
    implements Outbox, Inflow, HubLoop.Ticked, SocketOutbox.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(FrameSocket.class);

  /** RFC 6455 gives a close frame 125 bytes, two of them for the code. */
  private static final int REASON_BYTES_MAX = 123;

  private enum State {
    OPEN,
    CLOSING,
    ENDED
  }

  private final HubLoop loop;
  private final ChannelKey key;
  private final PeerId id;
  private final ChannelPipeline pipe;
  private final SocketOutbox outbox;
  private String origin = "";
  private Arriving arriving = Arriving.NOTHING;
  private State state = State.OPEN;
  private long heardNs;
  private boolean pinged;
  private long closeByNs;

  /**
   * A socket that was just accepted.
   *
   * @param pipe where its frames are written
   */
  FrameSocket(HubLoop loop, ChannelKey key, PeerId id, ChannelPipeline pipe) {
    this.loop = loop;
    this.key = loop.hub().shared(key);
    this.id = id;
    this.pipe = pipe;
    this.heardNs = loop.nowNs();
    this.outbox = new SocketOutbox(loop, pipe, this);
  }

  /** Comes onto its channel; an empty answer means it is there. */
  abstract @Nullable String enter();

  /** Leaves its channel; called once if it entered. */
  abstract void leave();

  /** Takes a whole message. */
  abstract void take(Message message) throws ProtocolException;

  final HubLoop loop() {
    return loop;
  }

  final ChannelKey key() {
    return key;
  }

  final PeerId id() {
    return id;
  }

  final SocketOutbox outbox() {
    return outbox;
  }

  /** The site it was opened by, empty for a program. */
  final String origin() {
    return origin;
  }

  /**
   * To be called once it stands in the pipeline.
   *
   * @param site the {@code Origin} it showed
   * @param arriving what its handlers hold
   */
  final void open(String site, Arriving arriving) {
    this.origin = site;
    this.arriving = arriving;
    loop.add(this);
    resume();
    String refusal = enter();
    if (refusal != null) {
      close(CloseReason.OVERLOADED, refusal);
    }
  }

  @Override
  public final void channelRead(ChannelHandlerContext ignored, Object message) {
    try {
      if (message instanceof WebSocketFrame frame) {
        read(frame);
      } else if (message instanceof ByteBuf) {
        close(CloseReason.BAD_FRAME, "bytes before the handshake was answered");
      }
    } catch (ProtocolException broken) {
      close(broken.reason(), String.valueOf(broken.getMessage()));
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(WebSocketFrame frame) throws ProtocolException {
    if (frame instanceof CloseWebSocketFrame close) {
      clientCloses(close);
    } else if (state != State.OPEN) {
      return;
    } else if (frame instanceof TextWebSocketFrame) {
      checkAndTake(Message.Kind.TEXT, bytes(frame));
    } else if (frame instanceof BinaryWebSocketFrame) {
      checkAndTake(Message.Kind.BINARY, bytes(frame));
    } else if (frame instanceof PingWebSocketFrame && outbox.hasRoom()) {
      // A full outbox may skip a pong: whoever does not read does not wait for it, and could fill
      // our memory with them.
      outbox.write(bytesOf(new PongWebSocketFrame(frame.content().retain())));
    }
  }

  /** Takes a message that came as one whole frame. */
  final void takeWhole(Message.Kind kind, byte[] payload) {
    if (state == State.OPEN) {
      try {
        checkAndTake(kind, payload);
      } catch (ProtocolException broken) {
        close(broken.reason(), String.valueOf(broken.getMessage()));
      }
    }
  }

  private void checkAndTake(Message.Kind kind, byte[] payload) throws ProtocolException {
    if (kind == Message.Kind.TEXT && !Utf8.isValid(payload)) {
      throw new ProtocolException(CloseReason.BAD_TEXT, "a text message must be UTF-8");
    }
    take(Message.owning(kind, payload));
  }

  /** A payload that came in some clothes; it may be no larger than one that came without. */
  final Message checked(Message payload) throws ProtocolException {
    int bytesMax = loop.limits().messageBytesMax();
    if (payload.length() > bytesMax) {
      throw new ProtocolException(
          CloseReason.TOO_BIG, "the limit of a payload is " + bytesMax + " bytes");
    }
    return payload;
  }

  /** What came on a socket on which all is JSON in text messages. */
  final byte[] jsonOf(Message message, String what) throws ProtocolException {
    if (message.kind() != Message.Kind.TEXT) {
      throw new ProtocolException(CloseReason.BAD_MESSAGE, what + " takes JSON in text messages");
    }
    return message.toBytes();
  }

  private static byte[] bytes(WebSocketFrame frame) {
    byte[] bytes = new byte[frame.content().readableBytes()];
    frame.content().readBytes(bytes);
    return bytes;
  }

  private void clientCloses(CloseWebSocketFrame frame) {
    if (state == State.OPEN) {
      boolean coded = frame.content().readableBytes() >= 2;
      endWith(
          CloseReason.GONE,
          "",
          coded ? new CloseWebSocketFrame(frame.statusCode(), "") : new CloseWebSocketFrame());
    }
    loop.later(this::endAfterTheRest);
  }

  /** Both sides have said that they close: what waits and our close frame leave, then it ends. */
  private void endAfterTheRest() {
    pipe.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Ends the socket because all beginnings of messages together hold too much. */
  final void giveUpArriving() {
    Arriving dropped = arriving;
    arriving = Arriving.NOTHING;
    close(CloseReason.OVERLOADED, "too many messages arrive at once; try later (--partial-max)");
    dropped.drop();
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext ignored) {
    heardNs = loop.nowNs();
    pinged = false;
    loop.partials().holds(this, arriving.heldBytes());
  }

  @Override
  public final void channelWritabilityChanged(ChannelHandlerContext ignored) {
    outbox.noticeRoom();
  }

  @Override
  public final void channelInactive(ChannelHandlerContext ignored) {
    if (state == State.OPEN) {
      ended(CloseReason.BROKEN, "");
      leave();
    }
    state = State.ENDED;
    outbox.discard();
    loop.partials().holds(this, 0);
    loop.remove(this);
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
    switch (cause) {
      case CorruptedWebSocketFrameException corrupted -> {
        CloseReason reason = reasonOf(corrupted);
        close(
            reason,
            reason == CloseReason.TOO_BIG ? limit() : String.valueOf(corrupted.getMessage()));
      }
      case TooLongFrameException _ -> close(CloseReason.TOO_BIG, limit());
      case IOException _ -> pipe.close();
      default -> {
        LOG.error("socket.fault", cause);
        close(CloseReason.FAULT, "");
      }
    }
  }

  private String limit() {
    return "the limit is " + arriving.bytesMax() + " bytes";
  }

  private static CloseReason reasonOf(CorruptedWebSocketFrameException corrupted) {
    return switch (corrupted.closeStatus().code()) {
      case 1007 -> CloseReason.BAD_TEXT;
      case 1009 -> CloseReason.TOO_BIG;
      default -> CloseReason.BAD_FRAME;
    };
  }

  @Override
  public final void close(CloseReason reason, String detail) {
    if (state == State.OPEN) {
      String text = detail.isEmpty() ? reason.word() : reason.word() + ": " + detail;
      endWith(reason, detail, new CloseWebSocketFrame(reason.code(), shortened(text)));
    }
  }

  private void endWith(CloseReason reason, String detail, CloseWebSocketFrame frame) {
    state = State.CLOSING;
    closeByNs = loop.nowNs() + loop.limits().closeMax().toNanos();
    ended(reason, detail);
    outbox.end(bytesOf(frame), reason == CloseReason.SLOW);
    loop.later(this::leave);
    resume();
  }

  private ByteBuf bytesOf(WebSocketFrame frame) {
    return ControlFrames.bytes(pipe.firstContext(), frame);
  }

  private void ended(CloseReason reason, String detail) {
    loop.metrics().closed(reason);
    if (reason == CloseReason.SLOW || reason == CloseReason.OVERLOADED) {
      LOG.warn("peer.closed reason={} scope={} detail=\"{}\"", reason.word(), scope(), detail);
    } else {
      LOG.debug("peer.closed reason={} scope={} detail=\"{}\"", reason.word(), scope(), detail);
    }
  }

  final String scope() {
    return key.scope().word();
  }

  private static String shortened(String text) {
    // ASCII only, so that characters are bytes; our own sentences are.
    String ascii = text.replaceAll("[^ -~]", "?");
    return ascii.length() <= REASON_BYTES_MAX ? ascii : ascii.substring(0, REASON_BYTES_MAX);
  }

  @Override
  public final void tick(long nowNs) {
    if (state != State.OPEN) {
      if (state == State.CLOSING && nowNs - closeByNs >= 0) {
        pipe.close();
      }
      return;
    }
    arriving.rest();
    if (!pipe.channel().config().isAutoRead()) {
      heardNs = nowNs; // Held back by us: its silence says nothing.
      return;
    }
    long silentNs = nowNs - heardNs;
    if (silentNs >= loop.limits().silenceMax().toNanos()) {
      close(CloseReason.SILENT, "nothing heard for " + silentNs / 1_000_000_000L + " s");
    } else if (silentNs >= loop.limits().pingAfter().toNanos() && !pinged) {
      pinged = true;
      outbox.write(bytesOf(new PingWebSocketFrame()));
    }
  }

  @Override
  public final void stop() {
    close(CloseReason.STOPPING, "");
  }

  @Override
  public void filled() {
    // Whoever hands it something looks.
  }

  @Override
  public final void drained() {
    loop.hub().drained(key, this);
  }

  @Override
  public final boolean isFull() {
    return outbox.isFull();
  }

  @Override
  public final long waitingBytes() {
    return outbox.waitingBytes();
  }

  @Override
  public final long takenBytes() {
    return outbox.takenBytes();
  }

  @Override
  public final void pause() {
    if (state == State.OPEN) {
      pipe.channel().config().setAutoRead(false);
    }
  }

  @Override
  public final void resume() {
    if (state != State.ENDED) {
      pipe.channel().config().setAutoRead(true);
    }
  }
}
