package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.wire.JsonEscapes;

/**
 * The frames that one audience, or one socket alone, is sent in one tick: each encoded once, one
 * after the other in one batch, so that a receiver takes a whole tick as one slice.
 *
 * <p>Frames from server to client are not masked, so the same bytes serve every receiver. This is
 * the one place where we write a frame header ourselves; with Netty's encoder each message would
 * have to be a frame object and a write for each receiver (measured elsewhere at 0.05 to 0.75 of
 * what a shared batch delivers for each second of CPU).
 *
 * <p>Not thread safe: confined to the hub's loop.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6455#section-5.2 RFC 6455, "Base Framing Protocol"
 */
final class FrameLog {
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;

  private static final int FIN = 0x80;
  private static final int HEADER_BYTES_MAX = 10;
  private static final int LENGTH_7_MAX = 125;
  private static final int LENGTH_16_MAX = 0xFFFF;

  private final Batches batches;
  private final Turn turn;
  private @Nullable ByteBuf batch;

  /** Who ends the ticks. */
  interface Turn {
    /** Bytes are about to be written to some log; may end this tick and begin another. */
    void writing(int bytes);

    /** A log got its first frame in this tick. */
    void began(FrameLog log);
  }

  /** An empty log. */
  FrameLog(Batches batches, Turn turn) {
    this.batches = batches;
    this.turn = turn;
  }

  /** Writes the message's frame; returns where it begins. */
  int append(Message message) {
    int from = begin(message.kind() == Message.Kind.BINARY ? BINARY : TEXT, message.length());
    message.writeTo(batch()::writeBytes);
    return from;
  }

  /** Writes a frame of some bytes and a message behind them; returns where it begins. */
  int append(int opcode, byte[] before, Message message) {
    int from = begin(opcode, before.length + message.length());
    batch().writeBytes(before);
    message.writeTo(batch()::writeBytes);
    return from;
  }

  /** Writes a text frame with a text as a JSON string in the middle; returns where it begins. */
  int appendQuoted(byte[] before, Message text, byte[] after) {
    int length = Math.addExact(before.length + after.length, JsonEscapes.length(text));
    int from = begin(TEXT, length);
    batch().writeBytes(before);
    JsonEscapes.write(text, batch()::writeBytes);
    batch().writeBytes(after);
    return from;
  }

  /** Writes a text frame; returns where it begins. */
  int appendText(byte[] utf8) {
    return append(TEXT, utf8);
  }

  /** Writes a binary frame; returns where it begins. */
  int appendBinary(byte[] payload) {
    return append(BINARY, payload);
  }

  private int append(int opcode, byte[] payload) {
    int from = begin(opcode, payload.length);
    batch().writeBytes(payload);
    return from;
  }

  /** Makes room for a frame and writes its header; returns where that begins. */
  private int begin(int opcode, int length) {
    ByteBuf out = room(length + HEADER_BYTES_MAX);
    int from = out.writerIndex();
    header(out, opcode, length);
    return from;
  }

  /** Whether nothing was written in this tick. */
  boolean isEmpty() {
    return batch == null;
  }

  /** Where the last frame written ends. */
  int end() {
    return batch().writerIndex();
  }

  /** The batch of this tick; it may move while the tick lasts, so slices are taken at its end. */
  ByteBuf batch() {
    if (batch == null) {
      throw new IllegalStateException("no frame was written in this tick");
    }
    return batch;
  }

  /** All outboxes have taken their slices. */
  void endTick() {
    if (batch != null) {
      batches.giveBack(batch);
      batch = null;
    }
  }

  private ByteBuf room(int bytes) {
    turn.writing(bytes);
    ByteBuf out = batch;
    if (out == null) {
      out = batches.take(bytes);
      batch = out;
      turn.began(this);
    }
    return out;
  }

  private static void header(ByteBuf out, int opcode, int length) {
    out.writeByte(FIN | opcode);
    if (length <= LENGTH_7_MAX) {
      out.writeByte(length);
    } else if (length <= LENGTH_16_MAX) {
      out.writeByte(126).writeShort(length);
    } else {
      out.writeByte(127).writeLong(length);
    }
  }
}
