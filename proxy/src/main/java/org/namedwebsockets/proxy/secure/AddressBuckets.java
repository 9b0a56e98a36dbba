package org.namedwebsockets.proxy.secure;

import java.util.HashMap;
import java.util.Map;

/**
 * A bucket for each address, up to a bound. A full bucket may be forgotten, for a new one is no
 * different; one that is not full never is, or an address would gain by pushing itself out. When
 * all are in use, further addresses share one. Confined to the hub's loop.
 */
final class AddressBuckets {
  private final MatchLimits.Rate rate;
  private final int addressesMax;
  private final Map<String, TokenBucket> buckets = new HashMap<>();
  private final TokenBucket overflow;

  AddressBuckets(MatchLimits.Rate rate, int addressesMax, long nowNs) {
    this.rate = rate;
    this.addressesMax = addressesMax;
    this.overflow = new TokenBucket(rate, nowNs);
  }

  /** The bucket of an address; to be asked for anew each time, never kept. */
  TokenBucket of(String address, long nowNs) {
    TokenBucket bucket = buckets.get(address);
    if (bucket != null) {
      return bucket;
    }
    if (buckets.size() >= addressesMax) {
      buckets.values().removeIf(other -> other.isFull(nowNs));
    }
    if (buckets.size() >= addressesMax) {
      return overflow;
    }
    bucket = new TokenBucket(rate, nowNs);
    buckets.put(address, bucket);
    return bucket;
  }

  int size() {
    return buckets.size();
  }
}
