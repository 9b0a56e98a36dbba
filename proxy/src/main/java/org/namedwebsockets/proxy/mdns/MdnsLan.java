package org.namedwebsockets.proxy.mdns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Lan;
import org.namedwebsockets.proxy.discovery.LanNews;
import org.namedwebsockets.proxy.discovery.Subnet;
import org.namedwebsockets.proxy.discovery.Wire;
import org.namedwebsockets.proxy.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The LAN as multicast DNS on port 5353. One thread, {@code nws-mdns}, owns the sockets and
 * everything behind them; calls from other threads wait in a queue for it, and what it hears goes
 * to the hub's loop through the executor given, one task for each burst.
 *
 * <p>Shares the port with other responders of this machine. Looks every two seconds whether
 * interfaces or addresses changed, or whether the machine slept.
 */
public final class MdnsLan implements Lan, AutoCloseable {
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(MdnsLan.class);

  private final InterfaceRule rule;
  private final Executor hub;
  private final Consumer<LanNews> listener;
  private final boolean multicast;
  private final AtomicBoolean started = new AtomicBoolean();
  private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
  private final Selector selector;
  private final Thread thread;

  private final Sockets sockets;
  private final Mdns mdns;
  private final Clocks clocks = new Clocks(LOOK_INTERVAL);
  private final List<LanNews> heard = new ArrayList<>();
  private boolean closing;
  private Set<Wire> up = Set.of();
  private long lookAtNs;

  /**
   * Asks and listens from {@link #start} on.
   *
   * @param rule which interfaces are used
   * @param random for moments to wait, used by the thread alone
   * @param hub runs tasks on the hub's loop
   * @param listener is called on the hub's loop
   * @throws IOException if the system gives no selector
   */
  public MdnsLan(
      InterfaceRule rule, RandomGenerator random, Executor hub, Consumer<LanNews> listener)
      throws IOException {
    this(rule, true, random, hub, listener);
  }

  /**
   * The same, or one that opens no socket and only tells of this machine's addresses: for a proxy
   * that was told not to use multicast, but has to know its neighbours.
   *
   * @param rule which interfaces are used
   * @param multicast whether to say and hear anything
   * @param random for moments to wait, used by the thread alone
   * @param hub runs tasks on the hub's loop
   * @param listener is called on the hub's loop
   * @throws IOException if the system gives no selector
   */
  public MdnsLan(
      InterfaceRule rule,
      boolean multicast,
      RandomGenerator random,
      Executor hub,
      Consumer<LanNews> listener)
      throws IOException {
    this.rule = rule;
    this.multicast = multicast;
    this.hub = hub;
    this.listener = listener;
    this.selector = Selector.open();
    this.sockets = new Sockets(selector);
    this.mdns = new Mdns(System.nanoTime(), random, new Output());
    this.thread = Thread.ofPlatform().name("nws-mdns").daemon().unstarted(this::run);
  }

  /**
   * Begins to ask and listen, so that others may be sighted while the rest of the proxy starts;
   * says nothing of us before {@link #announce}. Not in the constructor, because the listener is
   * called from now on. Later calls do nothing.
   */
  public void start() {
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
  }

  /** {@inheritDoc} Starts, if that was not done. */
  @Override
  public void announce(Advert advert) {
    call(() -> mdns.announce(advert, System.nanoTime()));
    start();
  }

  @Override
  public void withdraw() {
    call(() -> mdns.withdraw(System.nanoTime()));
  }

  @Override
  public void query() {
    call(() -> mdns.query(System.nanoTime()));
  }

  @Override
  public void hold(ProxyId id) {
    call(() -> mdns.hold(id));
  }

  @Override
  public void release(ProxyId id) {
    call(() -> mdns.release(id, System.nanoTime()));
  }

  /** Says goodbye and ends the thread; waits for it up to two seconds. */
  @Override
  public void close() {
    if (started.compareAndSet(false, true)) {
      closeUnstarted();
      return;
    }
    call(() -> {
      mdns.withdraw(System.nanoTime());
      closing = true;
    });
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.warn("lan.stuck waited={}", CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeUnstarted() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("lan.unclosed reason={}", e.getMessage());
    }
  }

  private void call(Runnable task) {
    calls.add(task);
    selector.wakeup();
  }

  private void run() {
    try (sockets;
        selector) {
      mdns.unicastWelcome(Sockets.isPortFree());
      look();
      while (!closing) {
        await();
        for (Runnable task = calls.poll(); task != null; task = calls.poll()) {
          task.run();
        }
        sockets.receive(this::received);
        if (System.nanoTime() - lookAtNs >= 0) {
          look();
        }
        mdns.tick(System.nanoTime());
        handOver();
      }
    } catch (IOException | RuntimeException e) {
      // A fault of ours or of the system: links that stand go on without discovery.
      LOG.error("lan.broken", e);
    }
  }

  private void received(Wire wire, InetSocketAddress source, byte[] packet) {
    try {
      mdns.received(wire, source, packet, System.nanoTime());
    } catch (RuntimeException e) {
      // No stranger's packet may end discovery, not even one that finds a fault of ours.
      mdns.count(Counter.MDNS_DROPPED);
      LOG.debug("lan.fault reason={}", e.getClass().getName());
    }
  }

  private void await() throws IOException {
    long nowNs = System.nanoTime();
    long untilNs = mdns.nextNs(lookAtNs);
    long waitMs = TimeUnit.NANOSECONDS.toMillis(untilNs - nowNs + 999_999);
    if (waitMs <= 0) {
      selector.selectNow();
    } else {
      selector.select(waitMs);
    }
  }

  /** Looks whether interfaces changed, or time passed that our clock did not count. */
  private void look() {
    long nowNs = System.nanoTime();
    boolean woke = clocks.woke(nowNs, System.currentTimeMillis());
    lookAtNs = nowNs + LOOK_INTERVAL.toNanos();
    try {
      Map<Wire, List<Subnet>> wires = Cards.wires(rule);
      List<Subnet> subnets = wires.values().stream().flatMap(List::stream).distinct().toList();
      Set<Wire> open = sockets.open(multicast ? wires : Map.of());
      wires.keySet().retainAll(open);
      mdns.subnets(subnets);
      mdns.wires(wires, nowNs);
      mdns.tick(nowNs);
      tell(open);
    } catch (SocketException e) {
      LOG.warn("lan.unknown reason={}", e.getMessage());
    }
    if (woke) {
      LOG.info("lan.woke");
      mdns.woke(nowNs);
    }
  }

  private void tell(Set<Wire> open) {
    if (!open.equals(up)) {
      up.stream().filter(w -> !open.contains(w)).forEach(w -> LOG.info("lan.wire.down {}", w));
      open.stream().filter(w -> !up.contains(w)).forEach(w -> LOG.info("lan.wire.up {}", w));
      up = open;
    }
  }

  private void handOver() {
    if (!heard.isEmpty() && !closing) {
      List<LanNews> burst = List.copyOf(heard);
      heard.clear();
      hub.execute(() -> burst.forEach(listener));
    }
  }

  private final class Output implements Mdns.Out {
    @Override
    public void send(Wire wire, Optional<InetSocketAddress> to, byte[] packet) {
      sockets.send(wire, to, packet);
    }

    @Override
    public void news(LanNews news) {
      heard.add(news);
    }
  }
}
