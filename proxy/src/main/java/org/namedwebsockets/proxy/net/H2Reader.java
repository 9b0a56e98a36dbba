package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * Reads WebSocket frames out of bytes that arrive in any pieces. A message that fits one fragment
 * is copied once, from the connection's buffer into its own array; of a longer one no more is held
 * than has arrived.
 *
 * <p>Not thread safe: confined to the hub's loop.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6455#section-5 RFC 6455, "Data Framing"
 */
final class H2Reader {
  /** Takes what was read, in order. */
  interface Sink {
    /** A whole binary message, given away. */
    void message(byte[] message) throws ProtocolException;

    /** A ping, to be answered by a pong with the same payload. */
    void ping(byte[] payload);

    /** A close frame; what follows it means nothing. */
    void closed();
  }

  private static final int BLOCK_BYTES = H2Writer.FRAGMENT_BYTES;
  private static final int HEADER_BYTES_MAX = 14;
  private static final int CONTROL_BYTES_MAX = 125;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final boolean expectsMasks;
  private final int messageBytesMax;
  private final Sink sink;
  private final byte[] header = new byte[HEADER_BYTES_MAX];
  private int headerLength;
  private boolean inFrame;
  private boolean closed;

  /** The frame whose payload is being read. */
  private int opcode;

  private boolean fin;
  private long frameLeft;
  private int mask;
  private int unmasked;

  /** The message whose fragments are being read: full blocks, and the one being filled. */
  private final List<byte[]> blocks = new ArrayList<>();

  private byte @Nullable [] block;
  private int blockLength;
  private long messageLength;
  private boolean inMessage;
  private byte @Nullable [] control;
  private int controlLength;

  /**
   * A reader that holds nothing.
   *
   * @param expectsMasks whether the other end is the client, which must mask
   * @param messageBytesMax the largest message, bytes
   */
  H2Reader(boolean expectsMasks, int messageBytesMax, Sink sink) {
    this.expectsMasks = expectsMasks;
    this.messageBytesMax = messageBytesMax;
    this.sink = sink;
  }

  /**
   * Reads all bytes there are.
   *
   * @throws ProtocolException if they break the rules; the reader must not be used again
   */
  void read(ByteBuf in) throws ProtocolException {
    while (in.isReadable()) {
      if (closed) {
        throw badFrame("bytes after the close frame");
      }
      if (!inFrame) {
        if (!readHeader(in)) {
          return;
        }
        beginFrame();
      }
      readPayload(in);
      if (frameLeft == 0) {
        inFrame = false;
        endFrame();
      }
    }
  }

  /** What the message that has not arrived whole holds, bytes. */
  long partialBytes() {
    return inMessage && block != null ? (long) blocks.size() * BLOCK_BYTES + block.length : 0;
  }

  /** Reads up to the end of a header; false if that has not arrived. */
  private boolean readHeader(ByteBuf in) {
    while (headerLength < headerNeeded()) {
      if (!in.isReadable()) {
        return false;
      }
      header[headerLength++] = in.readByte();
    }
    return true;
  }

  private int headerNeeded() {
    if (headerLength < 2) {
      return 2;
    }
    int maskBytes = (header[1] & 0x80) == 0 ? 0 : Integer.BYTES;
    return switch (header[1] & 0x7F) {
      case 126 -> 2 + Short.BYTES + maskBytes;
      case 127 -> 2 + Long.BYTES + maskBytes;
      default -> 2 + maskBytes;
    };
  }

  private void beginFrame() throws ProtocolException {
    headerLength = 0;
    inFrame = true;
    fin = (header[0] & 0x80) != 0;
    opcode = header[0] & 0x0F;
    boolean masked = (header[1] & 0x80) != 0;
    if ((header[0] & 0x70) != 0 || masked != expectsMasks) {
      throw badFrame(masked == expectsMasks ? "reserved bits" : "mask expected: " + expectsMasks);
    }
    int maskAt = readLength();
    mask = masked ? (int) number(maskAt, Integer.BYTES) : 0;
    unmasked = 0;
    switch (opcode) {
      case H2Writer.BINARY, H2Writer.CONTINUATION -> beginFragment();
      case H2Writer.CLOSE, H2Writer.PING, H2Writer.PONG -> beginControl();
      default -> throw badFrame("frame of kind " + opcode + ", only binary is due here");
    }
  }

