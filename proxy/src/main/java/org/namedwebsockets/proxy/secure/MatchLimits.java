package org.namedwebsockets.proxy.secure;

import java.time.Duration;

/**
 * How much guessing and computing other proxies are allowed. One item of a match, a point of BLIND
 * or a tag of TAGS, is one guess at all names held here. An empty bucket makes the other end wait;
 * it refuses nobody.
 *
 * <p>A <em>stranger</em> is a peer on whose link no channel was confirmed yet, a <em>member</em>
 * one on whose link some was. Members are counted by address, not by id: ids cost nothing to make.
 *
 * @param strangers items of all strangers together
 * @param strangersEach items of the strangers of one address
 * @param members items of all members together; the name of one public channel makes anybody a
 *     member, so without this bound many addresses would guess without one
 * @param membersEach items of the members of one address
 * @param strangerWork multiplications done for all strangers together
 * @param addressesMax how many addresses are counted one by one; the others share one bucket
 * @param faultItems what a broken rule costs its address, items
 * @param restMax how long a matched channel rests when its stream ended for no known reason
 */
public record MatchLimits(
    Rate strangers,
    Rate strangersEach,
    Rate members,
    Rate membersEach,
    Rate strangerWork,
    int addressesMax,
    int faultItems,
    Duration restMax) {

  /** What holds unless the configuration says otherwise. */
  public static final MatchLimits DEFAULTS =
      new MatchLimits(
          new Rate(4096, Duration.ofMillis(500)),
          new Rate(1024, Duration.ofSeconds(2)),
          new Rate(16_384, Duration.ofNanos(15_625_000)),
          new Rate(4096, Duration.ofNanos(62_500_000)),
          new Rate(8192, Duration.ofMillis(5)),
          1024,
          128,
          Duration.ofSeconds(1));

  /**
   * Checks each bound.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public MatchLimits {
    positive("addressesMax", addressesMax);
    positive("faultItems", faultItems);
    positive("restMax", restMax.toNanos());
  }

  /**
   * A token bucket's measure.
   *
   * @param burst how many tokens it holds when full
   * @param each how long it takes to gain one
   */
  public record Rate(int burst, Duration each) {
    private static final int BURST_MAX = 1 << 20;
    private static final Duration EACH_MAX = Duration.ofHours(1);

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if {@code burst} is not 1 to 1,048,576 or {@code each} not
     *     over zero and at most an hour; with more the arithmetic would overflow
     */
    public Rate {
      positive("burst", burst);
      if (burst > BURST_MAX) {
        throw new IllegalArgumentException("burst is " + burst + ", at most " + BURST_MAX);
      }
      if (!each.isPositive() || each.compareTo(EACH_MAX) > 0) {
        throw new IllegalArgumentException("a token takes " + each + ", wanted up to " + EACH_MAX);
      }
    }

    long eachNs() {
      return each.toNanos();
    }
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
    }
  }
}
