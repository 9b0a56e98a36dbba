package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.link.Dial;
import org.namedwebsockets.proxy.link.Link;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.LinkListener;
import org.namedwebsockets.proxy.link.LinkOwner;
import org.namedwebsockets.proxy.metrics.Metrics;
import org.namedwebsockets.proxy.secure.Identity;

/** A link port on loopback whose owner remembers what it was told; links go to a recorder each. */
final class FakeProxy implements LinkOwner, AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  /** Keys are dear: who comes later takes those of one who has gone. */
  private static final Queue<Identity> SPARE = new ConcurrentLinkedQueue<>();

  static {
    // The first handshake of a process takes long; tests with short limits are not about that.
    new LinkTls(Identity.make(new SecureRandom())).prove();
  }

  /** An attempt that came to nothing. */
  record Failed(Dial dial, LinkEnd end) {}

  final Identity identity = anyIdentity();
  final Metrics metrics = new Metrics();
  final Hub hub = new Hub(Limits.DEFAULTS, metrics, 0);
  final BlockingQueue<RecordingLink> links = new LinkedBlockingQueue<>();
  final BlockingQueue<Failed> failures = new LinkedBlockingQueue<>();
  final EventLoop eventLoop;
  final LinkEndpoint endpoint;
  final LinkSite site;

  /** What is done with each link before anything is said on it. */
  volatile java.util.function.Consumer<RecordingLink> prepares = _ -> {};

  volatile boolean unwanted;

  /** Who hears of links in place of a recorder; null for a recorder. */
  volatile java.util.function.Function<Link, LinkListener> listens;

  private final MultiThreadIoEventLoopGroup group;
  private final LinkCrunch crunch;
  private long dials;

  FakeProxy(LinkNetLimits limits) throws BindException {
    this(limits, Duration.ofSeconds(30));
  }

  FakeProxy(LinkNetLimits limits, Duration dialMax) throws BindException {
    Transport transport = Transport.best();
    group = new MultiThreadIoEventLoopGroup(1, transport.io());
    eventLoop = group.next();
    crunch = new LinkCrunch(eventLoop);
    HubLoop loop =
        new HubLoop(eventLoop, hub, metrics, NetLimits.DEFAULTS, ByteBufAllocator.DEFAULT, 0);
    site =
        new LinkSite(
            loop, eventLoop, this, limits, dialMax, dialMax, Duration.ofSeconds(2), new Random(1));
    endpoint = LinkEndpoint.bind(group, transport, crunch, 0);
    run(() -> endpoint.open(site, identity));
  }

  private static Identity anyIdentity() {
    Identity spare = SPARE.poll();
    return spare != null ? spare : Identity.make(new SecureRandom());
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port());
  }

  /** Dials a proxy and waits for the link at both ends. */
  static Pair connect(FakeProxy from, FakeProxy to) throws InterruptedException {
    from.dial(Optional.of(to.identity.id()), to.address());
    RecordingLink responder = to.nextLink();
    return new Pair(from.nextLink(), responder);
  }

  /** The two ends of a link. */
  record Pair(RecordingLink initiator, RecordingLink responder) {}

  void dial(Optional<ProxyId> expected, InetSocketAddress address) {
    onLoop(() -> {
      endpoint.dial(new Dial(++dials, expected, address));
      return true;
    });
  }

  RecordingLink nextLink() throws InterruptedException {
    RecordingLink link = links.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(link, "no link came up");
    return link;
  }

  LinkEnd nextFailure() throws InterruptedException {
    Failed failed = failures.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(failed, "no attempt failed");
    return failed.end();
  }

  /** Runs something on the loop and waits for it. */
  <T> T onLoop(Callable<T> task) {
    try {
      return eventLoop.submit(task).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  /** Runs something on the loop and waits for it. */
  void run(Runnable task) {
    onLoop(() -> {
      task.run();
      return true;
    });
  }

  @Override
  public Optional<LinkListener> up(Link link, long nowNs) {
    if (unwanted) {
      link.close(LinkEnd.DUPLICATE);
      return Optional.empty();
    }
    if (listens != null) {
      return Optional.of(listens.apply(link));
    }
    RecordingLink recorder = new RecordingLink(link);
    prepares.accept(recorder);
    links.add(recorder);
    return Optional.of(recorder);
  }

  @Override
  public void failed(Dial dial, LinkEnd end, long nowNs) {
    failures.add(new Failed(dial, end));
  }

  @Override
  public void close() {
    endpoint.close(Duration.ofMillis(0));
    crunch.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    SPARE.add(identity);
  }
}
