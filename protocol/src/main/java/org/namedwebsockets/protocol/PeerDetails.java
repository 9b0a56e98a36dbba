package org.namedwebsockets.protocol;

/**
 * What others are told of a peer beside its id. It proves nothing: name and kind are the peer's own
 * word, the origin is that of its proxy.
 *
 * @param name for people: 1 to 64 characters as JavaScript counts them, empty if it gave none
 * @param kind for programs: 1 to 32 characters of {@code a-z 0-9 -}, empty if it gave none
 * @param origin the site its page came from, empty for a program that showed none
 */
public record PeerDetails(String name, String kind, String origin) {
  /** The longest name, in UTF-16 units. */
  public static final int NAME_LENGTH_MAX = 64;

  /** The longest kind, in characters. */
  public static final int KIND_LENGTH_MAX = 32;

  /** The longest origin that is told, in characters. */
  public static final int ORIGIN_LENGTH_MAX = 255;

  /** What a name may hold, as a sentence for people. */
  public static final String NAME_RULE =
      "name is 1 to "
          + NAME_LENGTH_MAX
          + " characters of UTF-8, none of them a control character or a mark of direction";

  /** What a kind may hold, as a sentence for people. */
  public static final String KIND_RULE =
      "kind is 1 to " + KIND_LENGTH_MAX + " characters of a-z 0-9 -";

  /** Of a peer that says nothing of itself. */
  public static final PeerDetails NONE = new PeerDetails("", "", "");

  /**
   * Checks each part; for details of our own making.
   *
   * @throws IllegalArgumentException if a part that is not empty is not legal
   */
  public PeerDetails {
    if (!(name.isEmpty() || isName(name))) {
      throw new IllegalArgumentException(NAME_RULE);
    }
    if (!(kind.isEmpty() || isKind(kind))) {
      throw new IllegalArgumentException(KIND_RULE);
    }
    if (!(origin.isEmpty() || isOrigin(origin))) {
      throw new IllegalArgumentException("an origin is told up to " + ORIGIN_LENGTH_MAX);
    }
  }

  /**
   * Whether a text from outside is a name.
   *
   * @param text any text
   * @return false if it is empty, too long, or has a character that could deceive who reads it
   */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= NAME_LENGTH_MAX
        && text.codePoints().allMatch(PeerDetails::isPlain);
  }

  /**
   * Whether a text from outside is a kind.
   *
   * @param text any text
   * @return false if it is empty, too long, or has another character
   */
  public static boolean isKind(String text) {
    return !text.isEmpty()
        && text.length() <= KIND_LENGTH_MAX
        && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  /**
   * Whether a text from outside is an origin that others are told.
   *
   * @param text any text
   * @return false if it is empty, too long, or has a character that no origin has
   */
  public static boolean isOrigin(String text) {
    return !text.isEmpty()
        && text.length() <= ORIGIN_LENGTH_MAX
        && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  /** Bytes that were no UTF-8 have become U+FFFD by the time a text is looked at. */
  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default ->
          point != 0xFFFD
              && !(point >= 0x202A && point <= 0x202E)
              && !(point >= 0x2066 && point <= 0x2069);
    };
  }

  /** Without what it says: names of people are not for logs. */
  @Override
  public String toString() {
    return "PeerDetails[" + name.length() + ", " + kind.length() + ", " + origin.length() + "]";
  }
}
