package org.namedwebsockets.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdTest {
  @ParameterizedTest
  @CsvSource({
    "0, true, the least",
    "1, true, a digit",
    "9999999999999999, true, what the seed's script draws at most",
    "9007199254740993, true, more than a double holds exactly",
    "9223372036854775807, true, the greatest below 2^63",
    "9223372036854775808, false, 2^63",
    "9999999999999999999, false, 19 digits and more than 2^63",
    "10000000000000000000, false, 20 digits",
    "00, false, a leading zero",
    "007, false, leading zeros",
    "-1, false, a sign",
    "-0, false, a sign",
    "1e5, false, an exponent",
    "1_000, false, an underscore",
    "a1, false, a letter",
    "_, false, no digit at all"
  })
  void anIdIsANumberOnlyIfItsDigitsAreOneOfALong(String id, boolean number, String why) {
    assertEquals(number, new PeerId(id).isNumber(), why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "1 ", "+1", "1.0", "a/b", "a.b", "a%", "\u00e9", "\u0661", "\ud83d"})
  void everyOtherCharacterIsRefused(String id) {
    assertEquals(Optional.empty(), PeerId.parse(id));
    assertThrows(IllegalArgumentException.class, () -> new PeerId(id));
  }

  @Test
  void anIdMayHave64CharactersAndNoMore() {
    String longest = "7".repeat(PeerId.LENGTH_MAX);

    assertEquals(64, longest.length());
    assertEquals(longest, PeerId.parse(longest).orElseThrow().value());
    assertEquals(Optional.empty(), PeerId.parse(longest + "7"));
  }

  @Test
  void idsAreComparedAsTheyAreWritten() {
    assertNotEquals(new PeerId("7"), new PeerId("07"));
    assertNotEquals(new PeerId("a"), new PeerId("A"));
  }
}
