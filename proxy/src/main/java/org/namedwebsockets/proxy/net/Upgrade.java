package org.namedwebsockets.proxy.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.flow.FlowControlHandler;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns an HTTP connection into a WebSocket: Netty's handshake, then
 *
 * <pre>
 *   ShortWay ─► Netty's frame decoder ─► Fragments ─► FrameSocket    (the LongWay)
 *      └───────── whole frames of plain messages ─────────┘
 *   out go bytes: ControlFrames, and messages, which are frames already
 * </pre>
 */
final class Upgrade {
  private Upgrade() {}

  /**
   * Accepts the request and opens the socket.
   *
   * @param socket makes the socket for the pipeline
   * @param protocol the subprotocol to answer with, null for the first that was offered
   * @param bytesMax the largest message, bytes
   */
  static void upgrade(
      ChannelHandlerContext ctx,
      HttpRequest request,
      @Nullable String protocol,
      Function<ChannelPipeline, FrameSocket> socket,
      int bytesMax) {
    var decoder = new LongWay.Decoder(bytesMax);
    var handshaker =
        new WebSocketServerHandshaker13(
            request.uri(),
            protocol == null ? firstProtocol(request) : protocol,
            LongWay.config(bytesMax)) {
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
            var longWay = new LongWay(pipe, decoder, bytesMax);
            pipe.addLast(decoder.fragments, opened);
            var shortWay = new ShortWay(opened, longWay, bytesMax);
            pipe.replace(LocalEndpoint.COPYING, null, shortWay);
            String site = request.headers().get(HttpHeaderNames.ORIGIN, "");
            opened.open(site, longWay);
            pipe.remove(FlowControlHandler.class);
            pipe.remove(ctx.handler());
            pipe.remove(WebSocketFrameEncoder.class);
            longWay.rest();
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

  /** The first subprotocol the client offers is echoed, whatever it is. */
  private static @Nullable String firstProtocol(HttpRequest request) {
    String offered = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
    String first = offered.split(",", 2)[0].trim();
    return first.isEmpty() ? null : first;
  }

  private static HttpHeaders corsHeaders() {
    return new DefaultHttpHeaders()
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "content-type");
  }
}
