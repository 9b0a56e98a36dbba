package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  private int run(String... args) {
    Shell shell =
        new Shell(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            Path.of("/nowhere/nws.conf"));
    return Commands.execute(shell, args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theHelpNamesEverySetting() {
    assertEquals(ExitCode.OK, run("--help"));

    for (Setting setting : Setting.values()) {
      assertTrue(out().contains(setting.flag() + "=" + setting.label()), out());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySettingIsAFlagOfRunAndOfConfig(Setting setting) {
    String other = Samples.other(setting);
    environment.put("NWS_SILENCE_MAX", "100s");
    environment.put("XDG_STATE_HOME", "/state");

    assertEquals(ExitCode.OK, run("config", setting.flag(), other), err());

    String line = out().lines().filter(l -> l.startsWith(setting.key() + " ")).findFirst().get();
    assertEquals(setting.key() + " " + other + " " + setting.flag(), line.replaceAll(" +", " "));
  }

  @Test
  void aTokenThatHasNoPlaceIsNotLeftAway() {
    assertEquals(ExitCode.USAGE, run("config", "--programs", "token"));
    assertTrue(err().contains("programs (token) needs a place for the token"), err());
  }

  @Test
  void configShowsWhereEachValueCameFrom() {
    environment.put("NWS_LOG", "debug");

    run("--port", "9100", "config", "--peer", "a", "--peer", "b:1");

    assertTrue(out().contains("port               9100    --port\n"), out());
    assertTrue(out().contains("peer               a,b:1   --peer\n"), out());
    assertTrue(out().contains("log                debug   NWS_LOG\n"), out());
    assertTrue(out().contains("interface          -       default\n"), out());
  }

  @Test
  void configAsJsonHasAMemberForEachSetting() {
    run("config", "--json", "--origins", "https://a.example");

    assertTrue(
        out()
            .contains(
                "  \"origins\": {\"value\": \"https://a.example\", \"source\": \"--origins\"},"),
        out());
    assertEquals(Setting.values().length + 2, out().lines().count());
  }

  @Test
  void aFlagOfTheCommandWinsOverOneBeforeIt() {
    run("--port", "1", "config", "--port", "2");

    assertTrue(out().contains("port               2 "), out());
  }

  @Test
  void badValuesAndWarningsAreOneSentenceOnStderr() {
    environment.put("NWS_PROT", "1");

    assertEquals(ExitCode.USAGE, run("config", "--port", "x"));
    assertEquals("nws: --port wants a whole number from 0 to 65535, not 'x'.\n", err());

    err.reset();
    assertEquals(ExitCode.OK, run("config"));
    assertEquals(
        "nws: The variable NWS_PROT means nothing to nws; did you mean NWS_PORT?\n", err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--prot", "confg", "--port"})
  void whatIsNotUnderstoodSaysWhereToLook(String word) {
    assertEquals(ExitCode.USAGE, run(word));

    assertTrue(err().startsWith("nws: "), err());
    assertTrue(err().endsWith("Try 'nws --help'.\n"), err());
    assertEquals("", out());
  }

  @Test
  void statusWithoutAProxySaysHowToStartOne() throws Exception {
    try (Socket mute = new Socket()) {
      mute.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and does not listen
      int free = mute.getLocalPort();

      assertEquals(ExitCode.FAILURE, run("status", "--port", String.valueOf(free)));

      assertEquals("nws: nothing answers on port " + free + ". Start the proxy with: nws\n", err());
    }
  }

  @Test
  void versionIsOneLine() {
    assertEquals(ExitCode.OK, run("--version"));

    assertTrue(out().matches("nws \\S+ \\(Java 25\\S*\\)\n"), out());
  }
}
