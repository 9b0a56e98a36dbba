package org.namedwebsockets.proxy.secure;

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.namedwebsockets.protocol.ProtocolException;

/** Messages read and made by hand, as an attacker would. */
final class Messages {
  private Messages() {}

  static MatchMessage parse(byte[] message) throws ProtocolException {
    return MatchCodec.parse(ByteBuffer.wrap(message));
  }

  static List<byte[]> points(byte[] message) throws ProtocolException {
    return switch (parse(message)) {
      case MatchMessage.Blind(var _, var points) -> points;
      case MatchMessage.Eval(var _, var points) -> points;
      default -> throw new AssertionError("not a message of points");
    };
  }

  static List<byte[]> tags(byte[] message) throws ProtocolException {
    return ((MatchMessage.Tags) parse(message)).tags();
  }

  static byte[] blind(long start, List<byte[]> points) {
    return MatchCodec.encode(new MatchMessage.Blind(start, points));
  }

  static byte[] eval(long start, List<byte[]> points) {
    return MatchCodec.encode(new MatchMessage.Eval(start, points));
  }

  static byte[] tags(long start, List<byte[]> tags) {
    return MatchCodec.encode(new MatchMessage.Tags(start, tags));
  }

  static byte[] seen(long start, int count) {
    return MatchCodec.encode(new MatchMessage.Seen(start, count));
  }

  static byte[] again(long slot) {
    return MatchCodec.encode(new MatchMessage.Again(slot));
  }

  /** So many random points. */
  static List<byte[]> randomPoints(int count) {
    SeededRandom random = new SeededRandom(7);
    return IntStream.range(0, count).mapToObj(_ -> Oprf.randomPoint(random)).toList();
  }

  /** So many random tags. */
  static List<byte[]> randomTags(int count) {
    SeededRandom random = new SeededRandom(8);
    return IntStream.range(0, count)
        .mapToObj(_ -> {
          byte[] tag = new byte[MatchTags.LENGTH];
          random.nextBytes(tag);
          return tag;
        })
        .toList();
  }

  /** Puts another point into the BLIND that waits at the head of a queue. */
  static void swapPoint(Deque<byte[]> queue, int place, byte[] point) {
    System.arraycopy(point, 0, queue.element(), MatchCodec.HEAD_LENGTH + 33 * place, 33);
  }
}
