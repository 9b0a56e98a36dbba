package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code docs/configuration.md} is the table of {@link Setting}. After a change there,
 * {@code ./build -pl cli -am test -Dtest=ConfigurationPageTest -Dnws.docs=write
 * -Dsurefire.failIfNoSpecifiedTests=false} writes the page anew.
 */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String BEGIN = "<!-- settings: made from Setting.java -->\n";
  private static final String END = "<!-- end of settings -->";

  @Test
  void thePageSaysWhatTheTableSays() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    if ("write".equals(System.getProperty("nws.docs"))) {
      Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
      return;
    }

    assertEquals(table(), page.substring(from, to), "run with -Dnws.docs=write");
  }

  private static String table() {
    return """
    | key | flag | variable | value | default | what |
    |---|---|---|---|---|---|
    """
        + Arrays.stream(Setting.values())
            .map(ConfigurationPageTest::row)
            .collect(Collectors.joining());
  }

  private static String row(Setting setting) {
    String fallback = setting.defaultText();
    return "| `%s` | `%s` | `%s` | %s | %s | %s |\n"
        .formatted(
            setting.key(),
            setting.flag(),
            setting.variable(),
            setting.wanted().replace("|", "\\|") + (setting.repeatable() ? "; repeatable" : ""),
            fallback.isEmpty() ? "none" : "`" + fallback + "`",
            setting.line().replace("|", "\\|"));
  }
}
