package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * What the sockets of one event loop share: the hub, the time, and the end of the tick.
 *
 * <p>A tick is one turn of the event loop: all sockets that have something are read, then every
 * outbox that was touched is flushed once. So what arrives together leaves together, in one system
 * call for each receiver and not for each message.
 *
 * <p>Not thread safe: confined to that loop.
 */
final class HubLoop {
  private final Executor executor;
  private final Hub hub;
  private final Metrics metrics;
  private final NetLimits limits;
  private final Batches batches;
  private final Partials partials;
  private final Map<ChannelKey, FrameLog> logs = new HashMap<>();
  private final List<LongConsumer> tickListeners = new ArrayList<>();
  private final Set<Ticked> ticked = new LinkedHashSet<>();
  private final List<SocketOutbox> touched = new ArrayList<>();
  private final List<FrameLog> written = new ArrayList<>();
  private final Runnable endTick = this::endTick;
  private boolean tickEnds;
  private long nowNs;
  private int connections;
  private Runnable onEmpty = () -> {};

  /** Whoever must look at the clock now and then. */
  interface Ticked {
    /** Lets time pass; about ten times a second. */
    void tick(long nowNs);

    /** The proxy stops. */
    void stop();
  }

  HubLoop(
      Executor executor,
      Hub hub,
      Metrics metrics,
      NetLimits limits,
      ByteBufAllocator allocator,
      long nowNs) {
    this.executor = executor;
    this.hub = hub;
    this.metrics = metrics;
    this.limits = limits;
    this.batches = new Batches(allocator, hub.backlog());
    this.partials = new Partials(limits.partialBytesMax());
    this.nowNs = nowNs;
  }

  Hub hub() {
    return hub;
  }

  Metrics metrics() {
    return metrics;
  }

  NetLimits limits() {
    return limits;
  }

  Partials partials() {
    return partials;
  }

  /** The time of the last tick: fresh to a tenth of a second, and free. */
  long nowNs() {
    return nowNs;
  }

  /** Runs something on this loop after what runs now; breaks calls that would come back. */
  void later(Runnable task) {
    executor.execute(task);
  }

  /** Lets time pass for the hub and everybody here. */
  void tick(long nowNs) {
    this.nowNs = nowNs;
    hub.tick(nowNs);
    batches.sweep();
    List.copyOf(ticked).forEach(one -> one.tick(nowNs));
    tickListeners.forEach(listener -> listener.accept(nowNs));
  }

  /** Tells someone of every tick. */
  void everyTick(LongConsumer listener) {
    tickListeners.add(listener);
  }

  void add(Ticked one) {
    ticked.add(one);
  }

  void remove(Ticked one) {
    ticked.remove(one);
  }

  int connections() {
    return connections;
  }

  void connectionOpened() {
    connections++;
  }

  void connectionClosed() {
    connections--;
    if (connections == 0) {
      onEmpty.run();
    }
  }

  /** Closes every socket because the proxy stops; says when the last is gone. */
  void closeAll(Runnable done) {
    onEmpty = done;
    for (Ticked one : List.copyOf(ticked)) {
      one.stop();
    }
    if (connections == 0) {
      done.run();
    }
  }

  /** The frames of a channel; given back by {@link #release}. */
  FrameLog frameLog(ChannelKey key) {
    FrameLog log = logs.computeIfAbsent(key, _ -> privateLog());
    log.users++;
    return log;
  }

  void release(ChannelKey key, FrameLog log) {
    log.users--;
    if (log.users == 0) {
      logs.remove(key, log);
    }
  }

  /** The frames of one socket alone. */
  FrameLog privateLog() {
    return new FrameLog(batches, this::wrote);
  }

  /** An outbox has something to flush when this tick ends. */
  void touched(SocketOutbox outbox) {
    touched.add(outbox);
    endTickLater();
  }

  private void wrote(FrameLog log) {
    written.add(log);
    endTickLater();
  }

  private void endTickLater() {
    if (!tickEnds) {
      tickEnds = true;
      executor.execute(endTick);
    }
  }

  private void endTick() {
    tickEnds = false;
    // By index: a flush may touch others.
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).flush();
    }
    touched.clear();
    for (FrameLog log : written) {
      log.endTick();
    }
    written.clear();
  }
}
