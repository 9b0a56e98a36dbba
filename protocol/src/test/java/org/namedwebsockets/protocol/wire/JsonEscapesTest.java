package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.Message;

class JsonEscapesTest {
  private static String escaped(String text) {
    Message message = Message.text(text);
    var out = new ByteArrayOutputStream();
    JsonEscapes.write(message, out::write);
    assertEquals(JsonEscapes.length(message), out.size());
    return out.toString(UTF_8);
  }

  @Test
  void everyCharacterOfOneByteIsWrittenAsTheLibraryWritesIt() {
    for (char c = 0; c < 0x80; c++) {
      String text = "a" + c + c + "b";
      assertEquals(new String(JsonParts.quoted(text), UTF_8), escaped(text));
    }
  }

  @Test
  void aBoundIsKeptToTheByte() {
    for (String text : new String[] {"", "plain", "\n\"", "\1\2", "ä\1"}) {
      Message message = Message.text(text);
      int length = JsonEscapes.length(message);
      assertTrue(JsonEscapes.fits(message, length), text);
      assertFalse(JsonEscapes.fits(message, length - 1), text);
    }
  }

  @Test
  void anyTextIsWrittenAsTheLibraryWritesIt() {
    Random random = new Random(8259);
    for (int i = 0; i < 2_000; i++) {
      String text =
          random
              .ints(random.nextInt(40), 0, 0x10FFFF)
              .map(point -> random.nextBoolean() ? point & 0x7F : point)
              .filter(point -> point < 0xD800 || point > 0xDFFF)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertEquals(new String(JsonParts.quoted(text), UTF_8), escaped(text));
    }
  }
}
