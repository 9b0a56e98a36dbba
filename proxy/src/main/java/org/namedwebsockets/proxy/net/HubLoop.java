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
import java.util.function.Predicate;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the sockets of one event loop share: the hub, the time, and the end of the tick.
 *
 * <p>A tick is one turn of the event loop: all sockets that have something are read, then every
 * outbox that was touched is flushed once. So what arrives together leaves together, in one system
 * call for each receiver and not for each message.
 *
 * <p>Not thread safe: confined to that loop.
 */
final class HubLoop implements FrameLog.Turn {
  /**
   * What one tick may write before its outboxes are flushed early. Joins and leaves are told to
   * everybody, so a thousand that leave at once make a million frames.
   */
  private static final int TICK_BYTES_MAX = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(HubLoop.class);

  /** How often the same warning is worth a line. */
  private static final long WARNING_NS = 10_000_000_000L;

  private final Executor executor;
  private final Hub hub;
  private final Metrics metrics;
  private final NetLimits limits;
  private final Batches batches;
  private final Partials partials;
  private final Map<Hearers, SocketAudience> audiences = new HashMap<>();
  private final List<LongConsumer> tickListeners = new ArrayList<>();
  private final Set<Ticked> ticked = new LinkedHashSet<>();
  private final List<SocketOutbox> touched = new ArrayList<>();
  private final List<FrameLog> written = new ArrayList<>();
  private final List<SocketAudience> spokenTo = new ArrayList<>();
  private final Sends sends;
  private final ReadMemory readMemory;
  private final Runnable endTick = this::endTick;
  private boolean tickEnds;
  private boolean ending;
  private boolean freed;
  private int tickBytes;
  private long nowNs;
  private long warnedNs;
  private int connections;
  private Runnable onEmpty = () -> {};

  /** Who hears the same bytes. */
  private record Hearers(ChannelKey key, Form form) {}

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
    this.sends = new Sends(allocator, batches, executor);
    this.readMemory = new ReadMemory(allocator);
    this.partials = new Partials(limits.partialBytesMax());
    this.nowNs = nowNs;
    this.warnedNs = nowNs - WARNING_NS;
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

  /** Runs something that may bring new frames: at once, or if a tick ends now, after it. */
  void afterTick(Runnable task) {
    if (ending) {
      later(task);
    } else {
      task.run();
    }
  }

  /** Lets time pass for the hub and everybody here. */
  void tick(long nowNs) {
    this.nowNs = nowNs;
    guarded(hub::tick);
    guarded(_ -> batches.sweep());
    for (Ticked one : List.copyOf(ticked)) {
      guarded(one::tick);
    }
    tickListeners.forEach(this::guarded);
  }

  /** One fault must not stop the clock for everybody. */
  private void guarded(LongConsumer part) {
    try {
      part.accept(nowNs);
    } catch (RuntimeException fault) {
      if (mayWarn()) {
        LOG.error("tick.fault", fault);
      }
    }
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

  /** Closes the WebSockets that may not stay. */
  void turnOut(Predicate<FrameSocket> mayStay, String why) {
    for (Ticked one : List.copyOf(ticked)) {
      if (one instanceof FrameSocket socket && !mayStay.test(socket)) {
        socket.close(CloseReason.FORBIDDEN, why);
      }
    }
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

  /** Whether a warning that a client can provoke is worth a line in the log now. */
  boolean mayWarn() {
    boolean may = nowNs - warnedNs >= WARNING_NS;
    if (may) {
      warnedNs = nowNs;
    }
    return may;
  }

  /** Closes every socket because the proxy stops; says when the last is gone. */
  void closeAll(Runnable done) {
    onEmpty =
        () -> {
          later(this::freeMemory);
          done.run();
        };
    for (Ticked one : List.copyOf(ticked)) {
      one.stop();
    }
    if (connections == 0) {
      onEmpty.run();
    }
  }

  private void freeMemory() {
    if (freed) {
      return;
    }
    batches.close();
    sends.close();
    readMemory.close();
    freed = true;
  }

  /** What the sockets of this machine read into. */
  ReadMemory readMemory() {
    return readMemory;
  }

  /** A channel's sockets of one form; one left empty is to be {@link #forget forgotten}. */
  SocketAudience audience(ChannelKey key, Form form) {
    return audiences.computeIfAbsent(new Hearers(key, form), _ -> new SocketAudience(this, form));
  }

  /** Nobody needs an audience any more, if nobody is in it. */
  void forget(ChannelKey key, Form form, SocketAudience audience) {
    if (audience.isEmpty()) {
      audiences.remove(new Hearers(key, form), audience);
    }
  }

  /** The frames of one socket alone. */
  FrameLog privateLog() {
    return log(this);
  }

  /** Frames whose first in each tick is told to someone. */
  FrameLog log(FrameLog.Turn turn) {
    return new FrameLog(batches, turn);
  }

  /** The way past Netty's queue. */
  Sends sends() {
    return sends;
  }

  /** An outbox has something to flush when this tick ends. */
  void touched(SocketOutbox outbox) {
    touched.add(outbox);
    endTickLater();
  }

  @Override
  public void writing(int bytes) {
    tickBytes += bytes;
    if (tickBytes > TICK_BYTES_MAX && !ending) {
      endTick();
      tickBytes = bytes;
    }
  }

  @Override
  public void began(FrameLog log) {
    written.add(log);
    endTickLater();
  }

  /** An audience has something to be handed when this tick ends. */
  void began(SocketAudience audience) {
    spokenTo.add(audience);
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
    tickBytes = 0;
    ending = true;
    try {
      // Again until nothing is new: who breaks while it is handed something is told of to others.
      while (handAll()) {
        flushAll();
      }
    } finally {
      ending = false;
    }
    written.forEach(FrameLog::endTick);
    written.clear();
    spokenTo.forEach(SocketAudience::endTick);
    spokenTo.clear();
  }

  private boolean handAll() {
    boolean some = !touched.isEmpty();
    for (SocketAudience audience : spokenTo) {
      some |= audience.hand();
    }
    sends.submit();
    return some;
  }

  private void flushAll() {
    // By index: a flush may touch others.
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).flush();
    }
    touched.clear();
  }
}
