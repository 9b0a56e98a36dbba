package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the packages say of the settings is the table of {@link Setting}: the manual page and the
 * file in {@code /etc}. Written anew as {@link ConfigurationPageTest} says, by {@code
 * -Dtest=PackagedPagesTest}.
 */
class PackagedPagesTest {
  private static final Path MANUAL = Path.of("..", "packaging", "nws.1");
  private static final Path FILE = Path.of("..", "packaging", "linux", "nws.conf");
  private static final String BEGIN = ".\\\" settings: made from Setting.java\n";
  private static final String END = ".\\\" end of settings\n";

  @Test
  void theManualHasEverySetting() throws IOException {
    String page = Files.readString(MANUAL);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    if (isToBeWritten()) {
      Files.writeString(MANUAL, page.substring(0, from) + entries() + page.substring(to));
      return;
    }

    assertEquals(entries(), page.substring(from, to), "run with -Dnws.docs=write");
  }

  @Test
  void theManualHasEveryCommand() throws IOException {
    String page = Files.readString(MANUAL);

    Commands.tree(Shell.ofProcess())
        .getSubcommands()
        .forEach((name, command) ->
            assertTrue(
                command.getCommandSpec().usageMessage().hidden()
                    || page.contains("\n.TP\n.B " + name + "\n"),
                name));
  }

  @Test
  void theFileHasEverySettingAndSetsNone() throws IOException, ConfigException {
    if (isToBeWritten()) {
      Files.writeString(FILE, file());
      return;
    }
    String text = Files.readString(FILE);

    assertEquals(file(), text, "run with -Dnws.docs=write");
    assertEquals(List.of(), ConfigFile.parse("f", text));
  }

  @Test
  void everyLineOfTheFileMayBeUncommented() throws ConfigException {
    String uncommented = file().replaceAll("(?m)^#(?=\\S)", "");

    assertEquals(
        Arrays.stream(Setting.values()).map(Setting::key).toList(),
        ConfigFile.parse("f", uncommented).stream().map(ConfigFile.Entry::key).toList());
  }

  private static boolean isToBeWritten() {
    return "write".equals(System.getProperty("nws.docs"));
  }

  private static String entries() {
    return Arrays.stream(Setting.values())
        .map(setting ->
            """
            .TP
            .BR %s =\\fI%s\\fR
            %s. Value: %s%s.%s
            """
                .formatted(
                    roff(setting.flag()),
                    roff(setting.label()),
                    roff(setting.line()),
                    roff(setting.wanted()),
                    setting.repeatable() ? "; repeatable" : "",
                    setting.defaultText().isEmpty()
                        ? ""
                        : " Default: " + roff(setting.defaultText()) + "."))
        .collect(Collectors.joining());
  }

  private static String roff(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }

  private static String file() {
    return """
    # The settings of nws for the whole machine. What is commented out is the default; a
    # person's own file, ~/.config/nws/nws.conf, is read instead of this one if it is there.
    # What is in force, and where it came from: nws config
    """
        + Arrays.stream(Setting.values())
            .map(setting ->
                "\n# %s.\n# Value: %s.\n#%s = %s\n"
                    .formatted(
                        setting.line(), setting.wanted(), setting.key(), setting.defaultText()))
            .collect(Collectors.joining())
            .replace(" \n", "\n");
  }
}
