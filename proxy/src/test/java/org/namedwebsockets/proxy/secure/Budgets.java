package org.namedwebsockets.proxy.secure;

import java.time.Duration;
import org.namedwebsockets.proxy.secure.MatchLimits.Rate;

/** Limits for tests. */
final class Budgets {
  static final long SECOND = 1_000_000_000L;

  private Budgets() {}

  /** Limits that never bind. */
  static MatchLimits plenty() {
    Rate much = new Rate(1 << 20, Duration.ofNanos(1));
    return new MatchLimits(much, much, much, much, much, 1024, 1, Duration.ofSeconds(1));
  }
}
