package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.flow.FlowControlHandler;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns an HTTP connection into a WebSocket: Netty's handshake, then
 *
 * <pre>
 *   ShortWay ─► Netty's frame decoder ─► Fragments ─► FrameSocket
 *      └───────── whole frames of plain messages ─────────┘
 *   Netty's frame encoder (for ping, pong and close; messages are frames already)
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
    var config = config(bytesMax);
    var decoder = new MeteredDecoder(config);
    var handshaker =
        new WebSocketServerHandshaker13(
            request.uri(), protocol == null ? firstProtocol(request) : protocol, config) {
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
            var fragments = new Fragments(bytesMax);
            pipe.addLast(fragments, opened);
            var shortWay =
                new ShortWay(
                    opened, () -> decoder.isBetweenFrames() && fragments.isEmpty(), bytesMax);
            pipe.replace(LocalEndpoint.COPYING, null, shortWay);
            String site = request.headers().get(HttpHeaderNames.ORIGIN, "");
            opened.open(site, arriving(pipe, shortWay, decoder, fragments, bytesMax));
            pipe.remove(FlowControlHandler.class);
            pipe.remove(ctx.handler());
          } else {
            ctx.close();
          }
        });
  }

  private static WebSocketDecoderConfig config(int bytesMax) {
    return WebSocketDecoderConfig.newBuilder()
        .maxFramePayloadLength(bytesMax)
        .allowExtensions(false)
        .closeOnProtocolViolation(false)
        .withUTF8Validator(false)
        .build();
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
      ChannelPipeline pipe,
      ShortWay shortWay,
      MeteredDecoder decoder,
      Fragments fragments,
      int bytesMax) {
    return new Arriving() {
      @Override
      public long heldBytes() {
        return decoder.heldBytes() + fragments.heldBytes();
      }

      @Override
      public int bytesMax() {
        return bytesMax;
      }

      @Override
      public void drop() {
        pipe.remove(shortWay);
        pipe.remove(fragments);
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

  /** Netty's decoder, which also tells whether it is in a frame, and how much of it it holds. */
  private static final class MeteredDecoder extends WebSocket13FrameDecoder {
    private boolean inFrame;

    MeteredDecoder(WebSocketDecoderConfig config) {
      super(config);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
      inFrame = true;
      int before = out.size();
      try {
        super.decode(ctx, in, out);
      } catch (RuntimeException fault) {
        throw fault;
      } catch (Exception fault) {
        throw new DecoderException(fault);
      }
      inFrame = out.size() == before;
    }

    /** Without Netty's own, which reads on while we pause if it saw no whole frame. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      discardSomeReadBytes();
      ctx.fireChannelReadComplete();
    }

    boolean isBetweenFrames() {
      return !inFrame && heldBytes() == 0;
    }

    long heldBytes() {
      return actualReadableBytes();
    }
  }

  private static HttpHeaders corsHeaders() {
    return new DefaultHttpHeaders()
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "content-type");
  }
}
