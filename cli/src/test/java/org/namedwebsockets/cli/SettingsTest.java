package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.namedwebsockets.cli.Settings.Flags;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.access.OriginRule;

class SettingsTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<Setting, String> flags = new HashMap<>();
  private Path system;

  @BeforeEach
  void nothingIsSet() {
    system = folder.resolve("etc.conf");
  }

  private Settings resolve() throws ConfigException {
    return Settings.resolve(new Flags(Optional.empty(), flags), environment, system);
  }

  private String refusal() {
    return assertThrows(ConfigException.class, this::resolve).getMessage();
  }

  private Path file(String... lines) {
    return write(folder.resolve("nws.conf"), lines);
  }

  private static Path write(Path file, String... lines) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, List.of(lines));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingSetIsWhatTheProxyDoesByItself() throws ConfigException {
    assertEquals(ProxyConfig.DEFAULTS, resolve().proxyConfig());
  }

  @ParameterizedTest
  @EnumSource
  void everySettingReadsBackWhatItWrites(Setting setting) {
    Draft draft = new Draft();

    setting.put(draft, setting.defaultText());

    assertEquals(new Draft().proxyConfig(), draft.proxyConfig());
    assertEquals(setting.defaultText(), setting.text(draft));
  }

  @ParameterizedTest
  @EnumSource
  void everySettingEndsInOnePlaceOnly(Setting setting) {
    Draft draft = new Draft();
    setting.put(draft, Samples.other(setting));

    for (Setting each : Setting.values()) {
      assertEquals(each != setting, each.text(draft).equals(each.defaultText()), each.key());
    }
  }

  @Nested
  class Precedence {
    @ParameterizedTest(name = "flag {0}, variable {1}, file {2}: {3} from {4}")
    @CsvSource({
      "9101, 9102, 9103, 9101, --port",
      "9101,     , 9103, 9101, --port",
      "9101, 9102,     , 9101, --port",
      "    , 9102, 9103, 9102, NWS_PORT",
      "    , 9102,     , 9102, NWS_PORT",
      "    ,     , 9103, 9103, FILE:2",
      "    ,     ,     , 9009, default",
    })
    void flagsOverVariablesOverFileOverDefaults(
        String flag, String variable, String line, int port, String source) throws ConfigException {
      if (flag != null) {
        flags.put(Setting.PORT, flag);
      }
      if (variable != null) {
        environment.put("NWS_PORT", variable);
      }
      Path file = file("# mine", line == null ? "" : "port = " + line);
      environment.put("NWS_CONFIG", file.toString());

      Settings settings = resolve();

      assertEquals(port, settings.proxyConfig().port());
      assertEquals(source.replace("FILE", file.toString()), settings.source(Setting.PORT).text());
    }

    @Test
    void anEmptyVariableIsNotSet() throws ConfigException {
      environment.put("NWS_PORT", "");

      assertEquals("default", resolve().source(Setting.PORT).text());
    }

    @Test
    void aListOfAFlagReplacesTheListOfAFile() throws ConfigException {
      environment.put("NWS_CONFIG", file("peer = a", "peer = b:9011, c").toString());
      assertEquals(List.of("a", "b:9011", "c"), resolve().proxyConfig().lan().peers());

      flags.put(Setting.PEER, "d,e");

      assertEquals(List.of("d", "e"), resolve().proxyConfig().lan().peers());
    }
  }

  @Nested
  class WhichFile {
    private int port(Optional<String> config) throws ConfigException {
      return Settings.resolve(new Flags(config, flags), environment, system).proxyConfig().port();
    }

    @Test
    void eachPlaceHidesTheNext() throws ConfigException {
      write(system, "port=1");
      assertEquals(1, port(Optional.empty()));

      environment.put("HOME", folder.resolve("home").toString());
      assertEquals(1, port(Optional.empty()));
      write(folder.resolve("home/.config/nws/nws.conf"), "port=2");
      assertEquals(2, port(Optional.empty()));

      environment.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
      assertEquals(1, port(Optional.empty()));
      write(folder.resolve("xdg/nws/nws.conf"), "port=3");
      assertEquals(3, port(Optional.empty()));

      environment.put("NWS_CONFIG", write(folder.resolve("four"), "port=4").toString());
      assertEquals(4, port(Optional.empty()));

      Path five = write(folder.resolve("five"), "port=5");
      assertEquals(5, port(Optional.of(five.toString())));
    }

    @Test
    void aFileThatWasNamedMustBeThere() {
      String missing = folder.resolve("missing").toString();
      environment.put("NWS_CONFIG", missing);
      assertEquals("NWS_CONFIG names a file that is not there: " + missing, refusal());

      ConfigException refused =
          assertThrows(ConfigException.class, () -> port(Optional.of(missing)));
      assertEquals("--config names a file that is not there: " + missing, refused.getMessage());
    }

    @Test
    void aFolderIsNoFile() {
      environment.put("NWS_CONFIG", folder.toString());

      assertTrue(refusal().startsWith(folder + " cannot be read: "), refusal());
    }
  }

  @Nested
  class BadValues {
    @ParameterizedTest
    @EnumSource
    void areToldByFlagVariableAndLine(Setting setting) {
      String bad = Samples.bad(setting);
      String sentence = " wants " + setting.wanted() + ", not '" + bad + "'.";

      flags.put(setting, bad);
      assertEquals("--" + setting.key() + sentence, refusal());

      flags.clear();
      environment.put(setting.variable(), bad);
      assertEquals(setting.variable() + sentence, refusal());

      environment.clear();
      Path file = file("", setting.key() + " = " + bad);
      environment.put("NWS_CONFIG", file.toString());
      assertEquals(file + ":2: " + setting.key() + sentence, refusal());
    }

    @ParameterizedTest(name = "--{0} {1}")
    @CsvSource({
      "port, 65536",
      "port, -1",
      "port, 9009x",
      "port, 99999999999",
      "port, ''",
      "message-max, 0",
      "message-max, 2GiB",
      "message-max, 16 megs",
      "message-max, 1.5m",
      "message-max, 99999999999999999999",
      "outbox-max, 999999999999999g",
      "connections-max, 0",
      "connections-max, 1e3",
      "stall-max, 10",
      "stall-max, 0s",
      "stall-max, 25h",
      "stall-max, 10 sec",
      "origins, example.org",
      "origins, 'any,same'",
      "lan, maybe",
      "log, loud",
      "log-format, xml",
      "peer, a:b",
      "peer, a:0",
      "peer, a:65536",
      "peer, 'a,,b'",
      "peer, ws://a",
      "interface, 'eth0 eth1'",
      "advertise, example.org",
      "advertise, 0.0.0.0",
    })
    void areRefused(String key, String value) {
      Setting setting = Setting.ofKey(key).orElseThrow();
      flags.put(setting, value);

      assertTrue(refusal().startsWith("--" + key + " wants "), refusal());
    }

    @Test
    void areQuotedShortAndWithoutControlCharacters() {
      flags.put(Setting.PORT, "\u001b[2J" + "9".repeat(500));

      assertFalse(refusal().contains("\u001b"));
      assertTrue(refusal().length() < 200, refusal());
    }

    @ParameterizedTest(name = "{0}={1} against {2}={3}")
    @CsvSource(
        delimiter = '|',
        value = {
          "SILENCE_MAX|20s|PING_AFTER|25s|silence-max (20s, --silence-max) must be longer than"
              + " ping-after (25s, default).",
          "MESSAGE_MAX|65MiB|OUTBOX_MAX|64MiB|outbox-max (64MiB, default) must be at least 3"
              + " times message-max (65MiB, --message-max).",
        })
    void thatContradictEachOtherAreToldTogether(
        Setting setting, String value, Setting other, String unchanged, String sentence) {
      flags.put(setting, value);

      assertEquals(sentence, refusal());
      assertEquals(unchanged, other.defaultText());
    }

    @Test
    void aMessageMustFitEveryBoundOnMemory() throws ConfigException {
      flags.put(Setting.MESSAGE_MAX, "200MiB");
      flags.put(Setting.OUTBOX_MAX, "600MiB");
      assertTrue(refusal().startsWith("backlog-max (128MiB, default)"), refusal());

      flags.put(Setting.BACKLOG_MAX, "1200MiB");
      assertTrue(refusal().startsWith("partial-max (128MiB, default)"), refusal());

      flags.put(Setting.PARTIAL_MAX, "200MiB");
      assertEquals(200 << 20, resolve().proxyConfig().netLimits().messageBytesMax());
    }
  }

  @Nested
  class GoodValues {
    @ParameterizedTest(name = "{0} is {1} bytes")
    @CsvSource({
      "1, 1",
      "100b, 100",
      "64k, 65536",
      "64K, 65536",
      "64 KiB, 65536",
      "16MiB, 16777216",
      "16mb, 16777216",
      "1g, 1073741824",
    })
    void sizesTakeUnitsOf1024(String text, int bytes) throws ConfigException {
      flags.put(Setting.MESSAGE_MAX, text);
      flags.put(Setting.OUTBOX_MAX, "3g");
      flags.put(Setting.BACKLOG_MAX, "6g");
      flags.put(Setting.PARTIAL_MAX, "1g");

      assertEquals(bytes, resolve().proxyConfig().netLimits().messageBytesMax());
    }

    @ParameterizedTest(name = "{0} is {1} ms")
    @CsvSource({"1ms, 1", "500ms, 500", "10s, 10000", "2 m, 120000", "24h, 86400000"})
    void timesTakeUnits(String text, long millis) throws ConfigException {
      flags.put(Setting.STALL_MAX, text);

      assertEquals(Duration.ofMillis(millis), resolve().proxyConfig().limits().stallMax());
    }

    @Test
    void originsAreRules() throws ConfigException {
      flags.put(Setting.ORIGINS, "https://*.example.org, http://localhost:8080");

      assertEquals(
          new OriginRule.Patterns(List.of("https://*.example.org", "http://localhost:8080")),
          resolve().proxyConfig().origins());
    }

    @Test
    void hostsMayBeNamesAndAddressesWithAndWithoutPort() throws ConfigException {
      List<String> hosts =
          List.of("box.local", "box.local:9010", "10.0.0.2:1", "[fe80::1%eth0]:65535", "[::1]");
      flags.put(Setting.PEER, String.join(", ", hosts));

      assertEquals(hosts, resolve().proxyConfig().lan().peers());
    }
  }

  @Nested
  class UnknownNames {
    @Test
    void inTheFileAreErrorsWithAGuess() {
      Path file = file("prot = 1");
      environment.put("NWS_CONFIG", file.toString());
      assertEquals(file + ":1: there is no setting 'prot'; did you mean port?", refusal());

      file("", "", "colour = blue");
      assertEquals(file + ":3: there is no setting 'colour'.", refusal());
    }

    @Test
    void amongTheVariablesAreWarnings() throws ConfigException {
      environment.put("NWS_MESAGE_MAX", "1");
      environment.put("NWS_COLOUR", "blue");
      environment.put("NWS_JAVA_OPTS", "-Xmx1g");
      environment.put("OTHER_PORT", "1");

      assertEquals(
          List.of(
              "The variable NWS_COLOUR means nothing to nws.",
              "The variable NWS_MESAGE_MAX means nothing to nws; did you mean NWS_MESSAGE_MAX?"),
          resolve().warnings());
    }

    @Test
    void aKeySetTwiceNamesBothLines() {
      Path file = file("port = 1", "log = warn", "port = 2");
      environment.put("NWS_CONFIG", file.toString());

      assertEquals(
          file + ":3: port is set a second time; the first is at " + file + ":1.", refusal());
    }
  }
}
