package org.namedwebsockets.proxy.mdns;

import java.time.Duration;

/**
 * Tells from two clocks that the machine slept: the wall clock goes on then and ours does not, or
 * ours goes on and nobody looked. A wall clock that was set looks the same and does no harm. Not
 * thread safe.
 */
final class Clocks {
  /** How far the clocks may part between two looks, and how late a look may be. */
  static final Duration APART_MAX = Duration.ofSeconds(3);

  private final long lookIntervalNs;
  private boolean looked;
  private long lastNs;
  private long apartNs;

  /**
   * Has not looked yet.
   *
   * @param lookInterval how often {@link #woke} is called
   */
  Clocks(Duration lookInterval) {
    lookIntervalNs = lookInterval.toNanos();
  }

  /**
   * Looks.
   *
   * @param nowNs our clock
   * @param wallMs the wall clock
   * @return true if the machine slept since the last look
   */
  boolean woke(long nowNs, long wallMs) {
    long nowApartNs = Duration.ofMillis(wallMs).toNanos() - nowNs;
    long maxNs = APART_MAX.toNanos();
    boolean jumped = Math.abs(nowApartNs - apartNs) > maxNs;
    boolean late = nowNs - lastNs - lookIntervalNs > maxNs;
    boolean woke = looked && (jumped || late);
    looked = true;
    lastNs = nowNs;
    apartNs = nowApartNs;
    return woke;
  }
}
