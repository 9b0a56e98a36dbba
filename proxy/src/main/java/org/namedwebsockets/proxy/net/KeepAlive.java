package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a living connection from a dead one: after some silence it pings, after some more it gives
 * up. Any byte that arrives is life.
 *
 * <p>The second silence is counted from the ping and not from the last byte, so a stop of our own
 * process costs no link: what arrived meanwhile is read before the answer is missed.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class KeepAlive extends ChannelInboundHandlerAdapter {
  private final long pingAfterNs;
  private final long answerMaxNs;
  private final Runnable ping;
  private final Runnable silent;
  private @Nullable ChannelHandlerContext ctx;
  private @Nullable Future<?> check;
  private long heardNs;

  /** When the unanswered ping must be answered; only if {@code pinged}. */
  private long answerByNs;

  private boolean pinged;

  /**
   * Begins to watch when it is added.
   *
   * @param ping sends a ping
   * @param silent called once, when a ping stays unanswered
   */
  KeepAlive(LinkNetLimits limits, Runnable ping, Runnable silent) {
    this.pingAfterNs = limits.pingAfter().toNanos();
    this.answerMaxNs = limits.silenceMax().minus(limits.pingAfter()).toNanos();
    this.ping = ping;
    this.silent = silent;
  }

  /** Pings now; if nothing at all arrives in time, the connection is given up. */
  void probe(Duration answerMax) {
    if (ctx != null && !pinged) {
      ping(ctx.executor().ticker().nanoTime(), answerMax.toNanos());
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    ctx = added;
    heardNs = added.executor().ticker().nanoTime();
    checkIn(pingAfterNs);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    stop();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    heardNs = context.executor().ticker().nanoTime();
    pinged = false;
    context.fireChannelReadComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    context.fireChannelInactive();
  }

  private void check() {
    if (ctx == null) {
      return;
    }
    long nowNs = ctx.executor().ticker().nanoTime();
    long silentNs = nowNs - heardNs;
    if (pinged && nowNs - answerByNs >= 0) {
      stop();
      silent.run();
    } else if (pinged) {
      checkIn(answerByNs - nowNs);
    } else if (silentNs >= pingAfterNs) {
      ping(nowNs, answerMaxNs);
    } else {
      checkIn(pingAfterNs - silentNs);
    }
  }

  private void ping(long nowNs, long maxNs) {
    pinged = true;
    answerByNs = nowNs + maxNs;
    ping.run();
    checkIn(maxNs);
  }

  private void checkIn(long delayNs) {
    if (check != null) {
      check.cancel(false);
    }
    if (ctx != null) {
      check = ctx.executor().schedule(this::check, delayNs, TimeUnit.NANOSECONDS);
    }
  }

  private void stop() {
    if (check != null) {
      check.cancel(false);
    }
    ctx = null;
  }
}
