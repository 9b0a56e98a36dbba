package org.namedwebsockets.protocol;

import java.util.Optional;

/**
 * A peer's name on its channel, chosen by the client.
 *
 * <p>The seed's script draws integers up to 10^16, beyond what a double holds, so an id is kept as
 * its characters and never passes through a number.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ -}; compared exactly
 */
public record PeerId(String value) {
  /** The longest id, in characters. */
  public static final int LENGTH_MAX = 64;

  /** What an id may hold, as a sentence for people. */
  public static final String RULE =
      "a peer id is 1 to " + LENGTH_MAX + " characters of A-Z a-z 0-9 _ -";

  private static final String LONG_MAX = Long.toString(Long.MAX_VALUE);

  /**
   * Checks the value; for ids of our own making.
   *
   * @throws IllegalArgumentException if {@code value} is empty, too long, or has another character
   */
  public PeerId {
    if (!isLegal(value)) {
      throw new IllegalArgumentException("not a legal peer id: " + RULE);
    }
  }

  /**
   * Reads an id that arrived from outside.
   *
   * @param text one percent-decoded URL segment, or the digits of a JSON number
   * @return empty if it is not a legal id
   */
  public static Optional<PeerId> parse(String text) {
    return isLegal(text) ? Optional.of(new PeerId(text)) : Optional.empty();
  }

  /**
   * Whether the id stands in JSON as a bare number.
   *
   * @return true for digits without a leading zero whose value is below 2^63
   */
  public boolean isNumber() {
    int length = value.length();
    if (length > LONG_MAX.length() || (length > 1 && value.charAt(0) == '0')) {
      return false;
    }
    return value.chars().allMatch(c -> c >= '0' && c <= '9')
        && (length < LONG_MAX.length() || value.compareTo(LONG_MAX) <= 0);
  }

  @Override
  public String toString() {
    return value;
  }

  private static boolean isLegal(String value) {
    return !value.isEmpty()
        && value.length() <= LENGTH_MAX
        && value.chars().allMatch(PeerId::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
