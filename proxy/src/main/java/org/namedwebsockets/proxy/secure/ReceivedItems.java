package org.namedwebsockets.proxy.secure;

import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;

/** The items the other end has sent: in order and within bounds. Confined to the hub's loop. */
final class ReceivedItems {
  private long next;
  private int inFlight;

  /**
   * Takes a range.
   *
   * @throws ProtocolException if it does not follow the one before, is too short for a first one,
   *     or leaves more without an answer than allowed
   */
  void received(long start, int count) throws ProtocolException {
    if (start != next) {
      throw bad("items from " + start + " on, wanted from " + next + " on");
    }
    if (next == 0 && count < MatchMessage.FIRST_ITEMS_MIN) {
      throw bad("a first range of " + count + " items, wanted at least 8");
    }
    if (inFlight + count > MatchMessage.IN_FLIGHT_MAX) {
      throw bad("more than " + MatchMessage.IN_FLIGHT_MAX + " items without an answer");
    }
    next += count;
    inFlight += count;
  }

  /** This end has answered a range. */
  void answered(int count) {
    inFlight -= count;
  }

  boolean isEmpty() {
    return next == 0;
  }

  private static ProtocolException bad(String detail) {
    return new ProtocolException(CloseReason.BAD_MESSAGE, detail);
  }
}
