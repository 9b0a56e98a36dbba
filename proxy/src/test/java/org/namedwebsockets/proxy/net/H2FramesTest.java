package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;

/** WebSocket frames of links, in bytes. */
class H2FramesTest {
  private static final int MESSAGE_MAX = 1 << 20;

  private final Random random = new Random(7);

  /** Remembers what was read. */
  private static final class Heard implements H2Reader.Sink {
    final List<byte[]> messages = new ArrayList<>();
    final List<byte[]> pings = new ArrayList<>();
    boolean closed;

    @Override
    public void message(byte[] message) {
      messages.add(message);
    }

    @Override
    public void ping(byte[] payload) {
      pings.add(payload);
    }

    @Override
    public void closed() {
      closed = true;
    }
  }

  private byte[] write(boolean client, List<byte[]> messages) {
    List<ByteBuf> chunks = new ArrayList<>();
    H2Writer writer =
        new H2Writer(UnpooledByteBufAllocator.DEFAULT, client ? random : null, chunks::add);
    messages.forEach(message -> writer.write(H2Writer.BINARY, message));
    ByteBuf rest = writer.take();
    if (rest != null) {
      chunks.add(rest);
    }
    var all = new ByteArrayOutputStream();
    for (ByteBuf chunk : chunks) {
      assertTrue(chunk.readableBytes() <= LinkCodec.FRAME_BYTES_MAX);
      byte[] bytes = new byte[chunk.readableBytes()];
      chunk.readBytes(bytes);
      chunk.release();
      all.writeBytes(bytes);
    }
    assertEquals(all.size(), writer.writtenBytes());
    return all.toByteArray();
  }

  private byte[] message(int length) {
    byte[] message = new byte[length];
    random.nextBytes(message);
    return message;
  }

