package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One frame out of several. */
class FragmentsTest {
  private static final int BYTES_MAX = 1_000_000;

  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
  private final Fragments fragments = new Fragments(BYTES_MAX);
  private EmbeddedChannel channel;

  @BeforeEach
  void open() {
    channel = new EmbeddedChannel();
    channel.config().setAllocator(memory);
    channel.pipeline().addLast(fragments);
  }

  @AfterEach
  void nothingIsLeft() {
    channel.finishAndReleaseAll();
    assertEquals(0, memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory());
  }

  private ByteBuf bytes(String text) {
    return memory.buffer().writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void next(boolean last, String text) {
    channel.writeInbound(new ContinuationWebSocketFrame(last, 0, bytes(text)));
  }

  private void hears(Class<? extends WebSocketFrame> kind, String text) {
    WebSocketFrame frame = channel.readInbound();
    assertInstanceOf(kind, frame);
    assertTrue(frame.isFinalFragment());
    assertEquals(text, frame.content().toString(StandardCharsets.UTF_8));
    frame.release();
  }

  @Test
  void wholeFramesPassAsTheyAre() {
    TextWebSocketFrame whole = new TextWebSocketFrame(bytes("whole"));

    channel.writeInbound(whole);

    assertEquals(whole, channel.inboundMessages().peek());
    hears(TextWebSocketFrame.class, "whole");
  }

  @Test
  void partsBecomeOneFrameOfTheKindOfTheFirst() {
    channel.writeInbound(new TextWebSocketFrame(false, 0, bytes("a")));
    next(false, "");
    next(false, "b");
    assertNull(channel.readInbound());
    assertEquals(2, fragments.heldBytes());
    next(true, "c");
    channel.writeInbound(new BinaryWebSocketFrame(false, 0, bytes("1")));
    next(true, "2");

    hears(TextWebSocketFrame.class, "abc");
    hears(BinaryWebSocketFrame.class, "12");
    assertEquals(0, fragments.heldBytes());
  }

  @Test
  void controlFramesPassInBetween() {
    channel.writeInbound(new TextWebSocketFrame(false, 0, bytes("a")));

    channel.writeInbound(new PingWebSocketFrame(bytes("ping")));
    next(true, "b");

    hears(PingWebSocketFrame.class, "ping");
    hears(TextWebSocketFrame.class, "ab");
  }

  @Test
  void tooMuchIsSaidOnceAndItsRestIsDropped() {
    channel.writeInbound(new BinaryWebSocketFrame(false, 0, memory.buffer().writeZero(900_000)));

    var tooMuch = new ContinuationWebSocketFrame(false, 0, memory.buffer().writeZero(100_001));
    assertThrows(TooLongFrameException.class, () -> channel.writeInbound(tooMuch));
    assertEquals(0, fragments.heldBytes());
    next(false, "rest");
    next(true, "end");

    assertNull(channel.readInbound());
    channel.writeInbound(new TextWebSocketFrame(false, 0, bytes("new ")));
    next(true, "message");
    hears(TextWebSocketFrame.class, "new message");
  }

  @Test
  void aHundredThousandPartsTakeNoMoreThanTheirBytes() {
    channel.writeInbound(new BinaryWebSocketFrame(false, 0, memory.buffer(1).writeZero(1)));
    for (int i = 1; i < 100_000; i++) {
      channel.writeInbound(new ContinuationWebSocketFrame(false, 0, memory.buffer(1).writeZero(1)));
    }

    assertEquals(100_000, fragments.heldBytes());
    assertTrue(memory.metric().usedDirectMemory() <= 200_000);
  }

  @Test
  void whatIsHeldIsFreedWithTheChannel() {
    channel.writeInbound(new TextWebSocketFrame(false, 0, bytes("never finished")));

    channel.close();

    assertEquals(0, memory.metric().usedDirectMemory());
  }
}
