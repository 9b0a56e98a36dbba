package org.namedwebsockets.proxy.access;

import java.time.Duration;

/**
 * Bounds of what people decide.
 *
 * @param decisionsMax sites remembered
 * @param sitesMax sites listed that nobody has decided about
 * @param channelsPerSiteMax channels listed of one of them
 * @param socketsMax sockets held at once
 * @param holdMax how long a socket is held; short, because a browser opens one WebSocket to us at a
 *     time, and all its other pages wait meanwhile
 * @param listMax how long a site is listed after it last asked
 */
public record AccessLimits(
    int decisionsMax,
    int sitesMax,
    int channelsPerSiteMax,
    int socketsMax,
    Duration holdMax,
    Duration listMax) {

  /** What holds unless told otherwise. */
  public static final AccessLimits DEFAULTS =
      new AccessLimits(1024, 64, 8, 64, Duration.ofSeconds(1), Duration.ofMinutes(10));

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if one is not above zero
   */
  public AccessLimits {
    if (Math.min(Math.min(decisionsMax, sitesMax), Math.min(channelsPerSiteMax, socketsMax)) < 1
        || !holdMax.isPositive()
        || !listMax.isPositive()) {
      throw new IllegalArgumentException("limits must be above zero");
    }
  }
}
