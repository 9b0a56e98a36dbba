package org.namedwebsockets.proxy.access;

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

  /** A site that nobody has decided about waits until a person has: {@link Origins}. */
  record Ask() implements OriginRule {}

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
   * @param text {@code any}, {@code same}, {@code ask}, or patterns with commas between
   * @return the rule
   * @throws IllegalArgumentException if a pattern is not an origin
   */
  static OriginRule parse(String text) {
    String trimmed = text.trim();
    return switch (trimmed) {
      case "any" -> new Any();
      case "same" -> new Same();
      case "ask" -> new Ask();
      default ->
          new Patterns(Arrays.stream(trimmed.split(",", -1)).map(OriginRule::pattern).toList());
    };
  }

  /**
   * What becomes of a site that no decision speaks of.
   *
   * @param origin the {@code Origin} header of another site
   * @return whether it may, may not, or has to wait
   */
  default Verdict verdict(String origin) {
    return switch (this) {
      case Any() -> Verdict.ALLOWED;
      case Same() -> Verdict.REFUSED;
      case Ask() -> Verdict.ASK;
      case Patterns(var patterns) ->
          patterns.stream().anyMatch(pattern -> matches(pattern, origin))
              ? Verdict.ALLOWED
              : Verdict.REFUSED;
    };
  }

  /** Whether an origin fits a pattern, in which {@code *} stands for anything but a slash. */
  static boolean matches(String pattern, String origin) {
    return fits(pattern, origin.toLowerCase(Locale.ROOT));
  }

  /** The same for any text, to the letter. */
  static boolean fits(String pattern, String text) {
    String regex =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .reduce((left, right) -> left + "[^/]*" + right)
            .orElse("");
    return text.matches(regex);
  }

  /**
   * Checks a pattern.
   *
   * @param text an origin, or one with {@code *} in it
   * @return the same in lower case, without blanks around it
   * @throws IllegalArgumentException if it is none
   */
  static String pattern(String text) {
    String pattern = text.trim().toLowerCase(Locale.ROOT);
    if (!pattern.matches("(null|file://|[a-z*][a-z0-9+.*-]*://[^/\\s]+)")) {
      throw new IllegalArgumentException(
          "'" + text.trim() + "' is not an origin pattern such as https://*.example.org");
    }
    return pattern;
  }
}
