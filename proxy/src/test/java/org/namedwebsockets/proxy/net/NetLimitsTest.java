package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.proxy.Changed;

class NetLimitsTest {
  static Stream<String> bounds() {
    return Arrays.stream(NetLimits.class.getRecordComponents()).map(RecordComponent::getName);
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void noBoundMayBeZero(String bound) {
    IllegalArgumentException refused = assertRefused(bound, 0);

    assertTrue(refused.getMessage().contains(bound), refused.getMessage());
  }

  @Test
  void theHighMarkMustBeOverTheLow() {
    IllegalArgumentException refused =
        assertRefused("outboxHighBytes", NetLimits.DEFAULTS.outboxLowBytes());

    assertEquals("outboxHighBytes must be more than outboxLowBytes", refused.getMessage());
  }

  @Test
  void aSilentSocketIsPingedBeforeItIsClosed() {
    IllegalArgumentException refused = assertRefused("silenceMax", 25);

    assertEquals("silenceMax must be more than pingAfter", refused.getMessage());
  }

  @Test
  void noMessageMayBeOverAGibibyte() {
    assertRefused("messageBytesMax", (1 << 30) + 1);
  }

  @Test
  void aControlMessageHasRoomForTheLargestPayloadInBase64() {
    long base64 = (NetLimits.DEFAULTS.messageBytesMax() + 2L) / 3 * 4;

    assertTrue(NetLimits.DEFAULTS.controlBytesMax() > base64);
  }

  /** With the defaults otherwise; durations are in seconds. */
  private static IllegalArgumentException assertRefused(String bound, int value) {
    Class<?> type =
        Arrays.stream(NetLimits.class.getRecordComponents())
            .filter(component -> component.getName().equals(bound))
            .findAny()
            .orElseThrow()
            .getType();
    Map<String, ?> other = Map.of(bound, as(type, value));
    return assertThrows(
        IllegalArgumentException.class, () -> Changed.of(NetLimits.DEFAULTS, other));
  }

  private static Object as(Class<?> type, int value) {
    return type == int.class
        ? (Object) value
        : type == long.class ? (Object) (long) value : Duration.ofSeconds(value);
  }
}
