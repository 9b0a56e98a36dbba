package org.namedwebsockets.protocol;

import java.util.Locale;
import java.util.Optional;

/** How far a channel reaches; the seed calls it the channel type. */
public enum Scope {
  /** Peers of this machine only. */
  LOCAL,
  /** Peers of this machine and of every linked proxy that holds the same channel. */
  NETWORK;

  private final String word = name().toLowerCase(Locale.ROOT);

  /**
   * The scope as it stands in URLs.
   *
   * @return {@code local} or {@code network}
   */
  public String word() {
    return word;
  }

  /**
   * Reads a URL segment.
   *
   * @param segment one path segment
   * @return empty unless it is exactly {@code local} or {@code network}
   */
  public static Optional<Scope> parse(String segment) {
    return switch (segment) {
      case "local" -> Optional.of(LOCAL);
      case "network" -> Optional.of(NETWORK);
      default -> Optional.empty();
    };
  }
}
