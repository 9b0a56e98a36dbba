package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether bytes are UTF-8, against the JDK's own decoder and against RFC 3629. */
class Utf8Test {
  private static final String[] PIECES = {
    "a",
    "~",
    "\u0000",
    "\u0080",
    "\u07ff",
    "\u0800",
    "\ud7ff",
    "\ue000",
    "\ufffd",
    "\uffff",
    "\ud800\udc00",
    "\udbff\udfff",
    "plain ascii of more than eight bytes",
    "é",
    "漢字"
  };

  @Test
  void saysWhatTheDecoderOfTheJdkSays() {
    Random random = new Random(20141107);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = text(random).getBytes(StandardCharsets.UTF_8);
      for (int change = random.nextInt(3); change > 0 && bytes.length > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      byte[] cut = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      assertEquals(decodes(bytes), Utf8.isValid(bytes), () -> HexFormat.of().formatHex(bytes));
      assertEquals(decodes(cut), Utf8.isValid(cut), () -> HexFormat.of().formatHex(cut));
    }
  }

  @Test
  void agreesOnEveryPairOfBytes() {
    for (int pair = 0; pair < 1 << 16; pair++) {
      byte[] bytes = {(byte) (pair >> 8), (byte) pair};
      assertEquals(decodes(bytes), Utf8.isValid(bytes), () -> HexFormat.of().formatHex(bytes));
    }
  }

  @Test
  void findsOneBadByteAnywhereInALongText() {
    for (int at = 0; at < 9000; at += 997) {
      byte[] bytes = "é".repeat(4500).getBytes(StandardCharsets.UTF_8);
      assertTrue(Utf8.isValid(bytes));
      bytes[at] = (byte) 0xff;
      assertFalse(Utf8.isValid(bytes), "at " + at);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c080",
        "c1bf",
        "e08080",
        "e09fbf",
        "f0808080",
        "f08fbfbf", // longer than need be
        "eda080",
        "edbfbf",
        "eda080edb080", // surrogates
        "f4908080",
        "f7bfbfbf",
        "f888808080", // over U+10FFFF
        "80",
        "bf",
        "c3",
        "e282",
        "f09f98",
        "61c3",
        "c328",
        "fe",
        "ff"
      })
  void refusesWhatTheRfcRefuses(String hex) {
    assertFalse(Utf8.isValid(HexFormat.of().parseHex(hex)));
    assertFalse(Utf8.isValid(HexFormat.of().parseHex("6161616161616161616161" + hex)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "7f",
        "c280",
        "dfbf",
        "e0a080",
        "ed9fbf",
        "ee8080",
        "efbfbf",
        "f0908080",
        "f48fbfbf"
      })
  void takesTheEdgesOfWhatIsAllowed(String hex) {
    assertTrue(Utf8.isValid(HexFormat.of().parseHex(hex)));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int pieces = random.nextInt(8); pieces > 0; pieces--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }
}
