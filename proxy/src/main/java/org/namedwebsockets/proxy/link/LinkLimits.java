package org.namedwebsockets.proxy.link;

import java.time.Duration;

/**
 * The bounds of links and of the search for them.
 *
 * @param linksMax how many links there may be
 * @param strangersMax how many of them may be without a bridge; the longest idle goes first
 * @param strangerIdleMin how long such a link stands before it makes room for one that we dial
 * @param prospectsMax how many proxies are remembered
 * @param addressesMax how many addresses are remembered of one proxy
 * @param perAddressMax how many proxies we never met are remembered behind one IP address
 * @param introducedMax how many proxies one link may have introduced and we remember
 * @param dialsMax how many attempts may be under way
 * @param dialMax how long one attempt may take
 * @param graceMax how long the proxy with the larger id leaves dialling to the other
 * @param backoffMin the shortest wait after a failure
 * @param backoffMax the longest wait after failures
 * @param rejoinMax the longest wait for a proxy that shared a channel with us not long ago
 * @param rejoinFor how long after its link fell a proxy is waited for so eagerly
 * @param probeMax how long a link may take to answer when asked for a sign of life
 * @param gossipEvery how often a link is told of further proxies at most
 */
public record LinkLimits(
    int linksMax,
    int strangersMax,
    Duration strangerIdleMin,
    int prospectsMax,
    int addressesMax,
    int perAddressMax,
    int introducedMax,
    int dialsMax,
    Duration dialMax,
    Duration graceMax,
    Duration backoffMin,
    Duration backoffMax,
    Duration rejoinMax,
    Duration rejoinFor,
    Duration probeMax,
    Duration gossipEvery) {

  /** What holds unless the configuration says otherwise. */
  public static final LinkLimits DEFAULTS =
      new LinkLimits(
          256,
          64,
          Duration.ofMinutes(1),
          1024,
          8,
          16,
          64,
          2,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(10),
          Duration.ofSeconds(3),
          Duration.ofMinutes(10),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1));

  /**
   * Checks each bound.
   *
   * @throws IllegalArgumentException if one is not positive or two contradict each other
   */
  public LinkLimits {
    positive("linksMax", linksMax);
    positive("strangersMax", strangersMax);
    positive("strangerIdleMin", strangerIdleMin.toNanos());
    positive("prospectsMax", prospectsMax);
    positive("addressesMax", addressesMax);
    positive("perAddressMax", perAddressMax);
    positive("introducedMax", introducedMax);
    positive("dialsMax", dialsMax);
    positive("dialMax", dialMax.toNanos());
    positive("graceMax", graceMax.toNanos());
    positive("backoffMin", backoffMin.toNanos());
    positive("rejoinMax", rejoinMax.toNanos());
    positive("rejoinFor", rejoinFor.toNanos());
    positive("probeMax", probeMax.toNanos());
    positive("gossipEvery", gossipEvery.toNanos());
    if (backoffMax.compareTo(backoffMin) < 0) {
      throw new IllegalArgumentException("backoffMax must not be less than backoffMin");
    }
    if (prospectsMax < linksMax) {
      throw new IllegalArgumentException("prospectsMax must not be less than linksMax");
    }
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
    }
  }
}
