package org.namedwebsockets.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerDetailsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        " ",
        "Ann's phone",
        "\u00e9\u4e2d",
        "\ud83d\ude00",
        "\ud83d\udc69\u200d\ud83d\ude80"
      })
  void isAName(String text) {
    assertTrue(PeerDetails.isName(text));
    assertEquals(text, new PeerDetails(text, "", "").name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "\n", "a\u0000", "\u007f", "\u0085", "\u2028", "\u2029",
        "\u202e", // what follows would run the other way
        "\u2066", "\ufffd", // what was no UTF-8
        "\ud83d", "\ude00x"
      })
  void isNoName(String text) {
    assertFalse(PeerDetails.isName(text));
    if (!text.isEmpty()) {
      assertThrows(IllegalArgumentException.class, () -> new PeerDetails(text, "", ""));
    }
  }

  @Test
  void eachPartHasItsLength() {
    assertTrue(PeerDetails.isName("n".repeat(64)) && !PeerDetails.isName("n".repeat(65)));
    assertTrue(PeerDetails.isKind("k".repeat(32)) && !PeerDetails.isKind("k".repeat(33)));
    assertTrue(PeerDetails.isOrigin("o".repeat(255)) && !PeerDetails.isOrigin("o".repeat(256)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a_b", "a b", "\u00e9"})
  void isNoKind(String text) {
    assertFalse(PeerDetails.isKind(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "\n", "https://\u00e9"})
  void isNoOrigin(String text) {
    assertFalse(PeerDetails.isOrigin(text));
  }

  @Test
  void isNotShownInLogs() {
    assertEquals("PeerDetails[3, 4, 0]", new PeerDetails("Ann", "page", "").toString());
  }
}
