package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every example of {@code docs/cli.md} is understood, and every command has one. */
@Timeout(30)
class CommandPageTest {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern EXAMPLE = Pattern.compile("(?:^|\\| )nws ((?:'[^']*'|[^|#>])*)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static CommandLine tree() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return Commands.tree(new Shell(nowhere, nowhere, Map.of(), Path.of("/nowhere/nws.conf")));
  }

  static Stream<String> examples() throws IOException {
    return BLOCK
        .matcher(Files.readString(PAGE))
        .results()
        .flatMap(block -> block.group(1).lines())
        .flatMap(line -> EXAMPLE.matcher(line).results())
        .map(example -> example.group(1).strip());
  }

  private static List<String> words(String example) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(example);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsUnderstood(String example) {
    List<String> words = words(example);

    CommandLine.ParseResult parsed = tree().parseArgs(words.toArray(String[]::new));

    assertEquals(words.getFirst(), parsed.subcommand().commandSpec().name());
  }

  @Test
  void everyCommandHasAnExample() throws IOException {
    List<String> shown = examples().map(example -> words(example).getFirst()).toList();
    List<String> elsewhere = List.of("run", "config");

    tree()
        .getSubcommands()
        .forEach((name, command) -> {
          boolean hidden = command.getCommandSpec().usageMessage().hidden();
          assertTrue(hidden || elsewhere.contains(name) || shown.contains(name), name);
        });
  }

  @Test
  void theHelpOfEveryCommandFitsItsWidth() {
    tree()
        .getSubcommands()
        .forEach((name, command) -> {
          String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
          assertTrue(help.startsWith("Usage: nws " + name), help);
        });
  }
}
