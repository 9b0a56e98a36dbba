package org.namedwebsockets.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.protocol.Message;

/**
 * Brings messages to the output.
 *
 * @param json as JSON, one object for each
 * @param sender with who said it
 * @param end what follows each
 */
record Printer(Shell shell, boolean json, boolean sender, String end) {
  void print(Incoming incoming) {
    if (json) {
      shell.say(line(incoming) + end);
      return;
    }
    if (sender) {
      boolean coloured = shell.isColoured();
      shell.say((coloured ? "\u001b[1m" : "") + incoming.from() + (coloured ? "\u001b[0m" : ""));
      shell.say(": ");
    }
    shell.write(shell.tty().out() ? plain(incoming) : incoming.bytes());
    shell.say(end);
  }

  /** For a terminal, which must not be told what to do by whoever is on the channel. */
  private static byte[] plain(Incoming incoming) {
    return incoming.text().replaceAll("[\\p{Cc}&&[^\n\t]]", "?").getBytes(StandardCharsets.UTF_8);
  }

  /** One object: who, to whom, and {@code text}, {@code json} or {@code base64}. Pure. */
  static String line(Incoming incoming) {
    StringBuilder out = new StringBuilder("{\"from\":");
    Json.string(out, incoming.from());
    Json.string(out.append(",\"sort\":"), incoming.sort().name().toLowerCase(Locale.ROOT));
    switch (incoming.message().kind()) {
      case TEXT -> Json.string(out.append(",\"text\":"), incoming.text());
      case JSON -> out.append(",\"json\":").append(compact(incoming.message()));
      case BINARY ->
          Json.string(
              out.append(",\"base64\":"), Base64.getEncoder().encodeToString(incoming.bytes()));
    }
    return out.append('}').toString();
  }

  /** A line is a line: JSON may only have line feeds between its parts. */
  private static String compact(Message json) {
    return json.asText().replace('\n', ' ').replace('\r', ' ');
  }
}
