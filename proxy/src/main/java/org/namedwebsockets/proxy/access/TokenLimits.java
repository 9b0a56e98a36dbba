package org.namedwebsockets.proxy.access;

import java.time.Duration;

/**
 * Bounds of what is given out to the proxy's own pages.
 *
 * @param ticketsMax tickets that nobody has used yet; the oldest goes
 * @param ticketMax how long a ticket is good
 * @param sessionsMax browsers that may show a session; the oldest goes
 */
public record TokenLimits(int ticketsMax, Duration ticketMax, int sessionsMax) {
  /** What holds unless told otherwise. */
  public static final TokenLimits DEFAULTS = new TokenLimits(8, Duration.ofMinutes(5), 32);

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if one is not above zero
   */
  public TokenLimits {
    if (Math.min(ticketsMax, sessionsMax) < 1 || !ticketMax.isPositive()) {
      throw new IllegalArgumentException("limits must be above zero");
    }
  }
}
