package org.namedwebsockets.cli;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.namedwebsockets.proxy.access.OriginRule;

/**
 * How one kind of value is written and read.
 *
 * @param <T> the value
 * @param label what stands for it in the help, such as {@code SIZE}
 * @param wanted what is wanted, for the sentence "--port wants a whole number from 0 to 65535"
 * @param repeatable whether it may be given more than once
 * @param reader text to value; throws {@link IllegalArgumentException} for any other text
 * @param writer value to text, such that the reader reads it back
 */
record Kind<T>(
    String label,
    String wanted,
    boolean repeatable,
    Function<String, T> reader,
    Function<T, String> writer) {

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15})\\s*(|b|k|kb|kib|m|mb|mib|g|gb|gib)", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h)");
  private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%\\w]+]|[^\\s:/\\[\\]]+)");
  private static final Duration DURATION_MAX = Duration.ofDays(1);

  static Kind<Integer> number(int min, int max) {
    return new Kind<>(
        "N",
        "a whole number from " + min + " to " + max,
        false,
        text -> {
          check(text.matches("\\d{1,9}"));
          int value = Integer.parseInt(text);
          check(value >= min && value <= max);
          return value;
        },
        String::valueOf);
  }

  static Kind<Integer> port() {
    Kind<Integer> number = number(0, 65535);
    return new Kind<>("PORT", number.wanted, false, number.reader, number.writer);
  }

  /** A number of bytes; the units count in 1024s. */
  static Kind<Long> size(long max) {
    return new Kind<>(
        "SIZE",
        "a size from 1 byte to " + sizeText(max) + " such as 64k or 16MiB",
        false,
        text -> {
          Matcher matcher = SIZE.matcher(text);
          check(matcher.matches());
          String unit = matcher.group(2).toLowerCase(Locale.ROOT);
          int shift = 10 * (unit.isEmpty() ? 0 : "bkmg".indexOf(unit.charAt(0)));
          long count = Long.parseLong(matcher.group(1));
          check(count >= 1 && count <= max >> shift);
          return count << shift;
        },
        Kind::sizeText);
  }

  static Kind<Duration> duration() {
    return new Kind<>(
        "TIME",
        "a time from 1ms to 24h such as 500ms, 10s or 2m",
        false,
        text -> {
          Matcher matcher = DURATION.matcher(text);
          check(matcher.matches());
          long count = Long.parseLong(matcher.group(1));
          Duration value =
              switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
              };
          check(!value.isZero() && value.compareTo(DURATION_MAX) <= 0);
          return value;
        },
        Kind::durationText);
  }

  static Kind<Boolean> onOff() {
    return new Kind<>(
        "on|off",
        "on or off",
        false,
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "on", "true", "yes" -> true;
              case "off", "false", "no" -> false;
              default -> throw new IllegalArgumentException();
            },
        value -> value ? "on" : "off");
  }

  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    List<String> words =
        Arrays.stream(type.getEnumConstants()).map(Kind::word).collect(Collectors.toList());
    return new Kind<>(
        String.join("|", words),
        "one of " + String.join(", ", words),
        false,
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)),
        Kind::word);
  }

  static Kind<OriginRule> origins() {
    return new Kind<>(
        "ORIGINS",
        "any, same, ask, or origins such as https://*.example.org with commas between",
        false,
        OriginRule::parse,
        rule ->
            switch (rule) {
              case OriginRule.Any() -> "any";
              case OriginRule.Same() -> "same";
              case OriginRule.Ask() -> "ask";
              case OriginRule.Patterns(var patterns) -> String.join(",", patterns);
            });
  }

  /** A file; nothing for none. */
  static Kind<Optional<Path>> file() {
    return new Kind<>(
        "FILE",
        "the full name of a file, such as /var/lib/nws/origins",
        false,
        text -> {
          check(text.isEmpty() || Path.of(text).isAbsolute());
          return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        },
        path -> path.map(Path::toString).orElse(""));
  }

  static Kind<List<String>> hosts() {
    return list("HOST", "host, host:port or [IPv6]:port", Kind::isHost);
  }

  static Kind<List<String>> interfaces() {
    return list("NAME", "the name of a network interface, or !name", t -> t.matches("!?[^!\\s]+"));
  }

  static Kind<List<String>> addresses() {
    return list("ADDRESS", "an IPv4 or IPv6 address", Kind::isAddress);
  }

  private static Kind<List<String>> list(String label, String each, Predicate<String> legal) {
    return new Kind<>(
        label,
        each + ", or several with commas between",
        true,
        text -> {
          List<String> parts =
              text.isBlank()
                  ? List.of()
                  : Arrays.stream(text.split(",", -1)).map(String::trim).toList();
          check(parts.stream().allMatch(legal));
          return parts;
        },
        parts -> String.join(",", parts));
  }

  private static boolean isHost(String text) {
    int colon = text.startsWith("[") ? text.indexOf("]:") + 1 : text.indexOf(':');
    String host = colon > 0 ? text.substring(0, colon) : text;
    String port = colon > 0 ? text.substring(colon + 1) : "1";
    return HOST.matcher(host).matches()
        && port.matches("\\d{1,5}")
        && Integer.parseInt(port) >= 1
        && Integer.parseInt(port) <= 65535;
  }

  private static boolean isAddress(String text) {
    try {
      return !InetAddress.ofLiteral(text).isAnyLocalAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String sizeText(long bytes) {
    int unit = bytes == 0 ? 0 : Math.min(3, Long.numberOfTrailingZeros(bytes) / 10);
    return (bytes >> (10 * unit)) + List.of("", "KiB", "MiB", "GiB").get(unit);
  }

  private static String durationText(Duration value) {
    if (value.toMillis() % 1000 != 0) {
      return value.toMillis() + "ms";
    }
    return value.toSeconds() + "s";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void check(boolean legal) {
    if (!legal) {
      throw new IllegalArgumentException();
    }
  }
}
