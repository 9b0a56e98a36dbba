package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.Tokens;
import org.namedwebsockets.proxy.diagnosis.Diagnosis;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * The event loop {@code nws-hub} and the sockets on it: starts and stops them.
 *
 * <p>Its methods may be called from any thread but the loop's, unless they say so.
 */
public final class Network {
  private static final long TICK_MS = 100;

  /** Beyond what closing sockets may take, how long we wait for the loop to end. */
  private static final long STOP_SLACK_MS = 500;

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop eventLoop;
  private final HubLoop loop;
  private final Transport transport;
  private @Nullable LocalEndpoint local;
  private @Nullable GuestEndpoint guests;
  private @Nullable GuestDesk desk;

  /**
   * A loop without sockets.
   *
   * @param hub what the sockets speak to
   * @param metrics where they count
   * @param limits their bounds
   */
  public Network(Hub hub, Metrics metrics, NetLimits limits) {
    this.transport = Transport.best();
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("nws-hub", true), transport.io());
    this.eventLoop = group.next();
    this.loop =
        new HubLoop(eventLoop, hub, metrics, limits, ByteBufAllocator.DEFAULT, System.nanoTime());
    eventLoop.scheduleAtFixedRate(
        () -> loop.tick(System.nanoTime()), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Opens the local port.
   *
   * @param port which, or 0 for any free one
   * @param origins which sites may open sockets; the loop's from now on
   * @param tokens what has to be shown; the loop's from now on
   * @param version this build's version, for {@code /api/status}
   * @param links the links now; asked on the loop
   * @param terms whether and how guests may come
   * @return the port
   * @throws BindException if it is taken
   */
  public int listen(
      int port,
      Origins origins,
      Tokens tokens,
      String version,
      Supplier<LinksStatus> links,
      GuestTerms terms)
      throws BindException {
    LocalEndpoint endpoint = LocalEndpoint.bind(group, transport, port);
    LocalSite site =
        LocalSite.of(
            loop,
            origins,
            tokens,
            endpoint.port(),
            version,
            System.nanoTime(),
            links,
            new Diagnosis()::ask,
            terms);
    var door = new GuestEndpoint(group, eventLoop, transport, terms, site);
    site.guests().through(door);
    endpoint.open(site);
    local = endpoint;
    guests = door;
    desk = site.guests();
    return endpoint.port();
  }

  /**
   * Runs something on the loop.
   *
   * @param task what
   */
  public void execute(Runnable task) {
    eventLoop.execute(task);
  }

  /**
   * Tells someone of every tick, about ten times a second, on the loop.
   *
   * @param listener takes the time in nanoseconds
   */
  public void everyTick(LongConsumer listener) {
    eventLoop.execute(() -> loop.everyTick(listener));
  }

  /** Ends every invite: on another network nobody was meant by them. On the loop. */
  public void endInvites() {
    if (desk != null) {
      desk.endAll();
    }
  }

  /**
   * Opens the port for links, without using it yet.
   *
   * @param port the port wished for; if it is taken, a free one after it
   * @return what dials and accepts links
   * @throws BindException if none can be had
   */
  public LinkNetwork bindLinks(int port) throws BindException {
    return new LinkNetwork(eventLoop, group, transport, loop, port);
  }

  /** Closes every socket with {@link CloseReason#STOPPING} and ends the loop. */
  public void close() {
    if (local != null) {
      local.close();
    }
    CountDownLatch closed = new CountDownLatch(1);
    GuestEndpoint door = guests;
    eventLoop.execute(() -> {
      if (door != null) {
        door.stop();
      }
      loop.closeAll(closed::countDown);
    });
    long waitMs = loop.limits().closeMax().toMillis();
    awaitQuietly(closed, waitMs);
    group.shutdownGracefully(0, STOP_SLACK_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private static void awaitQuietly(CountDownLatch latch, long waitMs) {
    try {
      if (!latch.await(waitMs, TimeUnit.MILLISECONDS)) {
        return; // Whoever has not answered by now is cut with the loop.
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
