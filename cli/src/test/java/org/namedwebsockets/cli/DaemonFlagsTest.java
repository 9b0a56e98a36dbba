package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.cli.Settings.Flags;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class DaemonFlagsTest {
  /** What picocli makes of it. */
  private static Flags byPicocli(String... args) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Shell shell = new Shell(nowhere, nowhere, Map.of(), Path.of("/nowhere/nws.conf"));
    CommandLine tree = Commands.tree(shell);
    ParseResult parsed = tree.parseArgs(args);
    ParseResult last = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    return SettingOptions.given(last.commandSpec().commandLine());
  }

  @ParameterizedTest
  @EnumSource
  void everySettingIsReadAsPicocliReadsIt(Setting setting) {
    String value = Samples.other(setting);
    Flags expected = new Flags(Optional.empty(), Map.of(setting, value));
    String joined = setting.flag() + "=" + value;
    for (String[] args :
        new String[][] {
          {joined}, {"run", setting.flag(), value}, {"run", joined}, {joined, "run"}
        }) {
      assertEquals(Optional.of(expected), DaemonFlags.read(args));
      assertEquals(expected, byPicocli(args));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "--port 1 --lan=off",
        "--port 1 run --port 2",
        "--peer a --peer b:1",
        "--peer a run --peer b",
        "--config a run --config b",
        "--config a run",
        "--config=a=b",
        "--programs token",
      })
  void whatIsReadIsWhatPicocliReads(String line) {
    String[] args = line.split(" ");
    assertEquals(Optional.of(byPicocli(args)), DaemonFlags.read(args));
  }

  @Test
  void nothingIsTheDaemonWithoutFlags() {
    assertEquals(Optional.of(Flags.NONE), DaemonFlags.read());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port",
        "--port 1 --port 2",
        "--config a --config b",
        "--port --lan off",
        "--port=",
        "--prot 1",
        "-port 1",
        "port 1",
        "--port 1 status",
        "run run",
        "run --help",
        "run -h",
        "-V",
        "@words",
        "--peer @words",
        "--",
        "sub chat",
        "--=1",
      })
  void allElseIsLeftToPicocli(String line) {
    assertEquals(Optional.empty(), DaemonFlags.read(line.split(" ")));
  }
}
