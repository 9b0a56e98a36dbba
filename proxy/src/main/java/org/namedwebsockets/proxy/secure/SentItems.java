package org.namedwebsockets.proxy.secure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * The items this end has sent: numbers them and keeps what is unanswered within bounds. Confined to
 * the hub's loop.
 *
 * @param <T> what this end remembers of an item until it is answered
 */
final class SentItems<T> {
  private record Range<T>(long start, List<T> items) {}

  private final Deque<Range<T>> unanswered = new ArrayDeque<>();
  private long next;
  private int inFlight;

  /** Whether nothing was sent yet. */
  boolean isEmpty() {
    return next == 0;
  }

  /** How many items may go into the next range, padding included: 0 or a power of two. */
  int room() {
    return Integer.highestOneBit(MatchMessage.IN_FLIGHT_MAX - inFlight);
  }

  /** Whether the session has no numbers left for a range of this size. */
  boolean isUsedUp(int count) {
    return next + count > MatchMessage.SESSION_ITEMS_MAX;
  }

  /**
   * Notes a range.
   *
   * @return the number of its first item
   */
  long sent(List<T> items) {
    long start = next;
    unanswered.add(new Range<>(start, items));
    next += items.size();
    inFlight += items.size();
    return start;
  }

  /**
   * Takes an answer.
   *
   * @return what was remembered of the range
   * @throws ProtocolException if this is not the oldest range without an answer
   */
  List<T> answered(long start, int count) throws ProtocolException {
    Range<T> oldest = unanswered.peek();
    if (oldest == null || oldest.start != start || oldest.items.size() != count) {
      throw new ProtocolException(
          CloseReason.BAD_MESSAGE,
          "an answer to " + count + " items from " + start + " on, which is not the oldest range");
    }
    unanswered.remove();
    inFlight -= count;
    return oldest.items;
  }

  void forget() {
    unanswered.clear();
  }
}
