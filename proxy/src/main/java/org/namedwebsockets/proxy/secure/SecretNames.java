package org.namedwebsockets.proxy.secure;

import java.security.SecureRandom;
import org.namedwebsockets.protocol.ChannelName;

/**
 * Makes channel names nobody can guess. A network channel is guarded by its name alone, so a
 * private one needs a name of this kind.
 */
public final class SecretNames {
  private static final int BYTES = 16;

  private final SecureRandom random;

  /**
   * A source of names.
   *
   * @param random where the bits come from
   */
  public SecretNames(SecureRandom random) {
    this.random = random;
  }

  /**
   * Makes a name of 128 random bits.
   *
   * @return 26 characters of {@code a-z 2-7}, which can be read out over a telephone
   */
  public ChannelName next() {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return new ChannelName(Hashes.base32(bits, BYTES));
  }
}
