package org.namedwebsockets.proxy.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.namedwebsockets.proxy.net.Frames.BINARY;
import static org.namedwebsockets.proxy.net.Frames.CLOSE;
import static org.namedwebsockets.proxy.net.Frames.CONTINUATION;
import static org.namedwebsockets.proxy.net.Frames.FIN;
import static org.namedwebsockets.proxy.net.Frames.PING;
import static org.namedwebsockets.proxy.net.Frames.TEXT;
import static org.namedwebsockets.proxy.net.Frames.masked;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 on the wire; {@code other} proves each time that nobody else hears of a bad client. */
class FrameRulesTest {
  private static final int MESSAGE_MAX = 1000;

  private final TwoClients both = new TwoClients(FakePort.messagesOf(MESSAGE_MAX));
  private final FakeSocket client = both.client;
  private final FakeSocket other = both.other;

  @AfterEach
  void close() {
    both.close();
  }

  /** RFC 6455, section 5. */
  @Nested
  class Framing {
    @Test
    void messagesArriveUnchanged() {
      client.send(Frames.text("hi"), Frames.text(""), Frames.binary(new byte[0]));
      client.send(Frames.text("x".repeat(125)), Frames.text("x".repeat(126)));
      client.send(Frames.text("é漢😀\u0000"));

      assertEquals(
          List.of(
              "text:hi",
              "text:",
              "binary:0",
              "text:" + "x".repeat(125),
              "text:" + "x".repeat(126),
              "text:é漢😀\u0000"),
          other.hears());
      assertEquals(List.of(), client.hears());
    }

    @Test
    void fragmentsArriveWhole() {
      client.send(masked(TEXT, "fr".getBytes(UTF_8)));
      client.send(masked(CONTINUATION, new byte[0]), masked(CONTINUATION, "agmen".getBytes(UTF_8)));
      assertEquals(List.of(), other.hears());

      client.send(masked(FIN | CONTINUATION, "ts".getBytes(UTF_8)), Frames.text("next"));

      assertEquals(List.of("text:fragments", "text:next"), other.hears());
    }

    @Test
    void pingsAreAnsweredBetweenFragments() {
      client.send(masked(BINARY, new byte[10]), Frames.ping("now"));
      assertEquals(List.of("pong:now"), client.hears());

      client.send(Frames.pong(), masked(FIN | CONTINUATION, new byte[7]));

      assertEquals(List.of("binary:17"), other.hears());
    }

    @Test
    void bytesMayArriveOneByOne() {
      for (byte one : Frames.joined(Frames.text("slow"), Frames.ping("p"), Frames.text("ly"))) {
        client.send(new byte[] {one});
      }

      assertEquals(List.of("text:slow", "text:ly"), other.hears());
      assertEquals(List.of("pong:p"), client.hears());
    }

    @Test
    void unmaskedFramesAreRefused() {
      client.send(Frames.unmasked(FIN | TEXT, "hi".getBytes(UTF_8)));

      both.assertRefused(1002, "bad-frame");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10, 0x70})
    void reservedBitsAreRefused(int bits) {
      client.send(masked(FIN | TEXT | bits, "hi".getBytes(UTF_8)));

      both.assertRefused(1002, "bad-frame");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
    void reservedOpcodesAreRefused(int opcode) {
      client.send(masked(FIN | opcode, new byte[1]));

      both.assertRefused(1002, "bad-frame");
    }

    @ParameterizedTest
    @ValueSource(ints = {CLOSE, PING, Frames.PONG})
    void fragmentedControlFramesAreRefused(int opcode) {
      client.send(masked(opcode, new byte[2]));

      both.assertRefused(1002, "bad-frame");
    }

    @ParameterizedTest
    @ValueSource(ints = {CLOSE, PING, Frames.PONG})
    void longControlFramesAreRefused(int opcode) {
      client.send(masked(FIN | opcode, new byte[126]));

      both.assertRefused(1002, "bad-frame");
    }

    @Test
    void aContinuationOfNothingIsRefused() {
      client.send(masked(FIN | CONTINUATION, new byte[1]));

      both.assertRefused(1002, "bad-frame");
    }

    @Test
    void aMessageInTheMiddleOfAnotherIsRefused() {
      client.send(masked(TEXT, new byte[1]), Frames.text("other"));

      both.assertRefused(1002, "bad-frame");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "81fe0005", // 5 in two bytes
          "81ff0000000000000005", // 5 in eight
          "81ffffffffffffffffff", // below nothing
        })
    void lengthsInTooManyBytesAreRefused(String head) {
      client.send(HexFormat.of().parseHex(head + "00000000" + "00000000000000000000"));

      both.assertRefused(1002, "bad-frame");
    }

