package org.namedwebsockets.proxy.secure;

/**
 * A token bucket, kept as one number: the time at which it will be full again. Nothing is refilled,
 * nothing is rounded. Time may have any origin but must not run backwards. Confined to the hub's
 * loop.
 */
final class TokenBucket {
  private final MatchLimits.Rate rate;
  private long fullAtNs;

  TokenBucket(MatchLimits.Rate rate, long nowNs) {
    this.rate = rate;
    this.fullAtNs = nowNs;
  }

  /** How many tokens may be taken now. */
  long available(long nowNs) {
    return Math.max(0, rate.burst() - Math.ceilDiv(missingNs(nowNs), rate.eachNs()));
  }

  boolean isFull(long nowNs) {
    return missingNs(nowNs) == 0;
  }

  /** Takes tokens, there or not: the bucket may come to owe as many as it holds when full. */
  void take(long tokens, long nowNs) {
    long deepestNs = 2L * rate.burst() * rate.eachNs();
    fullAtNs = nowNs + Math.min(deepestNs, missingNs(nowNs) + tokens * rate.eachNs());
  }

  private long missingNs(long nowNs) {
    return Math.max(0, fullAtNs - nowNs);
  }
}
