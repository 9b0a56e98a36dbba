package org.namedwebsockets.proxy.secure;

import java.util.List;

/**
 * A message of the match stream.
 *
 * <p>Items are numbered from 0, on their own in each direction, and every message of items holds a
 * range of them: {@code start}, then as many as there are. Each range is answered once, in order.
 */
sealed interface MatchMessage {
  /** The most items in one message, and the most unanswered ones in one direction. */
  int IN_FLIGHT_MAX = 1024;

  /** The most items of one session in one direction; a link that needs more is made anew. */
  int SESSION_ITEMS_MAX = 1 << 16;

  /** The fewest items of the first range; hides how few channels there are. */
  int FIRST_ITEMS_MIN = 8;

  /** From the initiator: points it has blinded, padded with random ones. */
  record Blind(long start, List<byte[]> points) implements MatchMessage {}

  /** From the responder: tags of its channels, padded with random ones; the number is the slot. */
  record Tags(long start, List<byte[]> tags) implements MatchMessage {}

  /** From the responder: answers one {@link Blind}, point by point. */
  record Eval(long start, List<byte[]> points) implements MatchMessage {}

  /** From the initiator: answers one {@link Tags}. */
  record Seen(long start, int count) implements MatchMessage {}

  /** From the responder: a channel whose slot the initiator has proven is held again. */
  record Again(long slot) implements MatchMessage {}

  /** To how many items a range of {@code count} is padded: the next power of two. */
  static int padded(int count, boolean first) {
    int atLeast = Math.max(count, first ? FIRST_ITEMS_MIN : 1);
    return atLeast == 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
  }
}
