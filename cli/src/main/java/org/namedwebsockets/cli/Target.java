package org.namedwebsockets.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.namedwebsockets.client.Token;
import picocli.CommandLine;

/**
 * The proxy that a command talks to.
 *
 * @param port its local port
 * @param token what is shown to it, if it asks
 * @param tokenFile where the token is kept
 */
record Target(int port, Token token, Optional<Path> tokenFile) {
  static final String HOST = "127.0.0.1";

  /** One that nothing is shown to. */
  static Target at(int port) {
    return new Target(port, Token.NONE, Optional.empty());
  }

  /** The one that is meant by what was given to a command. */
  static Target of(Shell shell, CommandLine command) throws ConfigException {
    Settings settings = shell.settings(SettingOptions.given(command));
    String text = shell.environment().getOrDefault("NWS_TOKEN", "");
    Optional<Path> file = settings.tokenFile();
    Token token = text.isEmpty() ? file.map(Token::inFile).orElse(Token.NONE) : Token.of(text);
    return new Target(settings.proxyConfig().port(), token, file);
  }
}
