package org.namedwebsockets.proxy.access;

import java.time.Duration;

/**
 * Bounds of invites and of the guests who come by them.
 *
 * @param invitesMax invites that hold at once
 * @param channelsMax channels of one invite
 * @param guestsMax guests of one invite that are remembered at once
 * @param socketsMax sockets of one guest at once
 * @param lifeMax how long an invite may hold
 * @param pastMax ended invites that are remembered, so that who comes late is told so
 */
public record InviteLimits(
    int invitesMax, int channelsMax, int guestsMax, int socketsMax, Duration lifeMax, int pastMax) {

  /** What holds unless told otherwise. */
  public static final InviteLimits DEFAULTS =
      new InviteLimits(16, 8, 16, 16, Duration.ofHours(24), 64);

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if one is not above zero, or a guest could not be on all
   *     channels of its invite
   */
  public InviteLimits {
    if (Math.min(Math.min(invitesMax, channelsMax), Math.min(guestsMax, pastMax)) < 1
        || !lifeMax.isPositive()) {
      throw new IllegalArgumentException("limits must be above zero");
    }
    if (socketsMax < channelsMax) {
      throw new IllegalArgumentException("socketsMax must be channelsMax or more");
    }
  }
}
