package org.namedwebsockets.proxy.net;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which sites may open sockets here. A program that shows no {@code Origin} always may, and so do
 * the pages this proxy serves.
 */
public sealed interface OriginRule {
  /** Every site, as the seed says. */
  record Any() implements OriginRule {}

  /** Only the pages this proxy serves. */
  record Same() implements OriginRule {}

  /**
   * Sites that match one of some patterns, and the pages this proxy serves.
   *
   * @param patterns origins such as {@code https://*.example.org}, where {@code *} stands for any
   *     characters but {@code /}
   */
  record Patterns(List<String> patterns) implements OriginRule {
    /** Keeps a copy. */
    public Patterns {
      patterns = List.copyOf(patterns);
    }
  }

  /**
   * Reads a rule as it stands in the configuration.
   *
   * @param text {@code any}, {@code same}, or patterns with commas between
   * @return the rule
   * @throws IllegalArgumentException if a pattern is not an origin
   */
  static OriginRule parse(String text) {
    String trimmed = text.trim();
    return switch (trimmed) {
      case "any" -> new Any();
      case "same" -> new Same();
      default ->
          new Patterns(Arrays.stream(trimmed.split(",", -1)).map(OriginRule::pattern).toList());
    };
  }

  /**
   * Whether a site may open sockets here.
   *
   * @param origin the {@code Origin} header, empty if there was none
   * @param own whether it names this proxy itself
   * @return true if it may
   */
  default boolean allows(String origin, boolean own) {
    if (origin.isEmpty() || own) {
      return true;
    }
    return switch (this) {
      case Any() -> true;
      case Same() -> false;
      case Patterns(var patterns) ->
          patterns.stream().anyMatch(pattern -> matches(pattern, origin));
    };
  }

  private static boolean matches(String pattern, String origin) {
    String regex =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .reduce((left, right) -> left + "[^/]*" + right)
            .orElse("");
    return origin.toLowerCase(Locale.ROOT).matches(regex);
  }

  private static String pattern(String text) {
    String pattern = text.trim().toLowerCase(Locale.ROOT);
    if (!pattern.matches("(null|[a-z*][a-z0-9+.*-]*://[^/]+)")) {
      throw new IllegalArgumentException(
          "'" + text.trim() + "' is not an origin pattern such as https://*.example.org");
    }
    return pattern;
  }
}
