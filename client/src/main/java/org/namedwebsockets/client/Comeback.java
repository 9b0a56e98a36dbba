package org.namedwebsockets.client;

import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** When to try again. Pure: the time is handed in. */
final class Comeback {
  private final Retry retry;
  private final RandomGenerator random;
  private int failures;
  private boolean open;
  private long openedNs;

  Comeback(Retry retry, RandomGenerator random) {
    this.retry = retry;
    this.random = random;
  }

  /** The connection is made. */
  void opened(long nowNs) {
    open = true;
    openedNs = nowNs;
  }

  /**
   * The connection broke, or could not be made.
   *
   * @return how long to wait before the next attempt, in nanoseconds; empty to give up
   */
  OptionalLong failed(long nowNs) {
    if (open && nowNs - openedNs >= retry.steadyAfter().toNanos()) {
      failures = 0;
    }
    open = false;
    if (failures >= retry.failuresMax()) {
      return OptionalLong.empty();
    }
    long first = retry.first().toNanos();
    int doublings = Math.min(failures, Long.numberOfLeadingZeros(first) - 1);
    long longest = Math.min(first << doublings, retry.max().toNanos());
    failures++;
    return OptionalLong.of(longest - random.nextLong(longest / 2 + 1));
  }
}
