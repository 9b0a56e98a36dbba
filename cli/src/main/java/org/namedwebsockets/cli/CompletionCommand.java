package org.namedwebsockets.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nws completion}: what lets bash and zsh complete our words. */
final class CompletionCommand {
  private CompletionCommand() {}

  static CommandSpec spec(Shell shell) {
    return Commands.spec(
        "Prints a script that completes our words in bash and zsh: source <(nws completion)",
        _ -> {
          shell.say(AutoComplete.bash("nws", Commands.tree(shell)));
          shell.flush();
          return ExitCode.OK;
        });
  }
}
