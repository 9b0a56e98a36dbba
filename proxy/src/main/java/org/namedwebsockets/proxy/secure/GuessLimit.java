package org.namedwebsockets.proxy.secure;

import java.time.Duration;

/**
 * How often an address may show secrets that are wrong. While an address may not, what it shows is
 * not even looked at. Confined to the hub's loop.
 */
public final class GuessLimit {
  private final AddressBuckets buckets;

  /**
   * Nobody has guessed yet.
   *
   * @param burst wrong ones an address may show at once
   * @param each how long it then waits for one more
   * @param addressesMax addresses that are told apart
   * @param nowNs the time
   */
  public GuessLimit(int burst, Duration each, int addressesMax, long nowNs) {
    buckets = new AddressBuckets(new MatchLimits.Rate(burst, each), addressesMax, nowNs);
  }

  /**
   * Whether an address may show something.
   *
   * @param address which
   * @param nowNs the time
   * @return false if too much was wrong
   */
  public boolean admits(String address, long nowNs) {
    return buckets.of(address, nowNs).available(nowNs) > 0;
  }

  /**
   * What an address showed was wrong.
   *
   * @param address which
   * @param nowNs the time
   */
  public void wrong(String address, long nowNs) {
    buckets.of(address, nowNs).take(1, nowNs);
  }
}
