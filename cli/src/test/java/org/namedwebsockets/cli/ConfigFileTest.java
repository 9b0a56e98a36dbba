package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.cli.ConfigFile.Entry;

class ConfigFileTest {
  @Test
  void linesAreKeyAndValueAndKnowTheirNumber() throws ConfigException {
    String text =
        """
        # a comment
          ! another

        port = 9100
        log=debug
          origins : https://a.example , https://b.example:8443
        peer = one, \\
               two
        advertise =
        """;

    assertEquals(
        List.of(
            new Entry(4, "port", "9100"),
            new Entry(5, "log", "debug"),
            new Entry(6, "origins", "https://a.example , https://b.example:8443"),
            new Entry(7, "peer", "one, two"),
            new Entry(9, "advertise", "")),
        ConfigFile.parse("f", text));
  }

  @Test
  void aLineThatIsNoSettingIsNamed() {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> ConfigFile.parse("f", "port = 1\nhello\n"));

    assertEquals(
        "f:2: 'hello' is no setting; wanted key = value, for example port = 9009.",
        refused.getMessage());
    assertThrows(ConfigException.class, () -> ConfigFile.parse("f", "= 1"));
  }

  @Test
  void aBackslashAtTheVeryEndIsPartOfTheValue() throws ConfigException {
    assertEquals(List.of(new Entry(1, "peer", "a\\")), ConfigFile.parse("f", "peer = a\\"));
  }

  @Test
  void whatIsNoTextOrTooLongIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("f");

    Files.write(file, new byte[] {'a', '=', (byte) 0xff});
    assertEquals(
        file + " is not UTF-8 text.",
        assertThrows(ConfigException.class, () -> ConfigFile.read(file)).getMessage());

    Files.write(file, new byte[(1 << 20) + 1]);
    assertEquals(
        file + " is longer than 1 MiB, so it is no file of settings.",
        assertThrows(ConfigException.class, () -> ConfigFile.read(file)).getMessage());
  }
}
