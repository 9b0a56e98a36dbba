package org.namedwebsockets.protocol;

import java.util.Optional;

/**
 * A proxy's name on the LAN for one run: a hash of the public key it made for that run.
 *
 * @param value 26 characters of the base32 alphabet {@code a-z 2-7}; ordered as text
 */
public record ProxyId(String value) implements Comparable<ProxyId> {
  /** How many characters an id has: 16 bytes in base32 without padding. */
  public static final int LENGTH = 26;

  /**
   * Checks the value; for ids of our own making.
   *
   * @throws IllegalArgumentException if {@code value} has another length or character
   */
  public ProxyId {
    if (!isLegal(value)) {
      throw new IllegalArgumentException("not a proxy id: " + LENGTH + " characters of a-z 2-7");
    }
  }

  /**
   * Reads an id that arrived from outside.
   *
   * @param text the instance name of an advert
   * @return empty if it is not a legal id
   */
  public static Optional<ProxyId> parse(String text) {
    return isLegal(text) ? Optional.of(new ProxyId(text)) : Optional.empty();
  }

  @Override
  public int compareTo(ProxyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static boolean isLegal(String value) {
    return value.length() == LENGTH
        && value.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'));
  }
}
