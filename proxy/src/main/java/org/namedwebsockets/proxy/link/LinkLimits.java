package org.namedwebsockets.proxy.link;

/**
 * The bounds of links and of the search for them.
 *
 * @param linksMax how many links there may be
 * @param strangersMax how many of them may be without a bridge; the longest idle goes first
 * @param prospectsMax how many proxies are remembered
 * @param addressesMax how many addresses are remembered of one proxy
 * @param perAddressMax how many proxies we never met are remembered behind one IP address
 * @param introducedMax how many proxies we never met are remembered from one link's introductions
 * @param dialsMax how many attempts may be under way
 * @param waits how long things take and wait
 */
public record LinkLimits(
    int linksMax,
    int strangersMax,
    int prospectsMax,
    int addressesMax,
    int perAddressMax,
    int introducedMax,
    int dialsMax,
    LinkWaits waits) {

  /** What holds unless the configuration says otherwise. */
  public static final LinkLimits DEFAULTS =
      new LinkLimits(256, 64, 1024, 8, 16, 64, 2, LinkWaits.DEFAULTS);

  /**
   * Checks each bound.
   *
   * @throws IllegalArgumentException if one is not positive, or fewer proxies are remembered than
   *     may be linked
   */
  public LinkLimits {
    positive("linksMax", linksMax);
    positive("strangersMax", strangersMax);
    positive("prospectsMax", prospectsMax);
    positive("addressesMax", addressesMax);
    positive("perAddressMax", perAddressMax);
    positive("introducedMax", introducedMax);
    positive("dialsMax", dialsMax);
    if (prospectsMax < linksMax) {
      throw new IllegalArgumentException("prospectsMax must not be less than linksMax");
    }
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
    }
  }
}
