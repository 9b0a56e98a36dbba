package org.namedwebsockets.proxy.link;

import java.util.random.RandomGenerator;

/** How long to wait after failures: doubling, bounded, and a little different every time. */
final class Backoff {
  private Backoff() {}

  /**
   * The wait after the last of some failures in a row.
   *
   * @param failures how many, 1 or more
   * @param minNs the wait after the first
   * @param maxNs the longest wait, jitter included
   * @param random so that proxies that failed together do not come back together
   * @return nanoseconds: {@code minNs * 2^(failures-1)} and up to a quarter more
   */
  static long delayNs(int failures, long minNs, long maxNs, RandomGenerator random) {
    int doublings = Math.min(failures - 1, Long.numberOfLeadingZeros(minNs) - 2);
    long plain = Math.min(minNs << doublings, maxNs);
    return Math.min(plain + random.nextLong(plain / 4 + 1), maxNs);
  }
}
