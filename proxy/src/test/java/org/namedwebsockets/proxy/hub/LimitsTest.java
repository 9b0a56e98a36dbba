package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.proxy.Changed;

class LimitsTest {
  static Stream<RecordComponent> bounds() {
    return Arrays.stream(Limits.class.getRecordComponents());
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void everyBoundMustBePositive(RecordComponent bound) {
    Map<String, ?> other = Map.of(bound.getName(), zero(bound.getType()));

    var refused =
        assertThrows(IllegalArgumentException.class, () -> Changed.of(Limits.DEFAULTS, other));

    assertEquals(bound.getName() + " must be 1 or more, not 0", refused.getMessage());
  }

  private static Object zero(Class<?> type) {
    return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : Duration.ZERO;
  }
}
