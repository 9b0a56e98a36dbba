package org.namedwebsockets.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code nws status}: what the proxy on this machine says of itself. */
final class StatusCommand {
  private static final String JSON = "--json";

  private StatusCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Shows what the running proxy says of itself.",
            command -> {
              String status = ask(Target.of(shell, command));
              boolean asIs = command.getParseResult().hasMatchedOption(JSON);
              shell.out().println(asIs ? status : Json.indented(status));
              return ExitCode.OK;
            });
    spec.addOption(OptionSpec.builder(JSON).description("As it came, in one line.").build());
    return SettingOptions.add(spec, Setting.PORT);
  }

  /** The answer of the proxy; what is wrong otherwise is for the user. */
  static String ask(Target target) throws IOException {
    ProxyQuery.Answer answer = ProxyQuery.answer(target, "GET", "/api/status");
    if (answer.wantsToken()) {
      throw new IOException(answer.body().strip());
    }
    if (!answer.isProxy()) {
      throw new IOException(
          "what answers on port %d is no nws (status %d for /api/status)."
              .formatted(target.port(), answer.status()));
    }
    return answer.body();
  }
}
