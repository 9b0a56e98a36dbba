package org.namedwebsockets.protocol.wire;

import java.util.Arrays;
import java.util.Random;

/** Spoils good bytes a little, so that a decoder is led astray late and not at once. */
final class WireFuzz {
  private WireFuzz() {}

  static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] += (byte) (random.nextInt(3) - 1);
        case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }
}