  private static void assertSame(List<byte[]> expected, List<byte[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), "message " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void arriveAsTheyWereSentHoweverTheyAreCut(boolean client) throws Exception {
    List<byte[]> messages = new ArrayList<>();
    for (int length :
        new int[] {0, 1, 7, 8, 9, 125, 126, 127, 4096, 16_375, 16_376, 16_377, 40_000, 300_000}) {
      messages.add(message(length));
    }
    byte[] bytes = write(client, messages);

    for (int round = 0; round < 20; round++) {
      Heard heard = new Heard();
      H2Reader reader = new H2Reader(client, MESSAGE_MAX, heard);
      int at = 0;
      while (at < bytes.length) {
        int length = Math.min(1 + random.nextInt(round < 2 ? 3 : 20_000), bytes.length - at);
        reader.read(Unpooled.wrappedBuffer(bytes, at, length));
        at += length;
      }

      assertSame(messages, heard.messages);
      assertEquals(0, reader.partialBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areReadByAnotherDecoderToo(boolean client) {
    List<byte[]> messages = List.of(message(0), message(5), message(126), message(50_000));
    var config =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(client)
            .allowExtensions(false)
            .maxFramePayloadLength(H2Writer.FRAGMENT_BYTES)
            .build();
    EmbeddedChannel other = new EmbeddedChannel(new WebSocket13FrameDecoder(config));

    other.writeInbound(Unpooled.wrappedBuffer(write(client, messages)));

    List<byte[]> read = new ArrayList<>();
    var whole = new ByteArrayOutputStream();
    for (WebSocketFrame frame; (frame = other.readInbound()) != null; frame.release()) {
      assertTrue(
          frame instanceof BinaryWebSocketFrame || frame instanceof ContinuationWebSocketFrame);
      byte[] bytes = new byte[frame.content().readableBytes()];
      frame.content().readBytes(bytes);
      whole.writeBytes(bytes);
      if (frame.isFinalFragment()) {
        read.add(whole.toByteArray());
        whole.reset();
      }
    }
    assertSame(messages, read);
  }

  @Test
  void manySmallMessagesShareOneChunk() {
    List<ByteBuf> chunks = new ArrayList<>();
    H2Writer writer = new H2Writer(UnpooledByteBufAllocator.DEFAULT, null, chunks::add);

    for (int i = 0; i < 100; i++) {
      writer.write(H2Writer.BINARY, message(100));
    }

    assertEquals(0, chunks.size());
    assertEquals(100 * 102, writer.take().readableBytes());
  }

  @Test
  void holdNoMoreOfAMessageThanArrived() throws Exception {
    Heard heard = new Heard();
    H2Reader reader = new H2Reader(false, MESSAGE_MAX, heard);

    // A frame of a megabyte is announced; ten bytes of it come.
    reader.read(hex("82 7F 00000000 00100000 00010203040506070809"));

    assertTrue(reader.partialBytes() <= 16 << 10, "holds " + reader.partialBytes());
    assertEquals(0, heard.messages.size());
  }

  @Nested
  class BreakTheRules {
    @ParameterizedTest
    @CsvSource(
        textBlock =
            """
            text where binary is due,          81 82 00000000 6869
            a reserved bit,                    C2 80 00000000
            an unknown kind,                   83 80 00000000
            no mask,                           82 01 00
            a fragment without a beginning,    80 80 00000000
            a message inside a message,        02 80 00000000 82 80 00000000
            a fragmented ping,                 09 80 00000000
            a long ping,                       89 FE 007E 00000000
            a length that is too long a form,  82 FE 0005 00000000
            the same with eight bytes,         82 FF 000000000000FFFF 00000000
            a negative length,                 82 FF FFFFFFFFFFFFFFFF 00000000
            bytes after the close frame,       88 80 00000000 82 80 00000000
            """)
    void andAreRefused(String what, String bytes) {
      Heard heard = new Heard();
      H2Reader reader = new H2Reader(true, MESSAGE_MAX, heard);

      var broken = assertThrows(ProtocolException.class, () -> reader.read(hex(bytes)), what);

      assertTrue(
          broken.reason() == CloseReason.BAD_FRAME || broken.reason() == CloseReason.TOO_BIG);
      assertEquals(0, heard.messages.size());
    }

    @Test
    void whoMasksAsAServerIsRefused() {
      H2Reader reader = new H2Reader(false, MESSAGE_MAX, new Heard());

      assertThrows(ProtocolException.class, () -> reader.read(hex("82 80 00000000")));
    }

    @Test
    void aMessageOverTheLimitIsRefusedBeforeItArrives() {
      H2Reader reader = new H2Reader(false, 1000, new Heard());

      var broken = assertThrows(ProtocolException.class, () -> reader.read(hex("82 7E 03E9")));

      assertEquals(CloseReason.TOO_BIG, broken.reason());
      assertEquals("a message of more than 1000 bytes", broken.getMessage());
    }

    @Test
    void fragmentsThatTogetherPassTheLimitAreRefused() {
      H2Reader reader = new H2Reader(false, 1000, new Heard());

      assertThrows(
          ProtocolException.class,
          () -> {
            reader.read(hex("02 7E 01F4").writerIndex(4));
            reader.read(Unpooled.wrappedBuffer(new byte[500]));
            reader.read(hex("80 7E 01F5"));
          });
    }
  }

  @Test
  void aPingBetweenFragmentsIsHeardAndTheMessageStaysWhole() throws Exception {
    Heard heard = new Heard();
    H2Reader reader = new H2Reader(false, MESSAGE_MAX, heard);

    reader.read(hex("02 01 61  89 02 7069  80 01 62"));

    assertArrayEquals(new byte[] {'p', 'i'}, heard.pings.getFirst());
    assertArrayEquals(new byte[] {'a', 'b'}, heard.messages.getFirst());
  }

  @Test
  void anyBytesGiveMessagesOrABrokenRuleAndNothingElse() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random chance = new Random(seed);
      byte[] bytes = new byte[chance.nextInt(200)];
      chance.nextBytes(bytes);
      if (bytes.length > 1 && chance.nextBoolean()) {
        bytes[0] = (byte) (chance.nextBoolean() ? 0x82 : 0x02);
        bytes[1] = (byte) (0x80 | chance.nextInt(128));
      }
      H2Reader reader = new H2Reader(true, 1 << 16, new Heard());
      try {
        reader.read(Unpooled.wrappedBuffer(bytes));
      } catch (ProtocolException broken) {
        assertTrue(broken.reason() != CloseReason.FAULT, "seed " + seed);
      }
    }
  }

  private static ByteBuf hex(String bytes) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(bytes.replace(" ", "")));
  }
}
