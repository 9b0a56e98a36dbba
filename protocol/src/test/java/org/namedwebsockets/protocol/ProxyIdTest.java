package org.namedwebsockets.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyIdTest {
  private static final String LEAST = "2".repeat(ProxyId.LENGTH);

  @Test
  void isReadAsItIsWritten() {
    assertEquals(LEAST, ProxyId.parse(LEAST).orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "2222222222222222222222222",
        "222222222222222222222222222",
        "A2222222222222222222222222",
        "12222222222222222222222222",
        "82222222222222222222222222",
        "-2222222222222222222222222"
      })
  void everythingElseIsRefused(String text) {
    assertEquals(Optional.empty(), ProxyId.parse(text));
    assertThrows(IllegalArgumentException.class, () -> new ProxyId(text));
  }

  @Test
  void oneOfAnyTwoIsTheSmaller() {
    assertTrue(new ProxyId(LEAST).compareTo(new ProxyId("a".repeat(ProxyId.LENGTH))) < 0);
  }
}
