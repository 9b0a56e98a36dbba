package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.net.Frames.CLOSE;
import static org.namedwebsockets.proxy.net.Frames.FIN;
import static org.namedwebsockets.proxy.net.Frames.TEXT;
import static org.namedwebsockets.proxy.net.Frames.masked;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.CloseReason;

/** How WebSockets end, and control sockets besides; {@code other} proves that nobody else hears. */
class CloseFramesTest {
  private static final int MESSAGE_MAX = 1000;

  private final TwoClients both = new TwoClients(FakePort.messagesOf(MESSAGE_MAX));
  private final FakePort port = both.port;
  private final FakeSocket client = both.client;
  private final FakeSocket other = both.other;

  @AfterEach
  void close() {
    both.close();
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

      both.assertRefused(1002, "bad-frame");
    }

    @Test
    void withHalfACodeIsRefused() {
      client.send(masked(FIN | CLOSE, new byte[1]));

      both.assertRefused(1002, "bad-frame");
    }

    @Test
    void withAReasonThatIsNotUtf8IsRefused() {
      client.send(masked(FIN | CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff}));

      both.assertRefused(1007, "bad-text");
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
      control.assertClosed(1009, "too-big: the limit of a payload is " + MESSAGE_MAX + " bytes");
    }

    private static String message(String payload) {
      return "{\"Action\":\"message\",\"Target\":2,\"Payload\":\"" + payload + "\"}";
    }
  }
}
