package org.namedwebsockets.proxy.link;

import java.time.Duration;

/**
 * How long links and the search for them take and wait.
 *
 * @param connectMax how long TCP may take within an attempt
 * @param dialMax how long an attempt may take in all
 * @param graceMax how long the proxy with the larger id leaves dialling to the other
 * @param backoffMin the shortest wait after a failure
 * @param backoffMax the longest wait after failures
 * @param peerMax the longest wait for an address out of the configuration
 * @param rejoinMax the longest wait for a proxy that shared a channel with us not long ago
 * @param rejoinFor how long after its link fell a proxy is waited for so eagerly
 * @param surplusMin how long a proxy is left alone that had no room for us or accused us
 * @param idleMin how long a link without a bridge stands before it makes room for one we dial
 * @param steadyMin how long a link must have stood for past failures to be forgotten
 * @param probeMax how long a link may take to answer when asked for a sign of life
 * @param gossipEvery how often a link is told of further proxies at most
 */
public record LinkWaits(
    Duration connectMax,
    Duration dialMax,
    Duration graceMax,
    Duration backoffMin,
    Duration backoffMax,
    Duration peerMax,
    Duration rejoinMax,
    Duration rejoinFor,
    Duration surplusMin,
    Duration idleMin,
    Duration steadyMin,
    Duration probeMax,
    Duration gossipEvery) {

  /** What holds unless the configuration says otherwise. */
  public static final LinkWaits DEFAULTS =
      new LinkWaits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1));

  /**
   * Checks each wait.
   *
   * @throws IllegalArgumentException if one is not positive, or the longest wait after failures is
   *     shorter than the shortest
   */
  public LinkWaits {
    positive("connectMax", connectMax);
    positive("dialMax", dialMax);
    positive("graceMax", graceMax);
    positive("backoffMin", backoffMin);
    positive("peerMax", peerMax);
    positive("rejoinMax", rejoinMax);
    positive("rejoinFor", rejoinFor);
    positive("surplusMin", surplusMin);
    positive("idleMin", idleMin);
    positive("steadyMin", steadyMin);
    positive("probeMax", probeMax);
    positive("gossipEvery", gossipEvery);
    if (backoffMax.compareTo(backoffMin) < 0) {
      throw new IllegalArgumentException("backoffMax must not be less than backoffMin");
    }
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be more than nothing, not " + value);
    }
  }
}
