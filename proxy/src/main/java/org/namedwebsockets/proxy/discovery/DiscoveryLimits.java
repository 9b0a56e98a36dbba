package org.namedwebsockets.proxy.discovery;

import java.time.Duration;

/**
 * The bounds discovery keeps.
 *
 * @param sightingsMax how many proxies may be known at once, by whatever way
 * @param gossipMax how many of them may be known by gossip alone
 * @param addressesMax how many addresses of one proxy are kept, the best ones
 * @param gossipKept how long gossip is believed unless repeated
 */
public record DiscoveryLimits(
    int sightingsMax, int gossipMax, int addressesMax, Duration gossipKept) {

  /** What holds unless told otherwise. */
  public static final DiscoveryLimits DEFAULTS =
      new DiscoveryLimits(4096, 512, 16, Duration.ofMinutes(10));

  /**
   * Checks each bound.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public DiscoveryLimits {
    positive("sightingsMax", sightingsMax);
    positive("gossipMax", gossipMax);
    positive("addressesMax", addressesMax);
    positive("gossipKept", gossipKept.toNanos());
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
    }
  }
}
