package org.namedwebsockets.proxy.secure;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Chance that can be repeated: for tests only. */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  private final transient SplittableRandom source;

  SeededRandom(long seed) {
    // No algorithm behind it: everything Random and SecureRandom do ends in nextBytes.
    super(null, null);
    source = new SplittableRandom(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    source.nextBytes(bytes);
  }
}
