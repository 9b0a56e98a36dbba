package org.namedwebsockets.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.wire.JsonTree;
import org.namedwebsockets.proxy.access.Tokens;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nws token}: where the token is, another one, and what lets in pages. */
final class TokenCommand {
  private static final String NEW = "--new";
  private static final String CONSOLE = "--console";
  private static final String PAGE = "--page";

  private TokenCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Prints where the token is that programs show to a proxy with --programs token.",
            command -> run(shell, command, Target.of(shell, command)));
    spec.addOption(
        ChannelArgs.flag("Makes another; sockets that came with the old one are closed.", NEW));
    spec.addOption(
        ChannelArgs.flag(
            "Prints a link, good once, that opens the console in a browser.", CONSOLE));
    spec.addOption(
        ChannelArgs.option(
            "ORIGIN", "Prints what pages of this site show, such as https://example.org", PAGE));
    return SettingOptions.add(spec, Setting.PORT, Setting.TOKEN_FILE);
  }

  private static int run(Shell shell, CommandLine command, Target target)
      throws ConfigException, IOException {
    Path file =
        target
            .tokenFile()
            .orElseThrow(() -> new ConfigException("There is no place for a token: --token-file."));
    String origin = command.getParseResult().matchedOptionValue(PAGE, "");
    if (command.getParseResult().hasMatchedOption(NEW)) {
      ask(target, "/api/token");
      shell.out().println("A new token is in " + file);
    } else if (command.getParseResult().hasMatchedOption(CONSOLE)) {
      shell
          .out()
          .println(
              "http://localhost:%d/console#ticket=%s".formatted(target.port(), ticket(target)));
    } else if (!origin.isEmpty()) {
      shell.out().println(Tokens.pageKey(read(file), checked(origin)));
    } else {
      read(file);
      shell.out().println(file);
    }
    return ExitCode.OK;
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be read%s"
              .formatted(
                  file,
                  Files.exists(file)
                      ? ": it is not yours."
                      : "; the first start with --programs token makes it."),
          e);
    }
  }

  /** As a browser writes it, or the key would fit nobody. */
  private static String checked(String origin) throws ConfigException {
    if (!origin.matches("(null|file://|[a-z][a-z0-9+.-]*://[!-.0-~]+)")
        || origin.matches(".*[A-Z].*")) {
      throw new ConfigException(
          PAGE + " wants an origin as browsers write it, such as https://example.org.");
    }
    return origin;
  }

  private static String ticket(Target target) throws IOException {
    try {
      return JsonTree.of(ask(target, "/api/tickets")).field("ticket").text();
    } catch (ProtocolException e) {
      throw new IOException("what answers is no nws: " + e.getMessage(), e);
    }
  }

  private static String ask(Target target, String path) throws IOException {
    ProxyQuery.Answer answer = ProxyQuery.answer(target, "POST", path);
    if (answer.status() != 200) {
      throw new IOException(answer.body().strip());
    }
    return answer.body();
  }
}