    @Test
    void nothingAfterABrokenFrameIsUnderstood() {
      client.send(masked(FIN | 0x3, new byte[1]), Frames.text("understood?"), Frames.ping("x"));

      both.assertRefused(1002, "bad-frame");
    }
  }

  /** RFC 6455, section 8.1. */
  @Nested
  class Text {
    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "61c328", "eda080", "c080", "f4908080"})
    void thatIsNotUtf8IsRefused(String hex) {
      client.send(masked(FIN | TEXT, HexFormat.of().parseHex(hex)));

      both.assertRefused(1007, "bad-text: a text message must be UTF-8");
    }

    @Test
    void mayBeSplitInTheMiddleOfACharacter() {
      byte[] bytes = "a😀é".getBytes(UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        int first = i == 0 ? TEXT : i == bytes.length - 1 ? FIN : CONTINUATION;
        client.send(masked(first, Arrays.copyOfRange(bytes, i, i + 1)));
      }

      assertEquals(List.of("text:a😀é"), other.hears());
    }

    @Test
    void thatIsCutInTheMiddleOfACharacterIsRefused() {
      byte[] bytes = "é".getBytes(UTF_8);
      client.send(masked(TEXT, Arrays.copyOf(bytes, 1)), masked(FIN, new byte[0]));

      both.assertRefused(1007, "bad-text");
    }

    @Test
    void isTheOnlyThingThatMustBeUtf8() {
      client.send(Frames.binary(new byte[] {(byte) 0xff}), Frames.ping("ok"));

      assertEquals(List.of("binary:1"), other.hears());
    }
  }

  /** The limit of a message, here of a thousand bytes. */
  @Nested
  class Size {
    @Test
    void atTheLimitIsTaken() {
      client.send(Frames.binary(new byte[MESSAGE_MAX]));
      client.send(masked(BINARY, new byte[MESSAGE_MAX - 1]), masked(FIN, new byte[1]));

      assertEquals(List.of("binary:1000", "binary:1000"), other.hears());
    }

    @Test
    void overItInOneFrameIsRefusedBeforeItsBytesHaveCome() {
      client.send(Frames.head(FIN | BINARY, MESSAGE_MAX + 1));

      both.assertRefused(1009, "too-big: the limit is 1000 bytes");
    }

    @Test
    void ofAnyNumberInTheHeadIsRefused() {
      client.send(Frames.head(FIN | BINARY, Long.MAX_VALUE));

      both.assertRefused(1009, "too-big: the limit is 1000 bytes");
    }

    @Test
    void overItInFragmentsIsRefused() {
      client.send(masked(BINARY, new byte[600]), masked(CONTINUATION, new byte[600]));

      both.assertRefused(1009, "too-big: the limit is 1000 bytes");
    }

    @Test
    void overItInFragmentsIsRefusedAtTheLastOneToo() {
      client.send(masked(BINARY, new byte[MESSAGE_MAX]), masked(FIN, new byte[1]));

      both.assertRefused(1009, "too-big: the limit is 1000 bytes");
    }

    @Test
    void ofEmptyFragmentsFillsNothing() {
      client.send(masked(BINARY, new byte[0]));
      byte[][] nothing = new byte[10_000][];
      Arrays.fill(nothing, masked(CONTINUATION, new byte[0]));

      client.send(nothing);
      client.send(masked(FIN, new byte[3]));

      assertEquals(List.of("binary:3"), other.hears());
    }

    @Test
    void ofOneByteFragmentsIsTakenToo() {
      byte[][] parts = new byte[MESSAGE_MAX][];
      Arrays.fill(parts, masked(CONTINUATION, new byte[1]));
      parts[0] = masked(BINARY, new byte[1]);
      parts[MESSAGE_MAX - 1] = masked(FIN, new byte[1]);

      client.send(parts);

      assertEquals(List.of("binary:1000"), other.hears());
    }
  }
}
