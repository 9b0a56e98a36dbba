package org.namedwebsockets.proxy.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.CloseReason;

/** RFC 6455 on the wire; {@code other} proves each time that nobody else hears of a bad client. */
class FrameRulesTest {
  private static final int MESSAGE_MAX = 1000;

  private FakePort port;
  private FakeSocket client;
  private FakeSocket other;

  @BeforeEach
  void open() {
    port = new FakePort(FakePort.messagesOf(MESSAGE_MAX));
    client = port.open("/local/c/1");
    other = port.open("/local/c/2");
  }

  @AfterEach
  void close() {
    port.close();
  }

  private void assertRefused(int code, String reason) {
    List<String> heard = client.hears();
    assertEquals(1, heard.size(), () -> "heard: " + heard);
    assertTrue(heard.getFirst().startsWith("close:" + code + " " + reason), heard::getFirst);
    assertEquals(List.of(), other.hears());
    client.assertEnds();
    assertEquals(1, port.peers());
    other.send(Frames.ping("well"));
    assertEquals(List.of("pong:well"), other.hears());
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

      assertRefused(1002, "bad-frame");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10, 0x70})
    void reservedBitsAreRefused(int bits) {
      client.send(masked(FIN | TEXT | bits, "hi".getBytes(UTF_8)));

      assertRefused(1002, "bad-frame");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
    void reservedOpcodesAreRefused(int opcode) {
      client.send(masked(FIN | opcode, new byte[1]));

      assertRefused(1002, "bad-frame");
    }

    @ParameterizedTest
    @ValueSource(ints = {CLOSE, PING, Frames.PONG})
    void fragmentedControlFramesAreRefused(int opcode) {
      client.send(masked(opcode, new byte[2]));

      assertRefused(1002, "bad-frame");
    }

    @ParameterizedTest
    @ValueSource(ints = {CLOSE, PING, Frames.PONG})
    void longControlFramesAreRefused(int opcode) {
      client.send(masked(FIN | opcode, new byte[126]));

      assertRefused(1002, "bad-frame");
    }

    @Test
    void aContinuationOfNothingIsRefused() {
      client.send(masked(FIN | CONTINUATION, new byte[1]));

      assertRefused(1002, "bad-frame");
    }

    @Test
    void aMessageInTheMiddleOfAnotherIsRefused() {
      client.send(masked(TEXT, new byte[1]), Frames.text("other"));

      assertRefused(1002, "bad-frame");
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

      assertRefused(1002, "bad-frame");
    }

    @Test
    void nothingAfterABrokenFrameIsUnderstood() {
      client.send(masked(FIN | 0x3, new byte[1]), Frames.text("understood?"), Frames.ping("x"));

      assertRefused(1002, "bad-frame");
    }
  }

  /** RFC 6455, section 8.1. */
  @Nested
  class Text {
    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "61c328", "eda080", "c080", "f4908080"})
    void thatIsNotUtf8IsRefused(String hex) {
      client.send(masked(FIN | TEXT, HexFormat.of().parseHex(hex)));

      assertRefused(1007, "bad-text: a text message must be UTF-8");
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

      assertRefused(1007, "bad-text");
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

      assertRefused(1009, "too-big");
    }

    @Test
    void ofAnyNumberInTheHeadIsRefused() {
      client.send(Frames.head(FIN | BINARY, Long.MAX_VALUE));

      assertRefused(1009, "too-big");
    }

    @Test
    void overItInFragmentsIsRefused() {
      client.send(masked(BINARY, new byte[600]), masked(CONTINUATION, new byte[600]));

      assertRefused(1009, "too-big");
    }

    @Test
    void overItInFragmentsIsRefusedAtTheLastOneToo() {
      client.send(masked(BINARY, new byte[MESSAGE_MAX]), masked(FIN, new byte[1]));

      assertRefused(1009, "too-big");
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

  /** RFC 6455, section 7. */
  @Nested
  class Closing {
    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1014, 3000, 4999})
    void isAnsweredWithTheClientsCode(int code) {
      client.send(Frames.close(code, "why not"));

      assertEquals(List.of("close:" + code + " "), client.hears());
      assertFalse(client.isOpen());
      assertEquals(1, port.peers());
      assertEquals(1, port.closed(CloseReason.GONE));
    }

    @Test
    void withoutACodeIsAnsweredWithoutOne() {
      client.send(Frames.close());

      List<Frames.Frame> frames = client.frames();
      assertEquals(1, frames.size());
      assertEquals(0, frames.getFirst().payload().length);
      assertFalse(client.isOpen());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999})
    void withACodeThatMayNotBeSentIsRefused(int code) {
      client.send(Frames.close(code, ""));

      assertRefused(1002, "bad-frame");
    }

    @Test
    void withHalfACodeIsRefused() {
      client.send(masked(FIN | CLOSE, new byte[1]));

      assertRefused(1002, "bad-frame");
    }

    @Test
    void withAReasonThatIsNotUtf8IsRefused() {
      client.send(masked(FIN | CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff}));

      assertRefused(1007, "bad-text");
    }

    @Test
    void endsWhatTheClientMaySay() {
      client.send(Frames.text("before"), Frames.close(), Frames.text("after"), Frames.ping("x"));

      assertEquals(List.of("text:before"), other.hears());
      assertEquals(List.of("close:1005 "), client.hears());
    }

    @Test
    void inTheMiddleOfAMessageDropsIt() {
      client.send(masked(TEXT, new byte[10]), Frames.close(1000, ""));

      assertEquals(List.of("close:1000 "), client.hears());
      assertEquals(List.of(), other.hears());
      assertEquals(0, port.closed(CloseReason.FAULT));
    }

    @Test
    void withoutACloseFrameIsBroken() {
      client.send(masked(TEXT, new byte[10]));

      client.breakOff();

      assertEquals(1, port.closed(CloseReason.BROKEN));
      assertEquals(0, port.closed(CloseReason.FAULT));
      assertEquals(1, port.peers());
    }

    @Test
    void ofTheProxyWaitsOneSecondForTheAnswer() {
      client.send(Frames.unmasked(FIN | TEXT, new byte[0]));
      assertEquals(1, client.frames().size());

      port.passSeconds(0.5);
      assertTrue(client.isOpen());
      port.passSeconds(0.5);

      assertFalse(client.isOpen());
    }

    @Test
    void ofTheProxyEndsWithTheClientsAnswer() {
      client.send(masked(FIN | TEXT, new byte[] {(byte) 0xff}));
      assertEquals(1, client.frames().size());
      assertTrue(client.isOpen());

      client.send(Frames.close(1007, "bad-text"));

      assertEquals(List.of(), client.hears(), "no second close frame");
      assertFalse(client.isOpen());
    }

    @Test
    void ofAPeerTakesItsControlSocketAlong() {
      FakeSocket control = port.open("/control/local/c/1");
      assertEquals(1, control.frames().size());

      client.send(Frames.close());

      control.assertClosed(1000, "gone: its peer left");
    }

    @Test
    void ofAControlSocketDoesNothingToItsPeer() {
      FakeSocket control = port.open("/control/local/c/1");

      control.send(Frames.close());
      client.send(Frames.text("still here"));

      assertEquals(List.of("text:still here"), other.hears());
    }
  }

  @Nested
  class ControlSockets {
    private FakeSocket control;

    @BeforeEach
    void openControl() {
      control = port.open("/control/local/c/1");
      assertEquals(
          List.of("text:{\"Action\":\"connect\",\"Source\":1,\"Target\":2,\"Payload\":\"\"}"),
          control.hears());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "no json|1007 bad-text",
          "[]|1008 bad-message",
          "{\"Action\":\"shout\"}|1008 bad-message",
          "{\"Action\":\"message\",\"Target\":\"a b\"}|1008 bad-message",
          "{\"Action\":\"binary\",\"Target\":2,\"Payload\":\"!\"}|1008 bad-message",
        })
    void areClosedForWhatTheyCannotRead(String message, String close) {
      control.send(Frames.text(message));

      String heard = control.hears().getFirst();
      assertTrue(heard.startsWith("close:" + close + ": "), heard);
      control.assertEnds();
      client.send(Frames.text("still here"));
      assertEquals(List.of("text:still here"), other.hears());
    }

    @Test
    void takeTextOnly() {
      control.send(Frames.binary(new byte[1]));

      control.assertClosed(1008, "bad-message: a control socket takes JSON in text messages");
    }

    @Test
    void takePayloadsOfAWholeMessageAndNoMore() {
      String fits = "x".repeat(MESSAGE_MAX - 2);
      FakeSocket target = port.open("/control/local/c/2");
      assertEquals(1, target.frames().size());

      control.send(Frames.text(message(fits)));
      control.send(Frames.text(message(fits + "x")));

      assertEquals(1, target.frames().size());
      assertTrue(control.hears().getFirst().startsWith("close:1009 too-big"));
    }

    private static String message(String payload) {
      return "{\"Action\":\"message\",\"Target\":2,\"Payload\":\"" + payload + "\"}";
    }
  }
}
