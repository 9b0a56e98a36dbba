package org.namedwebsockets.proxy.mdns;

import java.time.Duration;

/** Lets a burst through and then so many a second. Not thread safe. */
final class Gate {
  private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

  private final long burst;
  private final long perSecond;
  private long fullAtNs;
  private boolean used;

  /**
   * A full gate.
   *
   * @param burst how much at once
   * @param perSecond how much a second in the long run
   */
  Gate(long burst, long perSecond) {
    this.burst = burst;
    this.perSecond = perSecond;
  }

  /** Whether one more may pass now; counts it if so. */
  boolean pass(long nowNs) {
    return pass(1, nowNs);
  }

  /** Whether so much may pass now; counts it if so. */
  boolean pass(long amount, long nowNs) {
    long fromNs = used && fullAtNs - nowNs > 0 ? fullAtNs : nowNs;
    long untilNs = fromNs + amount * SECOND_NS / perSecond;
    if (untilNs - nowNs > burst * SECOND_NS / perSecond) {
      return false;
    }
    fullAtNs = untilNs;
    used = true;
    return true;
  }
}
