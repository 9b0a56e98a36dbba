package org.namedwebsockets.proxy.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  @ParameterizedTest
  @CsvSource({
    "1,   1000, 600000, 1000,   1250,   the first wait",
    "2,   1000, 600000, 2000,   2500,   doubled",
    "3,   1000, 600000, 4000,   5000,   and again",
    "10,  1000, 600000, 512000, 600000, near the longest",
    "11,  1000, 600000, 600000, 600000, the longest",
    "64,  1000, 600000, 600000, 600000, more failures than bits",
    "2147483647, 1000, 600000, 600000, 600000, more than ever happen",
    "1,   1000, 1000,   1000,   1000,   no room for jitter",
  })
  void theWaitDoublesWithinBounds(
      int failures, long minNs, long maxNs, long leastNs, long mostNs, String why) {
    Random random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      long delayNs = Backoff.delayNs(failures, minNs, maxNs, random);
      assertTrue(delayNs >= leastNs && delayNs <= mostNs, why + ": " + delayNs);
    }
  }
}
