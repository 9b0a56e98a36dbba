package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.wire.EnvelopeCodec;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.LinkLimits;
import org.namedwebsockets.proxy.link.LinkWaits;
import org.namedwebsockets.proxy.secure.MatchLimits;

/** The numbers and words of docs/protocol are those of the code. */
class LinkPageTest {
  private static final Pattern LIMIT =
      Pattern.compile("\\| (net|link|waits) `([A-Za-z]+)` \\| ([^|]+) \\|");
  private static final Pattern WORDS = Pattern.compile("^\\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\|");

  private final String link = Files.readString(Path.of("../docs/protocol/link.md"));
  private final String match = Files.readString(Path.of("../docs/protocol/match.md"));

  LinkPageTest() throws IOException {}

  @Test
  void everyLimitIsNamedWithItsValue() throws ReflectiveOperationException {
    Map<String, String> wanted = new TreeMap<>();
    collect("net", LinkNetLimits.DEFAULTS, wanted);
    collect("link", LinkLimits.DEFAULTS, wanted);
    collect("waits", LinkWaits.DEFAULTS, wanted);
    Map<String, String> said = new TreeMap<>();
    Matcher row = LIMIT.matcher(link);
    while (row.find()) {
      said.put(row.group(1) + " " + row.group(2), row.group(3));
    }

    assertEquals(wanted, said);
  }

  private static void collect(String name, Record limits, Map<String, String> all)
      throws ReflectiveOperationException {
    for (RecordComponent one : limits.getClass().getRecordComponents()) {
      Object value = one.getAccessor().invoke(limits);
      if (!(value instanceof LinkWaits)) {
        all.put(name + " " + one.getName(), text(one.getName(), value));
      }
    }
  }

  private static String text(String name, Object value) {
    if (value instanceof Duration time) {
      boolean whole = time.toMillis() % 1000 == 0;
      return (whole ? "" + time.toSeconds() : "" + time.toMillis() / 1000.0) + " s";
    }
    long number = ((Number) value).longValue();
    if (!name.endsWith("Bytes") && !name.endsWith("BytesMax")) {
      return String.valueOf(number);
    }
    return number % (1 << 20) == 0 ? (number >> 20) + " MiB" : (number >> 10) + " KiB";
  }

  @Test
  void everyWordThatEndsALinkIsInItsTable() {
    String table = link.substring(link.indexOf("## The end of a link"));
    List<String> said =
        table
            .lines()
            .map(WORDS::matcher)
            .filter(Matcher::find)
            .flatMap(row -> Pattern.compile("[a-z-]{3,}").matcher(row.group(1)).results())
            .map(word -> word.group())
            .sorted()
            .toList();

    assertEquals(
        List.of(LinkEnd.values()).stream()
            .filter(LinkEnd::told)
            .map(LinkEnd::word)
            .sorted()
            .toList(),
        said);
  }

  @Test
  void whatElseItCountsIsCountedSo() {
    says(link, "`" + Advert.SERVICE + ".local` PTR");
    says(link, "TXT `" + Advert.TEXT + "`");
    says(link, "port for links, " + Advert.PORT_MIN + " to 65535");
    says(link, "at most " + EnvelopeCodec.HEAD_BYTES_MAX + "\nbytes");
    says(link, "1*" + Introduction.LIST_MAX + " introduction");
    says(link, "*" + Introduction.ADDRESSES_MAX + " address");
    says(link, "16,376 bytes");
    assertEquals(16_376, H2Writer.FRAGMENT_BYTES);
    says(link, "subprotocol `" + LinkRequest.SUBPROTOCOL + "`");
  }

  @Test
  void theAllowancesOfTheMatchAreThoseOfTheCode() {
    MatchLimits limits = MatchLimits.DEFAULTS;
    bucket("items of all strangers", limits.strangers(), "2 a second");
    bucket("items of the strangers of one address", limits.strangersEach(), "1 in two seconds");
    bucket("items of all members", limits.members(), "64 a second");
    bucket("items of the members of one address", limits.membersEach(), "16 a second");
    bucket("multiplications for all strangers", limits.strangerWork(), "200 a second");
    says(match, "A broken rule costs its address " + limits.faultItems() + " items");
    says(match, limits.addressesMax() + " addresses are\ncounted one by one");
    assertEquals(Duration.ofSeconds(1), limits.restMax());
    says(match, "ours rests a second");
  }

  private void bucket(String what, MatchLimits.Rate rate, String pace) {
    String holds =
        rate.burst() < 10_000
            ? String.valueOf(rate.burst())
            : String.format(java.util.Locale.ROOT, "%,d", rate.burst());
    says(match, "| " + what + " | " + holds + " | " + pace + " |");
    double perSecond = 1e9 / rate.each().toNanos();
    assertEquals(pace.equals("1 in two seconds") ? 0.5 : number(pace), perSecond, 1e-6, what);
  }

  private static double number(String pace) {
    return Double.parseDouble(pace.substring(0, pace.indexOf(' ')));
  }

  private static void says(String page, String sentence) {
    assertTrue(page.contains(sentence), () -> "the page does not say: " + sentence);
  }
}
