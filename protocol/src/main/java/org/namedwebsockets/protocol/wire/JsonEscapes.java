package org.namedwebsockets.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.namedwebsockets.protocol.Message;

/**
 * A text as a JSON string, piece by piece: as it stands where it may, escaped where it must be.
 *
 * <p>The library would want the text as characters and give it back as bytes, each a copy of what
 * may be six times 16 MiB; this is for broadcasts, which go straight into a batch. Pure: holds
 * nothing.
 */
public final class JsonEscapes {
  private static final byte[] QUOTE = {'"'};
  private static final byte[] NONE = {};
  private static final byte[][] ESCAPES = new byte[128][];

  static {
    Arrays.fill(ESCAPES, NONE);
    for (int c = 0; c < ' '; c++) {
      ESCAPES[c] = ascii("\\u%04X".formatted(c));
    }
    ESCAPES['\b'] = ascii("\\b");
    ESCAPES['\t'] = ascii("\\t");
    ESCAPES['\n'] = ascii("\\n");
    ESCAPES['\f'] = ascii("\\f");
    ESCAPES['\r'] = ascii("\\r");
    ESCAPES['"'] = ascii("\\\"");
    ESCAPES['\\'] = ascii("\\\\");
  }

  /** The longest escape of one byte. */
  private static final int ESCAPE_BYTES_MAX = 6;

  private JsonEscapes() {}

  /** Takes bytes, at once. */
  public interface Sink {
    /**
     * Takes some.
     *
     * @param bytes must neither be kept nor changed
     * @param from the first index
     * @param length how many
     */
    void take(byte[] bytes, int from, int length);
  }

  /**
   * How long the string is, with its quotes.
   *
   * @param text a message of UTF-8
   * @return bytes
   * @throws ArithmeticException if it is longer than an array can be
   */
  public static int length(Message text) {
    return Math.toIntExact(lengthOf(text));
  }

  private static long lengthOf(Message text) {
    long[] length = {2};
    text.writeTo(bytes -> {
      long more = bytes.length;
      for (byte one : bytes) {
        more += Math.max(0, escape(one).length - 1);
      }
      length[0] += more;
    });
    return length[0];
  }

  /**
   * Whether the string is within a bound; looks at the text only where that is not plain.
   *
   * @param text a message of UTF-8
   * @param bytesMax the longest string, with its quotes
   * @return false if it is longer
   */
  public static boolean fits(Message text, long bytesMax) {
    return (long) text.length() * ESCAPE_BYTES_MAX + 2 <= bytesMax || lengthOf(text) <= bytesMax;
  }

  /**
   * Writes the string, with its quotes.
   *
   * @param text a message of UTF-8
   * @param sink takes {@link #length} bytes in all
   */
  public static void write(Message text, Sink sink) {
    sink.take(QUOTE, 0, 1);
    text.writeTo(bytes -> writeInside(bytes, sink));
    sink.take(QUOTE, 0, 1);
  }

  private static void writeInside(byte[] bytes, Sink sink) {
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte[] escape = escape(bytes[i]);
      if (escape.length > 0) {
        if (i > from) {
          sink.take(bytes, from, i - from);
        }
        sink.take(escape, 0, escape.length);
        from = i + 1;
      }
    }
    if (bytes.length > from) {
      sink.take(bytes, from, bytes.length - from);
    }
  }

  /** Empty for what stands as it is; every byte beyond ASCII does. */
  private static byte[] escape(byte one) {
    return one < 0 ? NONE : ESCAPES[one];
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
