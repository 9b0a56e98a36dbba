package org.namedwebsockets.proxy.secure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.secure.MatchMessage.Again;
import org.namedwebsockets.proxy.secure.MatchMessage.Blind;
import org.namedwebsockets.proxy.secure.MatchMessage.Eval;
import org.namedwebsockets.proxy.secure.MatchMessage.Seen;
import org.namedwebsockets.proxy.secure.MatchMessage.Tags;

/**
 * The messages of the match stream as bytes. Numbers are unsigned, the highest byte first.
 *
 * <pre>{@code
 * message = kind start count items
 * kind    = u8     1 BLIND  I to R   items = count points
 *                  2 TAGS   R to I   items = count tags
 *                  3 EVAL   R to I   items = count points
 *                  4 SEEN   I to R   no items
 *                  5 AGAIN  R to I   no items, count = 1
 * start   = u32    number of the first item, 0 to 65535
 * count   = u16    1 to 1024, a power of two; start + count <= 65536
 * point   = 33 bytes, the first is 2 or 3; compressed form of SEC 1
 * tag     = 32 bytes
 * }</pre>
 *
 * <p>So no message is longer than {@value #LENGTH_MAX} bytes, and each has exactly the length that
 * its head says. What the numbers mean from message to message is checked by {@link SentItems} and
 * {@link ReceivedItems}, whether points are on the curve by {@link Oprf}. Pure functions.
 */
final class MatchCodec {
  static final int HEAD_LENGTH = 7;
  static final int LENGTH_MAX = HEAD_LENGTH + MatchMessage.IN_FLIGHT_MAX * Oprf.POINT_LENGTH;

  static final byte BLIND = 1;
  static final byte TAGS = 2;
  static final byte EVAL = 3;
  static final byte SEEN = 4;
  static final byte AGAIN = 5;

  private MatchCodec() {}

  static byte[] encode(MatchMessage message) {
    return switch (message) {
      case Blind(var start, var points) -> encode(BLIND, start, points.size(), points);
      case Tags(var start, var tags) -> encode(TAGS, start, tags.size(), tags);
      case Eval(var start, var points) -> encode(EVAL, start, points.size(), points);
      case Seen(var start, var count) -> encode(SEEN, start, count, List.of());
      case Again(var slot) -> encode(AGAIN, slot, 1, List.of());
    };
  }

  /**
   * Reads one message.
   *
   * @param in from its position to its limit; read to the end
   * @throws ProtocolException if it is not a message of the grammar
   */
  static MatchMessage parse(ByteBuffer in) throws ProtocolException {
    if (in.remaining() < HEAD_LENGTH) {
      throw bad("a match message has " + in.remaining() + " bytes, at least " + HEAD_LENGTH);
    }
    byte kind = in.get();
    long start = Integer.toUnsignedLong(in.getInt());
    int count = Short.toUnsignedInt(in.getShort());
    if (count > MatchMessage.IN_FLIGHT_MAX || Integer.bitCount(count) != 1) {
      throw bad("a match message of " + count + " items, wanted a power of two up to 1024");
    }
    if (start + count > MatchMessage.SESSION_ITEMS_MAX) {
      throw bad("items from " + start + " on, the last of a session is 65535");
    }
    return switch (kind) {
      case BLIND -> new Blind(start, points(in, count));
      case TAGS -> new Tags(start, items(in, count, MatchTags.LENGTH));
      case EVAL -> new Eval(start, points(in, count));
      case SEEN -> new Seen(start, bare(in, count));
      case AGAIN -> again(start, bare(in, count));
      default -> throw bad("a match message of kind " + kind + ", wanted 1 to 5");
    };
  }

  private static MatchMessage again(long slot, int count) throws ProtocolException {
    if (count != 1) {
      throw bad("AGAIN of " + count + " slots, wanted 1");
    }
    return new Again(slot);
  }

  private static int bare(ByteBuffer in, int count) throws ProtocolException {
    items(in, 0, 0);
    return count;
  }

  private static List<byte[]> points(ByteBuffer in, int count) throws ProtocolException {
    List<byte[]> points = items(in, count, Oprf.POINT_LENGTH);
    for (byte[] point : points) {
      if (point[0] != 2 && point[0] != 3) {
        throw bad("a point starts with 2 or 3, not " + point[0]);
      }
    }
    return points;
  }

  private static List<byte[]> items(ByteBuffer in, int count, int length) throws ProtocolException {
    if (in.remaining() != count * length) {
      throw bad("items of " + in.remaining() + " bytes, wanted " + count * length);
    }
    List<byte[]> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] item = new byte[length];
      in.get(item);
      items.add(item);
    }
    return items;
  }

  private static byte[] encode(byte kind, long start, int count, List<byte[]> items) {
    int length = items.isEmpty() ? 0 : items.size() * items.getFirst().length;
    ByteBuffer out = ByteBuffer.allocate(HEAD_LENGTH + length);
    out.put(kind).putInt((int) start).putShort((short) count);
    items.forEach(out::put);
    return out.array();
  }

  private static ProtocolException bad(String detail) {
    return new ProtocolException(CloseReason.BAD_MESSAGE, detail);
  }
}
