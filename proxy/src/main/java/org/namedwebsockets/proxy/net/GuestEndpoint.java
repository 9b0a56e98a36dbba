package org.namedwebsockets.proxy.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.secure.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guest port: TLS, then the same HTTP and WebSockets as on the local port, with other routes.
 *
 * <p>Not thread safe: confined to the hub's loop, but for what {@link #prepare} does.
 */
final class GuestEndpoint implements GuestDoor {
  private static final Logger LOG = LoggerFactory.getLogger(GuestEndpoint.class);
  private static final int ACCEPT_QUEUE = 64;

  /** How long one certificate is shown; it holds three times as long, and an invite for a day. */
  private static final Duration PAGE_AGE_MAX = Duration.ofDays(30);

  private static final String NO_ADDRESS =
      "this machine has no address at which others on the network could reach it";

  private final EventLoopGroup group;
  private final EventLoop eventLoop;
  private final Transport transport;
  private final GuestTerms terms;
  private final LocalSite site;
  private final ExecutorService arithmetic;
  private final Map<InetAddress, Integer> connections = new HashMap<>();
  private int connectionsOpen;
  private @Nullable Ready ready;

  /** What browsers see of the page; kept while it is fresh and the addresses stay. */
  private record Page(List<InetAddress> addresses, String fingerprint, GuestTls tls, long madeMs) {
    static Page at(List<InetAddress> addresses, long nowMs) {
      Identity identity =
          Identity.forPage(new SecureRandom(), addresses, Instant.ofEpochMilli(nowMs));
      return new Page(addresses, identity.fingerprint(), new GuestTls(identity), nowMs);
    }

    boolean serves(List<InetAddress> wanted, long nowMs) {
      long ageMs = nowMs - madeMs;
      return addresses.equals(wanted) && ageMs >= 0 && ageMs < PAGE_AGE_MAX.toMillis();
    }
  }

  /** What is made off the loop. */
  private record Ready(Page page, Channel listening, LocalSite site) {
    int port() {
      return portOf(listening);
    }

    Opening.Open opening() {
      return new Opening.Open(port(), page.fingerprint(), page.addresses());
    }
  }

  /**
   * A port that is not open.
   *
   * @param site the local port's, whose hub guests share
   */
  GuestEndpoint(
      EventLoopGroup group,
      EventLoop eventLoop,
      Transport transport,
      GuestTerms terms,
      LocalSite site) {
    this.group = group;
    this.eventLoop = eventLoop;
    this.transport = transport;
    this.terms = terms;
    this.site = site;
    this.arithmetic = LinkCrunch.threads("nws-guest-tls", 1, terms.limits().handshakesMax());
  }

  @Override
  public void open(Consumer<Opening> then) {
    Ready before = ready;
    Thread.ofPlatform()
        .name("nws-guest-open")
        .daemon()
        .start(() -> {
          try {
            Ready now = prepare(before);
            eventLoop.execute(() -> opened(now, then));
          } catch (RuntimeException unable) {
            // Whatever it is: who is never answered would keep everybody from inviting.
            String why = String.valueOf(unable.getMessage());
            eventLoop.execute(() -> then.accept(new Opening.Unable(why)));
          }
        });
  }

  private Ready prepare(@Nullable Ready before) {
    List<InetAddress> addresses = terms.addresses().get();
    if (addresses.isEmpty()) {
      throw new IllegalStateException(NO_ADDRESS);
    }
    long nowMs = terms.wallMs().getAsLong();
    boolean serves = before != null && before.page().serves(addresses, nowMs);
    Page page = before != null && serves ? before.page() : Page.at(addresses, nowMs);
    Channel listening = before != null && before.listening().isOpen() ? before.listening() : bind();
    GuestGuard guard = GuestGuard.of(addresses, portOf(listening));
    return new Ready(page, listening, site.with(new GuestRouter(guard)));
  }

  private static int portOf(Channel listening) {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  private Channel bind() {
    ServerBootstrap accepting = transport.accepting(group, ACCEPT_QUEUE, this::accept);
    ChannelFuture bound = accepting.bind(terms.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      bound = accepting.bind(0).awaitUninterruptibly();
    }
    if (!bound.isSuccess()) {
      throw new IllegalStateException("no port for guests: " + bound.cause().getMessage());
    }
    return bound.channel();
  }

  private void opened(Ready now, Consumer<Opening> then) {
    if (ready == null || !ready.listening().equals(now.listening())) {
      LOG.info("guests.open port={}", now.port());
    }
    ready = now;
    then.accept(now.opening());
    if (now.listening().isOpen()) {
      now.listening().config().setAutoRead(true);
    }
  }

  private void accept(SocketChannel socket) {
    Ready now = ready;
    InetAddress address = socket.remoteAddress().getAddress();
    int from = connections.getOrDefault(address, 0);
    GuestLimits limits = terms.limits();
    if (now == null
        || connectionsOpen >= limits.connectionsMax()
        || from >= limits.addressConnectionsMax()) {
      site.loop().metrics().count(Counter.GUESTS_REFUSED);
      socket.unsafe().close(socket.voidPromise());
      return;
    }
    site.loop().metrics().count(Counter.GUESTS_ACCEPTED);
    connectionsOpen++;
    connections.put(address, from + 1);
    socket.closeFuture().addListener(_ -> closed(address));
    socket.pipeline().addLast(now.page().tls().accepting(arithmetic, limits.handshakeMax()));
    LocalEndpoint.speak(socket, now.site());
  }

  private void closed(InetAddress address) {
    connectionsOpen--;
    connections.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public void close() {
    if (ready != null && ready.listening().isOpen()) {
      LOG.info("guests.closed port={}", ready.port());
      ready.listening().close();
    }
  }

  /** The proxy stops. */
  void stop() {
    close();
    arithmetic.shutdownNow();
  }
}
