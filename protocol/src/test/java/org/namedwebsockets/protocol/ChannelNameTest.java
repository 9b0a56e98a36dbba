package org.namedwebsockets.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", ".", "..", "_", "-", "+", "=", "*", "a.b_c-d+e=f*G7"})
  void everyCharacterOfTheRuleIsTaken(String name) {
    assertEquals(Optional.of(new ChannelName(name)), ChannelName.parse(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a/b",
        "a%20b",
        "a?",
        "a#",
        "a~",
        "a,b",
        "a\u0000",
        "a\n",
        "\u00e9",
        "\u0430",
        "\uff11",
        "\ud83d\ude00",
        "\ud800"
      })
  void everyOtherCharacterIsRefused(String name) {
    assertEquals(Optional.empty(), ChannelName.parse(name));
    assertThrows(IllegalArgumentException.class, () -> new ChannelName(name));
  }

  @Test
  void aNameMayHave255CharactersAndNoMore() {
    String longest = "a".repeat(ChannelName.LENGTH_MAX);

    assertEquals(255, longest.length());
    assertEquals(longest, ChannelName.parse(longest).orElseThrow().value());
    assertEquals(Optional.empty(), ChannelName.parse(longest + "a"));
  }

  @Test
  void namesAreComparedExactly() {
    assertNotEquals(new ChannelName("Chat"), new ChannelName("chat"));
  }

  @Test
  void aNameIsNeverShownByAccident() {
    var key = new ChannelKey(Scope.NETWORK, new ChannelName("tell-nobody"));

    assertEquals("ChannelName[11 chars]", key.name().toString());
    assertFalse(key.toString().contains("tell"));
  }

  @Test
  void noErrorShowsANameThatWasAlmostOne() {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> new ChannelName("tell-nobody!"));

    assertFalse(thrown.getMessage().contains("tell"));
  }
}
