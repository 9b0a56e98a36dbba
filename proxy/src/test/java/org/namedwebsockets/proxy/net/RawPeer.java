package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.namedwebsockets.protocol.ProxyId;

/** A client of the link port that need not keep any rule; speaks plain HTTP/2 frames. */
final class RawPeer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, Transport.best().io());

  private final CompletableFuture<Boolean> hanging = new CompletableFuture<>();
  final CompletableFuture<Boolean> secured = new CompletableFuture<>();
  final CompletableFuture<Http2Settings> settings = new CompletableFuture<>();
  final BlockingQueue<String> goAways = new LinkedBlockingQueue<>();
  final Channel channel;
  final Http2FrameCodec codec;

  /** Connects and begins TLS and HTTP/2 at once. */
  RawPeer(InetSocketAddress address, SslContext tls) {
    Http2FrameCodecBuilder builder =
        Http2FrameCodecBuilder.forClient().initialSettings(new Http2Settings().pushEnabled(false));
    builder.gracefulShutdownTimeoutMillis(0).encoderIgnoreMaxHeaderListSize(true);
    builder.encoderEnforceMaxRstFramesPerWindow(0, 0);
    codec = builder.build();
    ChannelFuture connected =
        new Bootstrap()
            .group(group)
            .channel(Transport.best().socket())
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel socket) {
                    socket.pipeline().addLast(tls.newHandler(socket.alloc()));
                    socket.pipeline().addLast(codec, new Http2MultiplexHandler(new Ignored()));
                    socket.pipeline().addLast(new Parent());
                  }
                })
            .connect(address)
            .awaitUninterruptibly();
    assertTrue(connected.isSuccess(), () -> String.valueOf(connected.cause()));
    channel = connected.channel();
  }

  /** A peer that TLS lets in. */
  static RawPeer to(FakeProxy proxy) throws Exception {
    RawPeer peer = new RawPeer(proxy.address(), RawTls.good().context());
    peer.settings.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return peer;
  }

  /** A stream of this peer: what was answered on it. */
  static final class Stream extends ChannelInboundHandlerAdapter {
    final BlockingQueue<String> statuses = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> data = new LinkedBlockingQueue<>();
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    Http2StreamChannel channel;

    String status() throws InterruptedException {
      String status = statuses.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(status, "no answer on the stream");
      return status;
    }

    ChannelFuture send(byte[] bytes, boolean end) {
      ByteBuf content = Unpooled.wrappedBuffer(bytes);
      return channel.writeAndFlush(new DefaultHttp2DataFrame(content, end));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
      if (frame instanceof Http2HeadersFrame headers) {
        statuses.add(String.valueOf(headers.headers().status()));
      } else if (frame instanceof Http2DataFrame arrived) {
        byte[] bytes = new byte[arrived.content().readableBytes()];
        arrived.content().readBytes(bytes);
        data.add(bytes);
      }
      ReferenceCountUtil.release(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      closed.complete(true);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  /** Sends bytes past HTTP/2: a frame that the codec would not write. */
  void sendRaw(byte[] bytes) {
    channel.pipeline().context(codec).writeAndFlush(Unpooled.wrappedBuffer(bytes));
  }

  Stream open(Http2Headers headers) throws Exception {
    return open(headers, false);
  }

  Stream open(Http2Headers headers, boolean end) throws Exception {
    Stream stream = new Stream();
    stream.channel =
        new Http2StreamChannelBootstrap(channel)
            .handler(stream)
            .open()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    stream.channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, end));
    return stream;
  }

  /** Opens {@code /match}, which must be answered by a 200. */
  Stream match() throws Exception {
    Stream match = open(LinkRequest.asking(LinkRequest.MATCH_PATH));
    assertTrue("200".equals(match.status()));
    return match;
  }

  /** A masked WebSocket frame of less than 126 bytes. */
  static byte[] frame(int first, byte[] payload) {
    byte[] frame = new byte[6 + payload.length];
    frame[0] = (byte) first;
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    return frame;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Waits until the other end has closed the connection. */
  void awaitClosed() {
    assertTrue(
        channel.closeFuture().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS),
        "the connection is still open");
  }

  /** Does nothing any more until it is closed, as a process that was stopped. */
  void hang() {
    CompletableFuture<Boolean> hangs = new CompletableFuture<>();
    group
        .next()
        .execute(() -> {
          hangs.complete(true);
          hanging.join();
        });
    hangs.join();
  }

  ProxyId id() {
    return RawTls.good().id();
  }

  @Override
  public void close() {
    hanging.complete(true);
    channel.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private final class Parent extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent done) {
        secured.complete(done.isSuccess());
      }
      ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
      if (frame instanceof Http2SettingsFrame first) {
        settings.complete(first.settings());
      } else if (frame instanceof Http2GoAwayFrame goAway) {
        goAways.add(goAway.content().toString(StandardCharsets.US_ASCII));
      }
      ReferenceCountUtil.release(frame);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  /** For streams of the other end, of which there are none. */
  @io.netty.channel.ChannelHandler.Sharable
  private static final class Ignored extends ChannelInboundHandlerAdapter {}
}
