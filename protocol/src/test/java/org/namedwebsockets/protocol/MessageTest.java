package org.namedwebsockets.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ReadOnlyBufferException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MessageTest {
  @Test
  void binaryKeepsACopyOfItsOwn() {
    byte[] bytes = {1, 2, 3};
    Message message = Message.binary(bytes);

    bytes[0] = 9;

    assertEquals("010203", hex(message));
  }

  @Test
  void thePayloadIsForReadingOnly() {
    Message message = Message.text("hi");

    assertThrows(ReadOnlyBufferException.class, () -> message.payload().put(0, (byte) 0));
  }

  @Test
  void everyViewOfThePayloadStartsAtTheFirstByte() {
    Message message = Message.text("hi");

    message.payload().get();

    assertEquals(2, message.payload().remaining());
  }

  @Test
  void textIsUtf8() {
    assertEquals("c3a9", hex(Message.text("\u00e9")));
    assertEquals("\u00e9", Message.json("\u00e9").asText());
  }

  @Test
  void isNeverShownByAccident() {
    Message message = Message.text("tell nobody");

    assertEquals("Message[TEXT, 11 bytes]", message.toString());
    assertFalse(new Envelope.Broadcast(new PeerId("1"), message).toString().contains("nobody"));
  }

  private static String hex(Message message) {
    byte[] copy = new byte[message.length()];
    message.copyTo(copy, 0);
    return HexFormat.of().formatHex(copy);
  }
}
