package org.namedwebsockets.proxy.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClocksTest {
  private static final long START_NS = Long.MAX_VALUE - 1000;
  private static final long START_MS = 1_790_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "2000, 2000, false, as it should be",
    "2900, 2900, false, a busy machine",
    "4900, 4900, false, a very busy machine",
    "5100, 5100, true, the process was stopped",
    "2000, 4900, false, the clock is being corrected",
    "2000, 60000, true, the machine slept",
    "2000, -60000, true, the clock was set back",
    "60000, 60000, true, the machine slept and our clock went on"
  })
  void woke(long oursMs, long wallMs, boolean expected, String why) {
    Clocks clocks = new Clocks(Duration.ofSeconds(2));
    clocks.woke(START_NS, START_MS);

    boolean woke = clocks.woke(START_NS + Duration.ofMillis(oursMs).toNanos(), START_MS + wallMs);

    assertEquals(expected, woke, why);
  }
}
