package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelName;

class SecretNamesTest {
  @Test
  void aNameHoldsAll128BitsAndNothingElse() {
    SecureRandom ones =
        new SecureRandom() {
          @Override
          public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 0xff);
          }
        };

    ChannelName name = new SecretNames(ones).next();

    assertEquals("77777777777777777777777774", name.value());
  }

  @Test
  void noTwoNamesAreAlike() {
    SecretNames names = new SecretNames(new SecureRandom());
    Set<ChannelName> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      ChannelName name = names.next();
      assertTrue(name.value().matches("[a-z2-7]{26}"), () -> "not readable: " + name.value());
      assertTrue(seen.add(name));
    }
  }
}
