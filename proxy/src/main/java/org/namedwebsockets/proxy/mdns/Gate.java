package org.namedwebsockets.proxy.mdns;

import java.time.Duration;

/** Lets a burst through and then so many a second. Not thread safe. */
final class Gate {
  private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

  private final long burstNs;
  private final long costNs;
  private long fullAtNs;
  private boolean used;

  /**
   * A full gate.
   *
   * @param burst how many at once
   * @param perSecond how many a second in the long run
   */
  Gate(int burst, int perSecond) {
    this.costNs = SECOND_NS / perSecond;
    this.burstNs = costNs * burst;
  }

  /** Whether one more may pass now; counts it if so. */
  boolean pass(long nowNs) {
    long from = used && fullAtNs - nowNs > 0 ? fullAtNs : nowNs;
    if (from + costNs - nowNs > burstNs) {
      return false;
    }
    fullAtNs = from + costNs;
    used = true;
    return true;
  }
}
