package org.namedwebsockets.proxy.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.proxy.link.Dial;
import org.namedwebsockets.proxy.link.Dialer;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.secure.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link port: listens on every interface, IPv4 and IPv6, and dials other proxies.
 *
 * <p>{@link #bind} and {@link #close} are called off the loop, all else on it.
 */
final class LinkEndpoint implements Dialer {
  private static final Logger LOG = LoggerFactory.getLogger(LinkEndpoint.class);

  /** How many ports after the first are tried before any free one is taken. */
  private static final int PORTS_TRIED = 100;

  private static final int PORT_MAX = 65_535;
  private static final int ACCEPT_QUEUE = 128;

  private final EventLoopGroup group;
  private final Transport transport;
  private final LinkCrunch crunch;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private @Nullable Channel listening;
  private @Nullable LinkGate gate;
  private @Nullable Identity opening;
  private @Nullable Open open;

  /** Attempts that wait for TLS; as few as may be under way at once. */
  private final List<Dial> early = new ArrayList<>();

  /** What is known once it accepts and dials. */
  private record Open(LinkSite site, LinkGate gate, LinkTls tls) {}

  private LinkEndpoint(EventLoopGroup group, Transport transport, LinkCrunch crunch) {
    this.group = group;
    this.transport = transport;
    this.crunch = crunch;
  }

  /**
   * Binds the port; nothing is accepted before {@link #open}.
   *
   * @param port the port wished for; if it is taken, one of those after it, else any free one; 0
   *     for any free one
   * @throws BindException if none can be had
   */
  static LinkEndpoint bind(EventLoopGroup group, Transport transport, LinkCrunch crunch, int port)
      throws BindException {
    LinkEndpoint endpoint = new LinkEndpoint(group, transport, crunch);
    ServerBootstrap bootstrap = transport.accepting(group, ACCEPT_QUEUE, endpoint::accept);
    int last = port == 0 ? 0 : Math.min(port + PORTS_TRIED, PORT_MAX);
    ChannelFuture bound = bootstrap.bind(port).awaitUninterruptibly();
    for (int next = port + 1; !bound.isSuccess() && next <= last; next++) {
      bound = bootstrap.bind(next).awaitUninterruptibly();
    }
    if (!bound.isSuccess() && port != 0) {
      bound = bootstrap.bind(0).awaitUninterruptibly();
    }
    if (!bound.isSuccess()) {
      var none = new BindException("no port for links: " + bound.cause().getMessage());
      none.initCause(bound.cause());
      throw none;
    }
    endpoint.listening = bound.channel();
    return endpoint;
  }

  private void accept(SocketChannel socket) {
    if (open != null) {
      accept(socket, open);
    } else {
      socket.unsafe().close(socket.voidPromise());
    }
  }

  /** The port it listens on. */
  int port() {
    return ((InetSocketAddress) Objects.requireNonNull(listening).localAddress()).getPort();
  }

  /**
   * Accepts and dials from now on, as the given proxy. Called again, it does so as another; links
   * that stand are not touched.
   *
   * <p>TLS is made ready off the loop, which takes a tenth of a second the first time; attempts
   * wait for it, and connections wait in the kernel.
   */
  void open(LinkSite site, Identity identity) {
    if (open != null) {
      open.tls().retire();
    }
    open = null;
    opening = identity;
    Objects.requireNonNull(listening).config().setAutoRead(false);
    crunch
        .handshakes()
        .execute(() -> {
          try {
            LinkTls tls = new LinkTls(identity);
            site.executor().execute(() -> opened(site, tls));
          } catch (IllegalStateException unable) {
            LOG.error("lan.unable: no links, because {}", unable.getMessage());
            site.executor().execute(() -> unable(site, identity));
          }
        });
  }

  /** This Java cannot make links: nobody waits for one. */
  private void unable(LinkSite site, Identity identity) {
    if (identity.equals(opening)) {
      Objects.requireNonNull(listening).close();
      List<Dial> waiting = List.copyOf(early);
      early.clear();
      waiting.forEach(dial -> site.owner().failed(dial, LinkEnd.HANDSHAKE, now(site)));
    }
  }

  private void opened(LinkSite site, LinkTls tls) {
    if (!tls.identity().equals(opening)) {
      return; // Renamed again meanwhile.
    }
    if (gate == null) {
      gate = new LinkGate(site.limits(), now(site));
    }
    open = new Open(site, gate, tls);
    Objects.requireNonNull(listening).config().setAutoRead(true);
    List<Dial> waiting = List.copyOf(early);
    early.clear();
    waiting.forEach(this::dial);
  }

  private void accept(SocketChannel socket, Open now) {
    LinkSite site = now.site();
    var address = socket.remoteAddress();
    Optional<LinkGate.Place> place = now.gate().enter(address.getAddress(), now(site));
    if (place.isEmpty()) {
      site.loop().metrics().count(Counter.LINKS_REFUSED);
      LOG.debug("link.refused unfinished={}", now.gate().unfinished());
      socket.unsafe().close(socket.voidPromise());
      return;
    }
    site.loop().metrics().count(Counter.LINKS_ACCEPTED);
    LinkGate.Place taken = place.get();
    var handshake = new LinkHandshake(site, now.tls(), Optional.empty(), taken::finish);
    secure(socket, now.tls().accepting(crunch.handshakes(), site), handshake);
    socket.closeFuture().addListener(_ -> taken.finish());
    closeIfLate(
        site,
        site.limits().matchMax(),
        () -> taken.isFinished() || !socket.isOpen(),
        () -> handshake.late(socket));
  }

  @Override
  public void dial(Dial dial) {
    Open now = open;
    if (now == null) {
      early.add(dial);
      return;
    }
    LinkSite site = now.site();
    site.loop().metrics().count(Counter.LINKS_DIALLED);
    var handshake = new LinkHandshake(site, now.tls(), Optional.of(dial), () -> {});
    ChannelFuture connecting = dialling(site, now.tls(), handshake).connect(dial.address());
    Channel socket = connecting.channel();
    connecting.addListener(connected -> {
      if (!connected.isSuccess()) {
        // Later: an attempt is never answered from inside the call that began it.
        site.executor().execute(() -> handshake.fail(LinkHandshake.endOf(connected.cause())));
      }
    });
    closeIfLate(
        site,
        site.dialMax(),
        () -> handshake.isUp() || handshake.isOver(),
        () -> handshake.late(socket));
  }

  private Bootstrap dialling(LinkSite site, LinkTls tls, LinkHandshake handshake) {
    return new Bootstrap()
        .group(group)
        .channel(transport.socket())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) site.connectMax().toMillis())
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel socket) {
                secure(socket, tls.dialling(crunch.handshakes(), site), handshake);
              }
            });
  }

  private void secure(SocketChannel socket, SslHandler tls, LinkHandshake handshake) {
    connections.add(socket);
    socket.pipeline().addLast("tls", tls).addLast("handshake", handshake);
  }

  private static void closeIfLate(
      LinkSite site, Duration max, BooleanSupplier inTime, Runnable close) {
    Runnable look =
        () -> {
          if (!inTime.getAsBoolean()) {
            close.run();
          }
        };
    site.executor().schedule(look, max.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static long now(LinkSite site) {
    return site.executor().ticker().nanoTime();
  }

  /** Accepts no more; called off the loop. */
  void stopAccepting() {
    Objects.requireNonNull(listening).close().awaitUninterruptibly();
  }

  /**
   * Waits until every connection has ended, then cuts those that have not; called off the loop,
   * after their owner has closed the links.
   */
  void close(Duration max) {
    stopAccepting();
    if (!connections.newCloseFuture().awaitUninterruptibly(max.toMillis())) {
      connections.close().awaitUninterruptibly(max.toMillis());
    }
  }
}
