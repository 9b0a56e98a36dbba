package org.namedwebsockets.client;

import java.time.Duration;

/**
 * Whether and when a lost connection is made again. The first wait doubles with each failure; of
 * each wait up to a half is left away by chance, so that peers that were thrown out together do not
 * come back together.
 *
 * @param first the wait after the first failure
 * @param max the longest wait
 * @param failuresMax how many failures in a row are borne; 0 to never come back
 * @param steadyAfter how long a connection must have been open to count as no failure
 */
public record Retry(Duration first, Duration max, int failuresMax, Duration steadyAfter) {
  /** A quarter of a second to ten seconds, for ever. */
  public static final Retry DEFAULTS =
      new Retry(
          Duration.ofMillis(250), Duration.ofSeconds(10), Integer.MAX_VALUE, Duration.ofSeconds(5));

  /** What is lost stays lost. */
  public static final Retry NEVER =
      new Retry(DEFAULTS.first, DEFAULTS.max, 0, DEFAULTS.steadyAfter);

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException if one is negative, or the first wait is none or the longest
   */
  public Retry {
    if (first.toNanos() <= 0 || max.compareTo(first) < 0 || steadyAfter.isNegative()) {
      throw new IllegalArgumentException("wanted 0 < first <= max and 0 <= steadyAfter");
    }
    if (failuresMax < 0) {
      throw new IllegalArgumentException("failuresMax must not be negative");
    }
  }
}
