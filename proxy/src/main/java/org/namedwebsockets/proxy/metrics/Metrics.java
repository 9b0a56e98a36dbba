package org.namedwebsockets.proxy.metrics;

import org.namedwebsockets.protocol.CloseReason;

/** All counters of one proxy. Not thread safe: confined to the hub's loop, which also reads it. */
@SuppressWarnings("EnumOrdinal") // an index for the hot path, never stored or shown
public final class Metrics {
  private final long[] counts = new long[Counter.values().length];
  private final long[] closes = new long[CloseReason.values().length];

  /**
   * Counts something once.
   *
   * @param counter what
   */
  public void count(Counter counter) {
    counts[counter.ordinal()]++;
  }

  /**
   * Counts several at once.
   *
   * @param counter what
   * @param amount how many, 0 or more
   */
  public void count(Counter counter, long amount) {
    counts[counter.ordinal()] += amount;
  }

  /**
   * Counts a socket that ended.
   *
   * @param reason why it ended
   */
  public void closed(CloseReason reason) {
    closes[reason.ordinal()]++;
  }

  /**
   * A counter's value.
   *
   * @param counter which
   * @return how many since start
   */
  public long value(Counter counter) {
    return counts[counter.ordinal()];
  }

  /**
   * How many sockets ended for a reason.
   *
   * @param reason which
   * @return how many since start
   */
  public long value(CloseReason reason) {
    return closes[reason.ordinal()];
  }
}
