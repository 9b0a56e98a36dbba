package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
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

  /** Netty's own takes 17 million steps for the rest of a message of 17 MB that is too big. */
  @Test
  void whatFollowsAFaultIsPassedOverAtOnce() {
    var channel = new EmbeddedChannel(new LongWay.Decoder(1000));
    byte[] tooBig = Frames.masked(Frames.FIN | Frames.TEXT, new byte[1001]);
    assertThrows(
        DecoderException.class, () -> channel.writeInbound(Unpooled.wrappedBuffer(tooBig)));
    int[] steps = new int[1];
    ByteBuf rest =
        new UnpooledHeapByteBuf(UnpooledByteBufAllocator.DEFAULT, new byte[1 << 20], 1 << 20) {
          @Override
          public byte readByte() {
            steps[0]++;
            return super.readByte();
          }
        };

    channel.writeInbound(rest);

    assertEquals(0, steps[0]);
    assertEquals(0, rest.refCnt());
    assertFalse(channel.finish());
  }
}
