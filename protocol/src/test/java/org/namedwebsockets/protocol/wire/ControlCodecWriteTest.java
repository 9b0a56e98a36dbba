package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.protocol.ControlEvent;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;

class ControlCodecWriteTest {
  private static final PeerId ONE = new PeerId("11111");
  private static final PeerId TWO = new PeerId("22222");

  @Test
  void connectIsToTheByteWhatTheSeedWrote() {
    assertEquals(
        "{\"Action\":\"connect\",\"Source\":11111,\"Target\":22222,\"Payload\":\"\"}",
        written(new ControlEvent.Connect(ONE, TWO)));
  }

  @Test
  void disconnectIsToTheByteWhatTheSeedWrote() {
    assertEquals(
        "{\"Action\":\"disconnect\",\"Source\":11111,\"Target\":22222,\"Payload\":\"\"}",
        written(new ControlEvent.Disconnect(ONE, TWO)));
  }

  @Test
  void messageIsToTheByteWhatTheSeedWrote() {
    assertEquals(
        "{\"Action\":\"message\",\"Source\":22222,\"Target\":11111,\"Payload\":\"which\"}",
        written(new ControlEvent.Received(TWO, ONE, Message.json("\"which\""))));
  }

  @Test
  void binaryMessagesTravelAsBase64() {
    assertEquals(
        "{\"Action\":\"binary\",\"Source\":22222,\"Target\":11111,\"Payload\":\"/+8A\"}",
        written(
            new ControlEvent.Received(
                TWO, ONE, Message.binary(new byte[] {(byte) 0xff, (byte) 0xef, 0}))));
  }

  @Test
  void textMessagesBecomeJsonStrings() {
    assertEquals(
        "{\"Action\":\"message\",\"Source\":22222,\"Target\":11111,"
            + "\"Payload\":\"a \\\"b\\\"\\n\u00e9\ud83d\ude00\"}",
        written(new ControlEvent.Received(TWO, ONE, Message.text("a \"b\"\n\u00e9\ud83d\ude00"))));
  }

  @Test
  void undeliveredSaysWhy() {
    assertEquals(
        "{\"Action\":\"undelivered\",\"Source\":11111,\"Target\":22222,"
            + "\"Payload\":\"no such peer\"}",
        written(new ControlEvent.Undelivered(ONE, TWO, "no such peer")));
  }

  @Test
  void readyNamesNobodyElse() {
    assertEquals(
        "{\"Action\":\"ready\",\"Source\":11111,\"Target\":0,\"Payload\":\"\"}",
        written(new ControlEvent.Ready(ONE)));
  }

  @Test
  void senderCarriesTheNumberOfTheMessage() {
    assertEquals(
        "{\"Action\":\"sender\",\"Source\":22222,\"Target\":11111,\"Payload\":9007199254740993}",
        written(new ControlEvent.Sender(TWO, ONE, 9007199254740993L)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "0, 0",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, \"9223372036854775808\"",
        "007, \"007\"",
        "-1, \"-1\"",
        "a_b-C, \"a_b-C\""
      })
  void idsAreBareNumbersOnlyWhenTheyAreNumbers(String id, String inJson) {
    assertEquals(
        "{\"Action\":\"connect\",\"Source\":" + inJson + ",\"Target\":11111,\"Payload\":\"\"}",
        written(new ControlEvent.Connect(new PeerId(id), ONE)));
  }

  private static String written(ControlEvent event) {
    return new String(ControlCodec.write(event), UTF_8);
  }
}
