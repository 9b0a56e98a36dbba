package org.namedwebsockets.proxy.access;

import java.time.Duration;

/**
 * Bounds of what people decide.
 *
 * @param decisionsMax sites remembered
 * @param waitingMax sockets that wait for a decision, together
 * @param waitingPerOriginMax the same of one site
 * @param askMax how long a socket waits for a decision
 */
public record AccessLimits(
    int decisionsMax, int waitingMax, int waitingPerOriginMax, Duration askMax) {

  /** What holds unless told otherwise. */
  public static final AccessLimits DEFAULTS = new AccessLimits(1024, 64, 8, Duration.ofSeconds(60));

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if one is not above zero
   */
  public AccessLimits {
    if (decisionsMax < 1 || waitingMax < 1 || waitingPerOriginMax < 1 || !askMax.isPositive()) {
      throw new IllegalArgumentException("limits must be above zero");
    }
  }
}
