package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
  static Stream<RecordComponent> bounds() {
    return Arrays.stream(Limits.class.getRecordComponents());
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void everyBoundMustBePositive(RecordComponent bound) throws ReflectiveOperationException {
    Constructor<Limits> constructor =
        Limits.class.getDeclaredConstructor(
            bounds().map(RecordComponent::getType).toArray(Class<?>[]::new));
    Object[] values = new Object[Limits.class.getRecordComponents().length];
    int at = 0;
    for (RecordComponent each : Limits.class.getRecordComponents()) {
      Object value = each.getAccessor().invoke(Limits.DEFAULTS);
      values[at++] = each.getName().equals(bound.getName()) ? zero(each.getType()) : value;
    }

    var thrown =
        assertThrows(InvocationTargetException.class, () -> constructor.newInstance(values));

    assertTrue(thrown.getCause() instanceof IllegalArgumentException);
    assertEquals(bound.getName() + " must be 1 or more, not 0", thrown.getCause().getMessage());
  }

  private static Object zero(Class<?> type) {
    return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : Duration.ZERO;
  }
}
