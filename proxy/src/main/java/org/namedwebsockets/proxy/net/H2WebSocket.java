package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * A WebSocket on one stream of a link, after its handshake: whole binary messages in and out, and a
 * tidy end.
 *
 * <pre>
 *   OPEN ── close(), the other end's close frame or end of stream ──► CLOSING ── both ends have
 *     │                                                                  │    ended, or closeMax
 *     └────── reset(), a broken rule, the link is over ──────► ENDED ◄───┘    without progress
 * </pre>
 *
 * <p>A tidy end is a close frame and the end of the stream, answered by the same; it costs no reset
 * of a stream, of which a link may see only so many. What was sent before goes out first.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class H2WebSocket extends ChannelInboundHandlerAdapter implements H2Reader.Sink {
  /** Whose socket it is. Called on the hub's loop, never from inside a call on the socket. */
  interface Owner {
    /**
     * The other end agreed.
     *
     * @param messageBytesMax the largest payload it takes, -1 if it does not say
     */
    void stands(H2WebSocket socket, int messageBytesMax);

    /** Takes a whole message; a broken rule ends the link. */
    void received(byte[] message) throws ProtocolException;

    /** The socket was full and has room again. */
    void drained();

    /** The other end does not have what was asked for. Nothing follows. */
    void refused();

    /**
     * The other end has ended and our own end is on its way, or the stream broke. Nothing follows,
     * and a stream asked for from now on arrives after this one's end.
     */
    void ended();
  }

  private enum State {
    OPEN,
    CLOSING,
    ENDED
  }

  private final LinkWire link;
  private final Owner owner;
  private final H2Writer writer;
  private final H2Reader reader;
  private @Nullable ChannelHandlerContext ctx;
  private State state = State.OPEN;
  private boolean endWritten;
  private boolean endSent;
  private boolean endReceived;
  private boolean touched;
  private boolean full;
  private boolean roomNoticed;
  private boolean pausedByOwner;
  private boolean pausedByTurns;
  private long takenBytes;

  /** What the backlog counts of this socket. */
  private long countedBytes;

  /** What was taken when the closing was last looked at. */
  private long takenAtCheck;

  /**
   * A socket of a stream that was just answered with 200.
   *
   * @param messageBytesMax the largest message taken, bytes
   */
  H2WebSocket(LinkWire link, int messageBytesMax, Owner owner) {
    this.link = link;
    this.owner = owner;
    boolean client = link.isInitiator();
    this.writer =
        new H2Writer(
            link.allocator(), client ? link.site().random() : null, bytes -> write(bytes, false));
    this.reader = new H2Reader(!client, messageBytesMax, this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    ctx = added;
  }

  /** Sends a whole binary message. It leaves at the end of the burst. */
  void send(byte[] message) {
    if (state == State.OPEN) {
      writer.write(H2Writer.BINARY, message);
      wrote();
    }
  }

  /** Sends a binary message that is a head and then a payload. */
  void send(byte[] head, Message payload) {
    if (state == State.OPEN) {
      writer.begin(H2Writer.BINARY, head.length + payload.length());
      writer.append(head);
      payload.writeTo(writer::append);
      wrote();
    }
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isFull() {
    return full;
  }

  /** What was written and not yet taken by the connection, frame headers included. */
  long waitingBytes() {
    return writer.writtenBytes() - takenBytes;
  }

  /** What the connection has taken, frame headers included. */
  long takenBytes() {
    return takenBytes;
  }

  void pause() {
    pausedByOwner = true;
    updateReading();
  }

  void resume() {
    pausedByOwner = false;
    readLater();
  }

  /** Waits for its turn among the messages of this link that have not arrived whole. */
  void waitForTurn(boolean wait) {
    if (pausedByTurns != wait) {
      pausedByTurns = wait;
      if (wait) {
        updateReading();
      } else {
        readLater();
      }
    }
  }

  /** A stream that may read again does so within the call, and with it all that follows. */
  private void readLater() {
    link.later(this::updateReading);
  }

  private void updateReading() {
    if (ctx != null) {
      boolean reads = state != State.OPEN || (!pausedByOwner && !pausedByTurns);
      ctx.channel().config().setAutoRead(reads);
    }
  }

  /** Ends tidily: what was sent goes out, then the end of the stream. */
  void close(CloseReason reason) {
    if (state == State.OPEN) {
      writer.write(
          H2Writer.CLOSE, new byte[] {(byte) (reason.code() >>> Byte.SIZE), (byte) reason.code()});
      leaveOpen();
    }
  }

  /** Ends at once; what waits is given up. */
  void reset() {
    if (state != State.ENDED && ctx != null) {
      writer.discard();
      endWritten = true;
      full = false;
      leaveOpen();
      ctx.close();
    }
  }

  private void leaveOpen() {
    if (state == State.OPEN) {
      state = State.CLOSING;
      wrote();
      readLater();
      link.partials().done(this);
      checkClosingLater();
    }
  }

  /** A close that makes no progress is cut, so that no stream stays for ever. */
  private void checkClosingLater() {
    takenAtCheck = takenBytes;
    long delayNs = link.limits().closeMax().toNanos();
    link.site().executor().schedule(this::checkClosing, delayNs, TimeUnit.NANOSECONDS);
  }

  private void checkClosing() {
    if (state == State.CLOSING) {
      if (takenBytes == takenAtCheck || waitingBytes() == 0) {
        reset();
      } else {
        checkClosingLater();
      }
    }
  }

  private void wrote() {
    full |= state == State.OPEN && waitingBytes() > link.limits().outboxHighBytes();
    count();
    if (!touched) {
      touched = true;
      link.touched(this);
    }
  }

  /** Gives what was written to the stream; the link flushes. */
  void endBurst() {
    touched = false;
    ByteBuf rest = writer.take();
    if (state == State.CLOSING && !endWritten) {
      endWritten = true;
      write(rest == null ? Unpooled.EMPTY_BUFFER : rest, true);
    } else if (rest != null) {
      write(rest, false);
    }
    count();
  }

  private void write(ByteBuf bytes, boolean endOfStream) {
    if (ctx == null || state == State.ENDED) {
      bytes.release();
      return;
    }
    int length = bytes.readableBytes();
    ctx.write(new DefaultHttp2DataFrame(bytes, endOfStream))
        .addListener(sent -> taken(length, endOfStream && sent.isSuccess()));
  }

  private void taken(int bytes, boolean end) {
    takenBytes += bytes;
    count();
    endSent |= end;
    endIfBothEnded();
    if (hasRoomAgain() && !roomNoticed) {
      // A write may be over before it returns: within a call of the owner, who is told later.
      roomNoticed = true;
      link.later(this::tellRoom);
    }
  }

  private void tellRoom() {
    roomNoticed = false;
    if (hasRoomAgain()) {
      full = false;
      owner.drained();
    }
  }

  private boolean hasRoomAgain() {
    return full && waitingBytes() <= link.limits().outboxLowBytes();
  }

  private void count() {
    long waiting = state == State.ENDED ? 0 : waitingBytes();
    link.site().loop().hub().backlog().add(waiting - countedBytes);
    countedBytes = waiting;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    try {
      if (frame instanceof Http2DataFrame data) {
        reader.read(data.content());
        link.partials().holds(this, state == State.OPEN ? reader.partialBytes() : 0);
      }
      if (endsStream(frame)) {
        endReceived = true;
        leaveOpen();
        endIfBothEnded();
      }
    } catch (ProtocolException broken) {
      link.broken(broken);
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private static boolean endsStream(Object frame) {
    return switch (frame) {
      case Http2DataFrame data -> data.isEndStream();
      case Http2HeadersFrame trailers -> trailers.isEndStream();
      default -> false;
    };
  }

  @Override
  public void message(byte[] message) throws ProtocolException {
    if (state == State.OPEN) {
      owner.received(message);
    }
  }

  @Override
  public void ping(byte[] payload) {
    // A full socket may skip a pong: whoever does not read does not wait for it.
    if (state == State.OPEN && !full) {
      writer.write(H2Writer.PONG, payload);
      wrote();
    }
  }

  @Override
  public void closed() {
    close(CloseReason.GONE);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame) {
      end();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
  }

  /** Not left to the stream's own end, which is told later than what the other end asks next. */
  private void endIfBothEnded() {
    if (endReceived && endSent) {
      end();
    }
  }

  private void end() {
    if (state != State.ENDED) {
      link.partials().done(this);
      writer.discard();
      state = State.ENDED;
      count();
      full = false;
      owner.ended();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    link.streamFailed(cause);
    context.close();
  }
}
