package org.namedwebsockets.protocol;

/**
 * What a message for one peer is to its sender and its receiver.
 *
 * @param kind whether it waits for something, or is what was waited for
 * @param number what the answer will be known by; of a reply, the number of its request
 */
public record Call(Kind kind, long number) {
  /** The largest number: what a double holds exactly. */
  public static final long NUMBER_MAX = (1L << 53) - 1;

  /** A message that is answered only if it does not arrive. */
  public static final Call PLAIN = new Call(Kind.PLAIN, 0);

  /** What there is. */
  public enum Kind {
    /** Answered only if it does not arrive, without a number. */
    PLAIN,
    /** Answered in any case. */
    ACKNOWLEDGED,
    /** Answered by a reply, or by why there is none. */
    REQUEST,
    /** The answer to a request; never answered itself. */
    REPLY
  }

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is out of bounds, or a plain message has one
   */
  public Call {
    if (number < 0 || number > NUMBER_MAX || (kind == Kind.PLAIN && number != 0)) {
      throw new IllegalArgumentException(kind + " cannot have the number " + number);
    }
  }
}
