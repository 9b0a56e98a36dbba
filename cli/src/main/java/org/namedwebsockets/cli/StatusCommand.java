package org.namedwebsockets.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code nws status}: what the proxy on this machine says of itself. */
final class StatusCommand {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final String JSON = "--json";

  private StatusCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Shows what the running proxy says of itself.",
            command -> {
              int port = shell.settings(SettingOptions.given(command)).proxyConfig().port();
              String status = ask(port);
              boolean asIs = command.getParseResult().hasMatchedOption(JSON);
              shell.out().println(asIs ? status : Json.indented(status));
              return ExitCode.OK;
            });
    spec.addOption(OptionSpec.builder(JSON).description("As it came, in one line.").build());
    return SettingOptions.add(spec, Setting.PORT);
  }

  private static String ask(int port) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/status"))
            .timeout(ANSWER_MAX)
            .build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(
            "what answers on port %d is no nws (status %d for /api/status)."
                .formatted(port, answer.statusCode()));
      }
      return answer.body();
    } catch (ConnectException _) {
      throw new IOException(
          "nothing answers on port %d. Start the proxy with: nws".formatted(port));
    } catch (HttpTimeoutException _) {
      throw new IOException(
          "port %d does not answer within %d s.".formatted(port, ANSWER_MAX.toSeconds()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted.");
    }
  }
}
