package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes bytes of pings, pongs and closes: Netty's encoder, one for all sockets, as it holds
 * nothing. In each pipeline it cost an idle peer 80 bytes.
 */
final class ControlFrames extends WebSocket13FrameEncoder {
  private static final ControlFrames ENCODER = new ControlFrames();

  private ControlFrames() {
    super(false);
  }

  /** The bytes of a frame, which is taken; so short a one is a single buffer. */
  static ByteBuf bytes(ChannelHandlerContext ctx, WebSocketFrame frame) {
    List<Object> out = new ArrayList<>(1);
    try {
      ENCODER.encode(ctx, frame, out);
    } catch (RuntimeException fault) {
      throw fault;
    } catch (Exception fault) {
      throw new EncoderException(fault);
    } finally {
      frame.release();
    }
    return (ByteBuf) out.getFirst();
  }
}
