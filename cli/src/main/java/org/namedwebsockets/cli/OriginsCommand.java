package org.namedwebsockets.cli;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code nws origins}: which sites may open sockets, decided by the person at the shell. */
final class OriginsCommand {
  private static final String JSON = "--json";
  private static final String CHANNEL = "--channel";

  private OriginsCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Shows which sites wait, and which may or may not open sockets.",
            command -> show(shell, command, ask(shell, command, "GET", "")));
    spec.addOption(json());
    SettingOptions.add(spec, Setting.PORT);
    spec.addSubcommand("allow", allow(shell));
    spec.addSubcommand("deny", decision(shell, "deny", "Denies a site; its sockets are closed."));
    spec.addSubcommand(
        "forget",
        decision(shell, "forget", "Forgets what was said of a site; --origins holds again."));
    return spec;
  }

  private static CommandSpec allow(Shell shell) {
    CommandSpec spec =
        decision(shell, "allow", "Allows a site, on all channels or on those given.");
    spec.addOption(
        OptionSpec.builder(CHANNEL)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel("SCOPE/NAME")
            .description("On this channel only; network/chat, local/game-*; may be repeated.")
            .build());
    return spec;
  }

  private static CommandSpec decision(Shell shell, String word, String line) {
    CommandSpec spec =
        Commands.spec(line, command -> show(shell, command, decide(shell, command, word)));
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("ORIGIN")
            .type(String.class)
            .arity("1")
            .description("Such as https://example.org, or https://*.example.org")
            .build());
    spec.addOption(json());
    return SettingOptions.add(spec, Setting.PORT);
  }

  private static OptionSpec json() {
    return OptionSpec.builder(JSON).description("As it came, in one line.").build();
  }

  private static String decide(Shell shell, CommandLine command, String word)
      throws ConfigException, IOException {
    StringBuilder query = new StringBuilder("?decision=" + word);
    String origin = command.getParseResult().matchedPositionalValue(0, "");
    query.append("&origin=").append(escaped(origin));
    List<String> channels = command.getParseResult().matchedOptionValue(CHANNEL, List.of());
    channels.forEach(channel -> query.append("&channel=").append(escaped(channel)));
    return ask(shell, command, "POST", query.toString());
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int show(Shell shell, CommandLine command, String answer) {
    boolean asIs = command.getParseResult().hasMatchedOption(JSON);
    shell.out().println(asIs ? answer : Json.indented(answer));
    return ExitCode.OK;
  }

  private static String ask(Shell shell, CommandLine command, String method, String query)
      throws ConfigException, IOException {
    ProxyQuery.Answer answer =
        ProxyQuery.answer(Target.of(shell, command), method, "/api/origins" + query);
    if (answer.status() != 200) {
      throw new IOException(answer.body().strip());
    }
    return answer.body();
  }
}
