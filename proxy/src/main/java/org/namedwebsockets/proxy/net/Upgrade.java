package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.flow.FlowControlHandler;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns an HTTP connection into a WebSocket: Netty's handshake, then
 *
 * <pre>
 *   Netty's frame decoder ─► Netty's aggregator ─► PeerSocket or ControlSocket
 *   Netty's frame encoder (for ping, pong and close; messages are frames already)
 * </pre>
 */
final class Upgrade {
  private Upgrade() {}

  /**
   * Accepts the request and opens the socket.
   *
   * @param socket makes the socket for the pipeline
   * @param bytesMax the largest message, bytes
   */
  static void upgrade(
      ChannelHandlerContext ctx,
      HttpRequest request,
      Function<ChannelPipeline, FrameSocket> socket,
      int bytesMax) {
    var config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(bytesMax)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .withUTF8Validator(false)
            .build();
    var decoder = new MeteredDecoder(config);
    var handshaker =
        new WebSocketServerHandshaker13(request.uri(), firstProtocol(request), config) {
          @Override
          protected WebSocketFrameDecoder newWebsocketDecoder() {
            return decoder;
          }
        };
    ChannelPipeline pipe = ctx.pipeline();
    handshaker
        .handshake(ctx.channel(), whole(request), corsHeaders(), ctx.newPromise())
        .addListener(done -> {
          if (done.isSuccess()) {
            FrameSocket opened = socket.apply(pipe);
            var aggregator = new MeteredAggregator(bytesMax);
            pipe.addLast(aggregator, opened);
            opened.open(arriving(pipe, decoder, aggregator));
            pipe.remove(FlowControlHandler.class);
            pipe.remove(ctx.handler());
          } else {
            ctx.close();
          }
        });
  }

  private static FullHttpRequest whole(HttpRequest request) {
    return new DefaultFullHttpRequest(
        request.protocolVersion(),
        request.method(),
        request.uri(),
        Unpooled.EMPTY_BUFFER,
        request.headers(),
        new DefaultHttpHeaders());
  }

  private static Arriving arriving(
      ChannelPipeline pipe, MeteredDecoder decoder, MeteredAggregator aggregator) {
    return new Arriving() {
      @Override
      public long heldBytes() {
        return decoder.heldBytes() + aggregator.heldBytes();
      }

      @Override
      public void drop() {
        pipe.remove(aggregator);
        pipe.remove(decoder);
      }
    };
  }

  /** The first subprotocol the client offers is echoed, whatever it is. */
  private static @Nullable String firstProtocol(HttpRequest request) {
    String offered = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
    String first = offered.split(",", 2)[0].trim();
    return first.isEmpty() ? null : first;
  }

  /** Netty's decoder, which also tells how much of an unfinished frame it holds. */
  private static final class MeteredDecoder extends WebSocket13FrameDecoder {
    MeteredDecoder(WebSocketDecoderConfig config) {
      super(config);
    }

    long heldBytes() {
      return actualReadableBytes();
    }
  }

  /** Netty's aggregator, which also tells how much of an unfinished message it holds. */
  private static final class MeteredAggregator extends WebSocketFrameAggregator {
    private long heldBytes;

    MeteredAggregator(int bytesMax) {
      super(bytesMax);
    }

    long heldBytes() {
      return heldBytes;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      // Netty's own would go on reading until the message is whole, although the socket is paused;
      // a client that sends fragments would never be held.
      ctx.fireChannelReadComplete();
    }

    @Override
    protected WebSocketFrame beginAggregation(WebSocketFrame start, ByteBuf content) {
      heldBytes = content.readableBytes();
      return start instanceof TextWebSocketFrame
          ? new TextWebSocketFrame(true, start.rsv(), content)
          : new BinaryWebSocketFrame(true, start.rsv(), content);
    }

    @Override
    protected void aggregate(WebSocketFrame whole, ContinuationWebSocketFrame part) {
      heldBytes = part.isFinalFragment() ? 0 : whole.content().readableBytes();
    }
  }

  private static HttpHeaders corsHeaders() {
    return new DefaultHttpHeaders()
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "content-type");
  }
}
