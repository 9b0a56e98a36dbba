package org.namedwebsockets.proxy.secure;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Chance that can be repeated: for tests only. */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  private final transient SplittableRandom source;

  SeededRandom(long seed) {
    source = new SplittableRandom(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    // The constructor of Random asks before the source is there.
    if (source != null) {
      source.nextBytes(bytes);
    }
  }
}
