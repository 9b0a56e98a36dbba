package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes one frame of a message that comes in several; the decoder before it has seen that they
 * follow one another as they may.
 *
 * <p>Not Netty's aggregator, for three reasons: that one keeps every fragment as a buffer of its
 * own and copies all of them together after each 1,024, so that 16 MiB in fragments of a byte are
 * 137 GB of copying; it goes on reading a paused socket until a message is whole; and it calls it
 * an error when a client leaves in the middle of one.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Fragments extends ChannelInboundHandlerAdapter {
  private final int bytesMax;
  private @Nullable ByteBuf held;
  private boolean text;

  /**
   * Holds nothing yet.
   *
   * @param bytesMax the largest message, bytes
   */
  Fragments(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What it holds of a message that is not whole. */
  long heldBytes() {
    return held == null ? 0 : held.readableBytes();
  }

  /** Whether no message has begun. */
  boolean isEmpty() {
    return held == null;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof WebSocketFrame frame) || !isFragment(frame)) {
      ctx.fireChannelRead(message);
      return;
    }
    try {
      if (!(frame instanceof ContinuationWebSocketFrame)) {
        text = frame instanceof TextWebSocketFrame;
        held = ctx.alloc().buffer(frame.content().readableBytes());
      }
      append(ctx, frame);
    } finally {
      frame.release();
    }
  }

  private static boolean isFragment(WebSocketFrame frame) {
    return switch (frame) {
      case ContinuationWebSocketFrame _ -> true;
      case TextWebSocketFrame _, BinaryWebSocketFrame _ -> !frame.isFinalFragment();
      default -> false;
    };
  }

  private void append(ChannelHandlerContext ctx, WebSocketFrame part) {
    ByteBuf whole = held;
    if (whole == null) {
      return; // The rest of a message that was too large.
    }
    if ((long) whole.readableBytes() + part.content().readableBytes() > bytesMax) {
      drop();
      ctx.fireExceptionCaught(new TooLongFrameException("a message over " + bytesMax + " bytes"));
      return;
    }
    whole.writeBytes(part.content());
    if (part.isFinalFragment()) {
      held = null;
      ctx.fireChannelRead(text ? new TextWebSocketFrame(whole) : new BinaryWebSocketFrame(whole));
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    drop();
  }

  private void drop() {
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
