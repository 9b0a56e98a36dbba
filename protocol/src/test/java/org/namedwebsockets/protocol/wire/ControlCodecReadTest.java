package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ControlRequest;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;

class ControlCodecReadTest {
  private static final PeerId TWO = new PeerId("22222");

  @Nested
  class Reading {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"which\"",
          "\"\"",
          "\"\\u00e9\\ud83d\\\\\\\"\"",
          "\"\\ud800\"",
          "\u2028",
          "null",
          "true",
          "false",
          "0",
          "-0",
          "1e400",
          "-1.50E+07",
          "12345678901234567890123456789",
          "[]",
          "{}",
          "[1, 2 ,{\"a\" : [ ]}]",
          "{ \"Target\": 5, \"a\":\"}\" }"
        })
    void anyJsonValueIsPassedOnToTheByte(String payload) throws ProtocolException {
      String value = payload.startsWith("\u2028") ? "\"" + payload + "\"" : payload;
      for (String tail : new String[] {"}", " }", "\t,\"x\":1}", "\r\n}\n"}) {
        ControlRequest request =
            parse("{\"Action\":\"message\",\"Target\":22222,\"Payload\" : " + value + tail);

        assertEquals(value, request.message().asText());
        assertEquals(Message.Kind.JSON, request.message().kind());
        assertEquals(TWO, request.target());
      }
    }

    @Test
    void theCaseAndOrderOfKeysDoNotMatter() throws ProtocolException {
      ControlRequest request = parse("{\"PAYLOAD\":1,\"target\":22222,\"aCTION\":\"message\"}");

      assertEquals(TWO, request.target());
      assertEquals("1", request.message().asText());
    }

    @Test
    void missingKeysAreZeroOrEmpty() throws ProtocolException {
      ControlRequest request = parse("{\"Action\":\"message\"}");

      assertEquals(new PeerId("0"), request.target());
      assertEquals("\"\"", request.message().asText());
    }

    @Test
    void aNullTargetIsAMissingOne() throws ProtocolException {
      assertEquals(new PeerId("0"), parse("{\"Action\":\"message\",\"Target\":null}").target());
    }

    @Test
    void ofRepeatedKeysTheLastCounts() throws ProtocolException {
      ControlRequest request =
          parse(
              "{\"Action\":\"nonsense\",\"Target\":1,\"Payload\":1,"
                  + "\"action\":\"message\",\"TARGET\":22222,\"payload\":[2]}");

      assertEquals(TWO, request.target());
      assertEquals("[2]", request.message().asText());
    }

    @Test
    void sourceAndUnknownKeysArePassedOver() throws ProtocolException {
      ControlRequest request =
          parse(
              "{\"Source\":{\"x\":[1]},\"Action\":\"message\",\"Target\":22222,\"Later\":[{}],"
                  + "\"Payload\":\"p\"}");

      assertEquals(TWO, request.target());
      assertEquals("\"p\"", request.message().asText());
    }

    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '~',
        value = {
          "0, 0",
          "9007199254740993, 9007199254740993",
          "9223372036854775807, 9223372036854775807",
          "\"22222\", 22222",
          "\"9223372036854775808\", 9223372036854775808",
          "\"007\", 007",
          "\"-1\", -1",
          "\"\\u0041nn\", Ann"
        })
    void targetsAreNumbersOrStrings(String json, String id) throws ProtocolException {
      assertEquals(
          new PeerId(id), parse("{\"Action\":\"message\",\"Target\":" + json + "}").target());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "-1",
          "-0",
          "1e5",
          "1.0",
          "9223372036854775808",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"a b\"",
          "\"\u00e9\"",
          "\"\\ud800\"",
          "11111111112222222222333333333344444444445555555555666666666677777",
          "\"a1111111112222222222333333333344444444445555555555666666666677777\""
        })
    void otherTargetsAreRefused(String json) {
      refused(CloseReason.BAD_MESSAGE, "{\"Action\":\"message\",\"Target\":" + json + "}");
    }

    @Test
    void aTargetOfAMillionDigitsIsRefused() {
      refused(
          CloseReason.BAD_MESSAGE,
          "{\"Action\":\"message\",\"Target\":" + "1".repeat(1 << 20) + "}");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{\"Action\":\"\"}",
          "{\"Action\":null}",
          "{\"Action\":\"connect\"}",
          "{\"Action\":\"Message\"}",
          "{\"Action\":7}",
          "{\"Action\":[\"message\"]}",
          "[]",
          "5",
          "\"message\"",
          "null"
        })
    void otherActionsAndShapesAreRefused(String text) {
      refused(CloseReason.BAD_MESSAGE, text);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "{",
          "}",
          "hi",
          "{\"Action\":\"message\"",
          "{\"Action\":\"message}",
          "{'a':1}",
          "{\"a\":1,}",
          "{a:1}",
          "[1",
          "{\"Target\":007}",
          "{\"Target\":+1}",
          "{\"a\":NaN}",
          "{\"a\":\"\n\"}",
          "{\"a\":\"\\x\"}",
          "/**/{}",
          "{\"Action\":\"message\"} {}",
          "{\"Action\":\"message\"}x",
          "{\"Action\":\"message\"},",
          "{\"a\":1 \"b\":2}",
          "{\"Payload\":\"",
          "{\"Payload\":\"\\"
        })
    void whatIsNotOneJsonValueIsBadText(String text) {
      refused(CloseReason.BAD_TEXT, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "eda080", "f4908080", "80", "e282", "ff", "f8888080"})
    void whatIsNotUtf8IsBadTextEvenInsideAPayload(String hex) {
      byte[] text = "{\"Action\":\"message\",\"Payload\":\"....\"}".getBytes(UTF_8);
      byte[] bad = HexFormat.of().parseHex(hex);
      System.arraycopy(bad, 0, text, text.length - 2 - bad.length, bad.length);

      refused(CloseReason.BAD_TEXT, text);
    }

    @Test
    void otherEncodingsAreNotGuessed() {
      String message = "{\"Action\":\"message\",\"Target\":22222,\"Payload\":\"p\"}";

      refused(CloseReason.BAD_TEXT, message.getBytes(StandardCharsets.UTF_16LE));
      refused(CloseReason.BAD_TEXT, message.getBytes(StandardCharsets.UTF_16));
      refused(CloseReason.BAD_TEXT, message.getBytes(Charset.forName("UTF-32")));
    }

    @Test
    void nestingIsBounded() throws ProtocolException {
      int most = JsonScan.DEPTH_MAX - 1;
      assertEquals(most * 2, parse(nested(most)).message().length());

      refused(CloseReason.BAD_TEXT, nested(most + 1));
      refused(CloseReason.BAD_TEXT, nested(1 << 20));
      refused(CloseReason.BAD_TEXT, "[".repeat(1 << 20));
      refused(CloseReason.BAD_TEXT, "{\"a\":".repeat(1 << 20));
    }

    @Test
    void longKeysStringsAndNumbersInAPayloadAreNotOurConcern() throws ProtocolException {
      String payload =
          "{\""
              + "k".repeat(100_000)
              + "\":["
              + "7".repeat(100_000)
              + ",\""
              + "s".repeat(1 << 22)
              + "\"]}";

      assertEquals(
          payload,
          parse("{\"Action\":\"message\",\"Payload\":" + payload + "}").message().asText());
    }

    @Test
    void manyKeysInAPayloadAreNotOurConcern() throws ProtocolException {
      StringBuilder keys = new StringBuilder("{\"k\":0");
      for (int i = 0; i < 200_000; i++) {
        keys.append(",\"k").append(i).append("\":0");
      }
      String payload = keys.append('}').toString();

      assertEquals(
          payload,
          parse("{\"Action\":\"message\",\"Payload\":" + payload + "}").message().asText());
    }

    @Test
    void theMessageKeepsNothingOfTheBytesItWasReadFrom() throws ProtocolException {
      byte[] text = "{\"Action\":\"message\",\"Payload\":\"p\"}".getBytes(UTF_8);
      Message message = ControlCodec.parse(text).message();

      Arrays.fill(text, (byte) 0);

      assertEquals("\"p\"", message.asText());
    }
  }

  @Nested
  class ReadingBinary {
    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '~',
        value = {"\"\", ~~", "\"/+8A\", ffef00", "\"\\/\\u002b8A\", ffef00", "\"AAE=\", 0001"})
    void base64BecomesBytes(String json, String hex) throws ProtocolException {
      Message message =
          parse("{\"Payload\":" + json + ",\"Target\":22222,\"Action\":\"binary\"}").message();

      assertEquals(Message.Kind.BINARY, message.kind());
      assertEquals(hex, HexFormat.of().formatHex(bytes(message)));
    }

    @Test
    void aMissingPayloadIsNoBytes() throws ProtocolException {
      assertEquals(0, parse("{\"Action\":\"binary\"}").message().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"A\"", "\"AA=A\"", "\"A*AA\"", "\"\u00e9AAA\"", "7", "null", "[]"})
    void otherPayloadsAreRefused(String json) {
      refused(CloseReason.BAD_MESSAGE, "{\"Action\":\"binary\",\"Payload\":" + json + "}");
    }
  }

  private static ControlRequest parse(String text) throws ProtocolException {
    return ControlCodec.parse(text.getBytes(UTF_8));
  }

  private static byte[] bytes(Message message) {
    byte[] bytes = new byte[message.length()];
    message.copyTo(bytes, 0);
    return bytes;
  }

  private static String nested(int depth) {
    return "{\"Action\":\"message\",\"Payload\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private static void refused(CloseReason reason, String text) {
    refused(reason, text.getBytes(UTF_8));
  }

  private static void refused(CloseReason reason, byte[] text) {
    var thrown = assertThrows(ProtocolException.class, () -> ControlCodec.parse(text));
    assertEquals(reason, thrown.reason(), thrown.getMessage());
    assertTrue(thrown.getMessage().length() > 10, "a sentence, not: " + thrown.getMessage());
    String closing = reason.word() + ": " + thrown.getMessage();
    assertTrue(closing.length() <= 123, () -> "too long for a close frame: " + closing);
  }
}
