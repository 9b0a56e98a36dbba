package org.namedwebsockets.protocol;

import java.util.Optional;

/**
 * The name peers must share to meet on a channel.
 *
 * <p>In {@link Scope#NETWORK} the name is also the only secret that guards the channel, so it never
 * appears in logs: {@link #toString} prints its length alone.
 *
 * @param value 1 to 255 characters of {@code A-Z a-z 0-9 . _ - + = *}; compared exactly
 */
public record ChannelName(String value) {
  /** The longest name, in characters. */
  public static final int LENGTH_MAX = 255;

  /** What a name may hold, as a sentence for people. */
  public static final String RULE =
      "a channel name is 1 to " + LENGTH_MAX + " characters of A-Z a-z 0-9 . _ - + = *";

  /**
   * Checks the value; for names of our own making.
   *
   * @throws IllegalArgumentException if {@code value} is empty, too long, or has another character
   */
  public ChannelName {
    if (!isLegal(value)) {
      throw new IllegalArgumentException("not a legal channel name: " + value.length() + " chars");
    }
  }

  /**
   * Reads a name that arrived from outside.
   *
   * @param segment one percent-decoded URL segment
   * @return empty if it is not a legal name
   */
  public static Optional<ChannelName> parse(String segment) {
    return isLegal(segment) ? Optional.of(new ChannelName(segment)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "ChannelName[" + value.length() + " chars]";
  }

  private static boolean isLegal(String value) {
    return !value.isEmpty()
        && value.length() <= LENGTH_MAX
        && value.chars().allMatch(ChannelName::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "._-+=*".indexOf(c) >= 0;
  }
}
