package org.namedwebsockets.proxy.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.namedwebsockets.protocol.CloseReason;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void everyCounterIsItsOwn() {
    for (Counter counter : Counter.values()) {
      metrics.count(counter);
      metrics.count(counter, 10L * counter.ordinal());
    }

    for (Counter counter : Counter.values()) {
      assertEquals(1 + 10L * counter.ordinal(), metrics.value(counter), counter::word);
    }
  }

  @Test
  void everyCloseReasonIsItsOwn() {
    for (CloseReason reason : CloseReason.values()) {
      for (int times = 0; times <= reason.ordinal(); times++) {
        metrics.closed(reason);
      }
    }

    for (CloseReason reason : CloseReason.values()) {
      assertEquals(1 + reason.ordinal(), metrics.value(reason), reason::word);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCounterHasAWordAndALineOfHelp(Counter counter) {
    assertTrue(counter.word().matches("[a-z]+(\\.[a-z]+)+"), counter::word);
    assertTrue(counter.help().matches("[A-Z][^\n]+[^.\n]"), counter::help);
  }

  @Test
  void noTwoCountersHaveOneWord() {
    long words = Arrays.stream(Counter.values()).map(Counter::word).distinct().count();

    assertEquals(Counter.values().length, words);
  }
}
