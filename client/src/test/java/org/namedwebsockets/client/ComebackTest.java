package org.namedwebsockets.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComebackTest {
  private static final long MS = 1_000_000;

  private final Random random = new Random(5);

  private Comeback with(int failuresMax) {
    return new Comeback(
        new Retry(Duration.ofMillis(100), Duration.ofMillis(1_500), failuresMax, STEADY), random);
  }

  private static final Duration STEADY = Duration.ofSeconds(5);

  @ParameterizedTest(name = "failure {0}: {1} to {2} ms")
  @CsvSource({
    "1, 50, 100",
    "2, 100, 200",
    "3, 200, 400",
    "4, 400, 800",
    "5, 750, 1500",
    "6, 750, 1500",
    "1000, 750, 1500"
  })
  void theWaitDoublesAndUpToAHalfIsLeftAway(int failure, long leastMs, long mostMs) {
    for (int seed = 0; seed < 100; seed++) {
      Comeback comeback = with(Integer.MAX_VALUE);
      long delayNs = 0;
      for (int i = 0; i < failure; i++) {
        delayNs = comeback.failed(i).orElseThrow();
      }
      assertTrue(delayNs >= leastMs * MS && delayNs <= mostMs * MS, delayNs + " ns");
    }
  }

  @Test
  void waitsDiffer() {
    assertTrue(with(9).failed(0).getAsLong() != with(9).failed(0).getAsLong());
  }

  @Test
  void aConnectionThatHeldForgivesAllFailuresBefore() {
    Comeback comeback = with(3);
    comeback.failed(0);
    comeback.failed(0);
    comeback.failed(0);
    comeback.opened(0);

    OptionalLong delay = comeback.failed(STEADY.toNanos());

    assertTrue(delay.getAsLong() <= 100 * MS);
  }

  @Test
  void aConnectionThatBreaksAtOnceIsAFailureLikeOthers() {
    Comeback comeback = with(3);
    for (int i = 0; i < 3; i++) {
      comeback.opened(0);
      assertTrue(comeback.failed(STEADY.toNanos() - 1).isPresent());
    }
    comeback.opened(0);

    assertEquals(OptionalLong.empty(), comeback.failed(STEADY.toNanos() - 1));
  }

  @Test
  void aFailureToConnectIsNotForgivenBecauseTimePassed() {
    Comeback comeback = with(2);
    comeback.failed(0);
    comeback.failed(TimeUnit.HOURS.toNanos(1));

    assertEquals(OptionalLong.empty(), comeback.failed(TimeUnit.HOURS.toNanos(2)));
  }

  @Test
  void neverMeansNever() {
    assertEquals(OptionalLong.empty(), new Comeback(Retry.NEVER, random).failed(0));
  }
}
