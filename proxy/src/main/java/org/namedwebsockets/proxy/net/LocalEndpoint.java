package org.namedwebsockets.proxy.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.flow.FlowControlHandler;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.proxy.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The local port: listens on both loopback addresses and on nothing else. */
final class LocalEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(LocalEndpoint.class);

  /** How many connections the kernel may hold until we accept them. */
  private static final int ACCEPT_QUEUE = 1024;

  /** A port that is free on one address may be taken on the other; if any will do, we go on. */
  private static final int ANY_PORT_TRIES = 10;

  /**
   * How many connections over the limit may send their request before they are refused: who is
   * answered unasked may see a connection that was reset and no answer.
   */
  private static final int HEARD_OUT_MAX = 64;

  /** The name of what copies the bytes of requests. */
  static final String COPYING = "copying";

  private final List<io.netty.channel.Channel> listening = new ArrayList<>();

  private volatile @Nullable LocalSite site;

  private LocalEndpoint() {}

  /**
   * Binds the port; called off the loop. Nothing is accepted before {@link #open}.
   *
   * @param port the port, or 0 for any free one
   * @throws BindException if it is taken
   */
  static LocalEndpoint bind(EventLoopGroup group, Transport transport, int port)
      throws BindException {
    for (int left = port == 0 ? ANY_PORT_TRIES : 1; ; left--) {
      try {
        return bindBoth(group, transport, port);
      } catch (BindException taken) {
        if (left == 1) {
          throw taken;
        }
      }
    }
  }

  private static LocalEndpoint bindBoth(EventLoopGroup group, Transport transport, int port)
      throws BindException {
    LocalEndpoint endpoint = new LocalEndpoint();
    ServerBootstrap bootstrap =
        transport.accepting(
            group, ACCEPT_QUEUE, socket -> accept(socket, Objects.requireNonNull(endpoint.site)));
    ChannelFuture first =
        bootstrap
            .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))
            .awaitUninterruptibly();
    if (!first.isSuccess()) {
      throw taken(port, first.cause());
    }
    endpoint.listening.add(first.channel());
    ChannelFuture second =
        bootstrap
            .bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), endpoint.port()))
            .awaitUninterruptibly();
    if (second.isSuccess()) {
      endpoint.listening.add(second.channel());
    } else if (isTaken(second.cause())) {
      endpoint.close();
      throw taken(endpoint.port(), second.cause());
    } else {
      LOG.info("listen.ipv4-only cause=\"{}\"", second.cause().getMessage());
    }
    return endpoint;
  }

  /** Accepts connections; until then they wait in the kernel. */
  void open(LocalSite site) {
    this.site = site;
    listening.forEach(channel -> channel.config().setAutoRead(true));
  }

  int port() {
    return ((InetSocketAddress) listening.getFirst().localAddress()).getPort();
  }

  /** Accepts no more. */
  void close() {
    listening.forEach(channel -> channel.close().awaitUninterruptibly());
  }

  /** Makes a new connection ours. */
  static void accept(io.netty.channel.Channel socket, LocalSite site) {
    site.loop().metrics().count(Counter.CONNECTIONS_ACCEPTED);
    socket.config().setRecvByteBufAllocator(site.loop().readMemory());
    speak(socket, site);
  }

  /** Has a connection speak HTTP, behind what stands in its pipeline already. */
  static void speak(io.netty.channel.Channel socket, LocalSite site) {
    HubLoop loop = site.loop();
    NetLimits limits = loop.limits();
    loop.connectionOpened();
    socket.closeFuture().addListener(_ -> loop.connectionClosed());
    // Both marks at our low one: whenever more than that waits, the kernel taking it down to there
    // is an event, also if the high mark was passed only together with what was not written yet.
    socket
        .config()
        .setWriteBufferWaterMark(
            new WriteBufferWaterMark(limits.outboxLowBytes(), limits.outboxLowBytes()));
    var http =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.headerBytesMax())
            .setMaxHeaderSize(limits.headerBytesMax());
    socket.pipeline().addLast(COPYING, ReadMemory.copying());
    socket.pipeline().addLast(new HttpServerCodec(http));
    int over = loop.connections() - limits.connectionsMax();
    if (over > HEARD_OUT_MAX) {
      loop.metrics().count(Counter.REQUESTS_REFUSED);
      socket.pipeline().addLast(new Farewell(loop, refusal(loop)));
    } else {
      socket.pipeline().addLast(new FlowControlHandler(), new HttpSocket(site, over > 0));
    }
  }

  /** What a connection over the limit is told. */
  static FullHttpResponse refusal(HubLoop loop) {
    int max = loop.limits().connectionsMax();
    if (loop.mayWarn()) {
      LOG.warn("connection.refused reason=limit max={}", max);
    }
    FullHttpResponse answer =
        Answers.refusal(
            503, "this proxy has " + max + " connections, as many as it may (--connections-max)");
    HttpUtil.setKeepAlive(answer, false);
    return answer;
  }

  private static boolean isTaken(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("in use");
  }

  private static BindException taken(int port, Throwable cause) {
    var exception = new BindException("port " + port + ": " + cause.getMessage());
    exception.initCause(cause);
    return exception;
  }
}
