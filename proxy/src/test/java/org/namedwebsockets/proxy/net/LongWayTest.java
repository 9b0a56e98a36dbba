package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Netty's decoder is there while something is on its way through it, and only then. */
class LongWayTest {
  private static final List<Class<?>> IDLE = List.of(ShortWay.class, PeerSocket.class);
  private static final List<Class<?>> AT_WORK =
      List.of(ShortWay.class, LongWay.Decoder.class, Fragments.class, PeerSocket.class);

  private static List<?> handlers(FakeSocket socket) {
    return socket.pipeline().toMap().values().stream()
        .map(Object::getClass)
        .filter(kind -> kind.getPackage().equals(LongWay.class.getPackage()))
        .filter(kind -> !kind.getName().contains("Fake"))
        .toList();
  }

  private static byte[] part(int first, String text) {
    return Frames.masked(first, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPeerThatIsIdleHoldsNoDecoder() {
    try (TwoClients both = new TwoClients(NetLimits.DEFAULTS)) {
      assertEquals(IDLE, handlers(both.client));

      both.client.send(Frames.text("a whole message"));

      assertEquals(IDLE, handlers(both.client));
    }
  }

  @Test
  void theDecoderStaysUntilAMessageInPiecesIsWhole() {
    try (TwoClients both = new TwoClients(NetLimits.DEFAULTS)) {
      both.client.send(part(Frames.TEXT, "a"));
      both.port.passSeconds(1);
      assertEquals(AT_WORK, handlers(both.client));

      both.client.send(part(Frames.FIN | Frames.CONTINUATION, "b"));
      both.port.passSeconds(1);

      assertEquals(IDLE, handlers(both.client));
      assertEquals("[text:ab]", both.other.hears().toString());
    }
  }

  @Test
  void theDecoderIsThereAgainForTheNextPing() {
    try (TwoClients both = new TwoClients(NetLimits.DEFAULTS)) {
      for (int i = 0; i < 3; i++) {
        both.client.send(Frames.ping("p"));
        assertEquals("[pong:p]", both.client.hears().toString());
        both.port.passSeconds(0.1);
        assertEquals(IDLE, handlers(both.client));
      }
    }
  }

  /** Another decoder would not know that the rest is the rest of something. */
  @Test
  void theDecoderOfASocketThatClosesStays() {
    try (TwoClients both = new TwoClients(FakePort.messagesOf(1000))) {
      both.client.send(
          part(Frames.TEXT, "x".repeat(700)), part(Frames.CONTINUATION, "y".repeat(700)));
      both.port.passSeconds(0.1);
      assertEquals(AT_WORK, handlers(both.client));

      both.client.send(part(Frames.FIN | Frames.CONTINUATION, "z"), Frames.close());

      both.assertRefused(1009, "too-big");
    }
  }
}
