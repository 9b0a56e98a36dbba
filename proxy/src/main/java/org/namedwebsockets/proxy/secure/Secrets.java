package org.namedwebsockets.proxy.secure;

import java.security.SecureRandom;
import java.util.function.Supplier;

/** Draws secrets of 128 bits as 26 letters and digits: fit for addresses, headers and QR codes. */
public final class Secrets implements Supplier<String> {
  private static final int BYTES = 16;

  private final SecureRandom random;

  /**
   * A source of secrets.
   *
   * @param random where they come from
   */
  public Secrets(SecureRandom random) {
    this.random = random;
  }

  @Override
  public String get() {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    return Hashes.base32(secret, BYTES);
  }
}
