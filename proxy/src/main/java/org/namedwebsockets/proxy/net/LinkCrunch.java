package org.namedwebsockets.proxy.net;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.namedwebsockets.proxy.link.Crunch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that compute what is too long for the hub's loop: {@code nws-match} multiplies for
 * matches, {@code nws-tls} computes handshakes. Two, so that a peer that has us multiply cannot
 * keep others from connecting. They end when idle.
 *
 * <p>Both queues are bounded. A match that finds its queue full tries again later; a handshake
 * fails, and its dialler comes again.
 */
public final class LinkCrunch implements Crunch {
  private static final Logger LOG = LoggerFactory.getLogger(LinkCrunch.class);

  /** Pieces of matches that may wait: a second's work, at some 15 ms each. */
  private static final int MATCHES_WAITING_MAX = 64;

  /** More than the connections that may be without a match at once, so that none fails in fact. */
  private static final int HANDSHAKES_WAITING_MAX = 64;

  private static final int MATCH_THREADS_MAX = 2;
  private static final long IDLE_SECONDS = 10;

  private final Executor loop;
  private final ThreadPoolExecutor matches;
  private final ThreadPoolExecutor handshakes;

  /**
   * Threads that begin with the first work.
   *
   * @param loop where results go
   */
  public LinkCrunch(Executor loop) {
    this.loop = loop;
    int spare = Runtime.getRuntime().availableProcessors() - 1;
    this.matches =
        threads("nws-match", Math.clamp(spare, 1, MATCH_THREADS_MAX), MATCHES_WAITING_MAX);
    this.handshakes = threads("nws-tls", 1, HANDSHAKES_WAITING_MAX);
  }

  /** Threads that end when idle, and refuse when too much waits. */
  static ThreadPoolExecutor threads(String name, int count, int waitingMax) {
    var threads =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waitingMax),
            new DefaultThreadFactory(name, true));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Override
  public <T> boolean crunch(Supplier<T> work, Consumer<? super T> then) {
    try {
      matches.execute(() -> {
        T made = work.get();
        loop.execute(() -> then.accept(made));
      });
      return true;
    } catch (RejectedExecutionException full) {
      LOG.debug("match.overloaded waiting={}", matches.getQueue().size());
      return false;
    }
  }

  /** Where TLS computes; refuses with {@link RejectedExecutionException} if too much waits. */
  Executor handshakes() {
    return handshakes;
  }

  /** Ends; what waits is forgotten. */
  public void close() {
    matches.shutdownNow();
    handshakes.shutdownNow();
  }
}
