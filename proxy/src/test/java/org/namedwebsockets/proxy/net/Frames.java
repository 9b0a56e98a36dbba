package org.namedwebsockets.proxy.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** WebSocket frames as a client writes and reads them, without any of the code under test. */
final class Frames {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;
  static final int FIN = 0x80;

  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private Frames() {}

  /** One frame from a server; what it says is shown as text. */
  record Frame(boolean last, int opcode, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** A close frame's code, 1005 if it has none. */
    int code() {
      return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    String reason() {
      return payload.length < 2
          ? ""
          : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return switch (opcode) {
        case TEXT -> "text:" + text();
        case BINARY -> "binary:" + payload.length;
        case CLOSE -> "close:" + code() + " " + reason();
        case PING -> "ping:" + text();
        case PONG -> "pong:" + text();
        default -> "opcode " + opcode;
      };
    }
  }

  static byte[] text(String text) {
    return masked(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] binary(byte[] payload) {
    return masked(FIN | BINARY, payload);
  }

  static byte[] ping(String payload) {
    return masked(FIN | PING, payload.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] pong() {
    return masked(FIN | PONG, new byte[0]);
  }

  static byte[] close() {
    return masked(FIN | CLOSE, new byte[0]);
  }

  static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return masked(
        FIN | CLOSE, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  /** A frame as clients must send it. */
  static byte[] masked(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    header(frame, first, 0x80, payload.length);
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i & 3]));
    }
    return taken(frame);
  }

  /** A frame as only servers may send it. */
  static byte[] unmasked(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
    header(frame, first, 0, payload.length);
    return taken(frame.put(payload));
  }

  /** Only the head of a masked frame, with any length. */
  static byte[] head(int first, long length) {
    ByteBuffer frame = ByteBuffer.allocate(14);
    header(frame, first, 0x80, length);
    return taken(frame.put(MASK));
  }

  static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Reads whole frames from the front of a buffer; what is not whole stays. */
  static List<Frame> read(ByteBuffer in) {
    List<Frame> frames = new ArrayList<>();
    while (true) {
      in.mark();
      if (in.remaining() < 2) {
        return frames;
      }
      int first = in.get() & 0xFF;
      int second = in.get() & 0xFF;
      if ((first & 0x70) != 0 || (second & 0x80) != 0) {
        throw new AssertionError("a server frame begins with %02x %02x".formatted(first, second));
      }
      int more = second == 127 ? 8 : second == 126 ? 2 : 0;
      if (in.remaining() < more) {
        in.reset();
        return frames;
      }
      long length = more == 8 ? in.getLong() : more == 2 ? in.getShort() & 0xFFFF : second;
      if (in.remaining() < length) {
        in.reset();
        return frames;
      }
      byte[] payload = new byte[(int) length];
      in.get(payload);
      frames.add(new Frame((first & FIN) != 0, first & 0xF, payload));
    }
  }

  private static void header(ByteBuffer frame, int first, int mask, long length) {
    frame.put((byte) first);
    if (length <= 125) {
      frame.put((byte) (mask | length));
    } else if (length <= 0xFFFF) {
      frame.put((byte) (mask | 126)).putShort((short) length);
    } else {
      frame.put((byte) (mask | 127)).putLong(length);
    }
  }

  private static byte[] taken(ByteBuffer frame) {
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }
}
