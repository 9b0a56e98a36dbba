package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes WebSocket messages into chunks that each fill one DATA frame. A payload is copied once,
 * masked on the way; many small messages share a chunk, a large one is cut into fragments, so the
 * other end never has to put a frame together from many chunks.
 *
 * <p>Not thread safe: confined to the hub's loop.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6455#section-5 RFC 6455, "Data Framing"
 */
final class H2Writer {
  static final int CONTINUATION = 0x0;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  /** A frame with its header fits a chunk exactly. */
  static final int FRAGMENT_BYTES = LinkCodec.FRAME_BYTES_MAX - 8;

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int HEADER_BYTES_MAX = 8;
  private static final int LENGTH_7_MAX = 125;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final ByteBufAllocator allocator;
  private final @Nullable RandomGenerator masks;
  private final Consumer<ByteBuf> chunks;
  private @Nullable ByteBuf chunk;
  private int opcode;

  /** What of the message begun has not been given yet, and what of that belongs to its frame. */
  private int messageLeft;

  private int frameLeft;
  private int mask;
  private int masked;
  private long givenBytes;

  /**
   * A writer that holds nothing.
   *
   * @param masks where masks come from; null for a server, which does not mask
   * @param chunks takes each chunk when it is full, at most 16 KiB
   */
  H2Writer(ByteBufAllocator allocator, @Nullable RandomGenerator masks, Consumer<ByteBuf> chunks) {
    this.allocator = allocator;
    this.masks = masks;
    this.chunks = chunks;
  }

  /** Writes a whole message or control frame. */
  void write(int opcode, byte[] payload) {
    begin(opcode, payload.length);
    append(payload);
  }

  /** Begins a message; its bytes follow by {@link #append}. */
  void begin(int opcode, int length) {
    if (messageLeft != 0) {
      throw new IllegalStateException(messageLeft + " bytes of the message before are missing");
    }
    this.opcode = opcode;
    this.messageLeft = length;
    beginFrame();
  }

  /** Writes the next bytes of the message begun. */
  void append(byte[] bytes) {
    if (bytes.length > messageLeft) {
      throw new IllegalArgumentException(bytes.length + " bytes do not fit " + messageLeft);
    }
    int at = 0;
    while (at < bytes.length) {
      if (frameLeft == 0) {
        beginFrame();
      }
      ByteBuf out = room(1);
      int length = Math.min(Math.min(bytes.length - at, frameLeft), out.writableBytes());
      if (masks == null) {
        out.writeBytes(bytes, at, length);
      } else {
        mask(bytes, at, out, length);
      }
      at += length;
      frameLeft -= length;
      messageLeft -= length;
    }
  }

  /** All bytes written since the beginning, headers and all. */
  long writtenBytes() {
    return givenBytes + (chunk == null ? 0 : chunk.readableBytes());
  }

  /** Gives away what does not fill a chunk, if there is something. */
  @Nullable ByteBuf take() {
    ByteBuf rest = chunk;
    chunk = null;
    givenBytes += rest == null ? 0 : rest.readableBytes();
    return rest;
  }

  /** Forgets what was not given away. */
  void discard() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
    messageLeft = 0;
    frameLeft = 0;
  }

  private void beginFrame() {
    frameLeft = Math.min(messageLeft, FRAGMENT_BYTES);
    ByteBuf out = room(HEADER_BYTES_MAX);
    out.writeByte(frameLeft == messageLeft ? FIN | opcode : opcode);
    opcode = CONTINUATION;
    int maskBit = masks == null ? 0 : MASKED;
    if (frameLeft <= LENGTH_7_MAX) {
      out.writeByte(maskBit | frameLeft);
    } else {
      out.writeByte(maskBit | 126).writeShort(frameLeft);
    }
    if (masks != null) {
      mask = masks.nextInt();
      masked = 0;
      out.writeInt(mask);
    }
  }

  private void mask(byte[] from, int at, ByteBuf out, int length) {
    byte[] to = out.array();
    int target = out.arrayOffset() + out.writerIndex();
    int turned = Integer.rotateLeft(mask, (masked & 3) * Byte.SIZE);
    long wide = ((long) turned << Integer.SIZE) | (turned & 0xFFFF_FFFFL);
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      LONGS.set(to, target + i, (long) LONGS.get(from, at + i) ^ wide);
    }
    for (; i < length; i++) {
      to[target + i] = (byte) (from[at + i] ^ (wide >>> ((7 - (i & 7)) * Byte.SIZE)));
    }
    out.writerIndex(out.writerIndex() + length);
    masked += length;
  }

  private ByteBuf room(int bytes) {
    ByteBuf out = chunk;
    if (out != null && out.writableBytes() < bytes) {
      take();
      chunks.accept(out);
      out = null;
    }
    if (out == null) {
      out = allocator.heapBuffer(LinkCodec.FRAME_BYTES_MAX, LinkCodec.FRAME_BYTES_MAX);
      chunk = out;
    }
    return out;
  }
}