  private int readLength() throws ProtocolException {
    int small = header[1] & 0x7F;
    if (small < 126) {
      frameLeft = small;
      return 2;
    }
    int bytes = small == 126 ? Short.BYTES : Long.BYTES;
    frameLeft = number(2, bytes);
    if (small == 126 ? frameLeft < 126 : frameLeft >= 0 && frameLeft <= 0xFFFF) {
      throw badFrame("a length not in its shortest form");
    }
    return 2 + bytes;
  }

  private long number(int at, int bytes) {
    long number = 0;
    for (int i = at; i < at + bytes; i++) {
      number = (number << Byte.SIZE) | (header[i] & 0xFF);
    }
    return number;
  }

  private void beginFragment() throws ProtocolException {
    if (inMessage == (opcode == H2Writer.BINARY)) {
      throw badFrame(inMessage ? "a message inside a message" : "a fragment without a beginning");
    }
    if (frameLeft < 0 || messageLength + frameLeft > messageBytesMax) {
      throw new ProtocolException(
          CloseReason.TOO_BIG, "a message of more than " + messageBytesMax + " bytes");
    }
    messageLength += frameLeft;
    if (!inMessage) {
      inMessage = true;
      block = new byte[fin ? (int) Math.min(frameLeft, BLOCK_BYTES) : BLOCK_BYTES];
      blockLength = 0;
    }
  }

  private void beginControl() throws ProtocolException {
    if (!fin || frameLeft < 0 || frameLeft > CONTROL_BYTES_MAX) {
      throw badFrame("a control frame that is fragmented or over " + CONTROL_BYTES_MAX + " bytes");
    }
    control = new byte[(int) frameLeft];
    controlLength = 0;
  }

  private void readPayload(ByteBuf in) {
    if (control != null) {
      int length = (int) Math.min(frameLeft, in.readableBytes());
      take(in, control, controlLength, length);
      controlLength += length;
      return;
    }
    while (frameLeft > 0 && in.isReadable() && block != null) {
      if (blockLength == block.length) {
        nextBlock(block);
      }
      int room = block.length - blockLength;
      int length = (int) Math.min(Math.min(frameLeft, in.readableBytes()), room);
      take(in, block, blockLength, length);
      blockLength += length;
    }
  }

  private void nextBlock(byte[] filled) {
    blocks.add(filled);
    block = new byte[BLOCK_BYTES];
    blockLength = 0;
  }

  private void take(ByteBuf in, byte[] to, int at, int length) {
    in.readBytes(to, at, length);
    if (expectsMasks && mask != 0) {
      unmask(to, at, length);
    }
    frameLeft -= length;
  }

  private void unmask(byte[] bytes, int at, int length) {
    int turned = Integer.rotateLeft(mask, (unmasked & 3) * Byte.SIZE);
    long wide = ((long) turned << Integer.SIZE) | (turned & 0xFFFF_FFFFL);
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      LONGS.set(bytes, at + i, (long) LONGS.get(bytes, at + i) ^ wide);
    }
    for (; i < length; i++) {
      bytes[at + i] ^= (byte) (wide >>> ((7 - (i & 7)) * Byte.SIZE));
    }
    unmasked += length;
  }

  private void endFrame() throws ProtocolException {
    byte[] payload = control;
    if (payload != null) {
      control = null;
      if (opcode == H2Writer.CLOSE) {
        closed = true;
        sink.closed();
      } else if (opcode == H2Writer.PING) {
        sink.ping(payload);
      }
    } else if (fin) {
      sink.message(endMessage());
    }
  }

  private byte[] endMessage() {
    byte[] last = block;
    if (last == null) {
      throw new IllegalStateException("a message ended that did not begin");
    }
    byte[] whole = last;
    if (messageLength != last.length) {
      whole = new byte[(int) messageLength];
      int at = 0;
      for (byte[] full : blocks) {
        System.arraycopy(full, 0, whole, at, full.length);
        at += full.length;
      }
      System.arraycopy(last, 0, whole, at, blockLength);
    }
    blocks.clear();
    block = null;
    messageLength = 0;
    inMessage = false;
    return whole;
  }

  private static ProtocolException badFrame(String found) {
    return new ProtocolException(CloseReason.BAD_FRAME, found);
  }
}
