package org.namedwebsockets.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code nws train}, hidden: does what a proxy and the commands do, so that the Java runtime can
 * note which classes they need and how, for its ahead-of-time cache. Loopback only.
 */
final class TrainCommand {
  private static final int MESSAGES = 200;
  private static final int WAIT_SECONDS_MAX = 10;

  private TrainCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec("Trains the start-up cache.", command -> train(shell.environment()));
    spec.usageMessage().hidden(true);
    return spec;
  }

  private static int train(Map<String, String> environment) throws IOException {
    Logs.configure(LogLevel.INFO, LogFormat.TEXT);
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Shell quiet = new Shell(nowhere, nowhere, environment, Settings.SYSTEM_FILE);
    List.of("--help", "--version", "config").forEach(word -> Commands.execute(quiet, word));
    nowhere.print(Greeting.text(Proxy.version(), ProxyConfig.DEFAULTS.port()));
    try (Proxy proxy = Proxy.start(offline());
        HttpClient client = HttpClient.newHttpClient()) {
      Commands.execute(quiet, "status", "--port", String.valueOf(proxy.port()));
      get(client, proxy.port(), "/console");
      talk(client, proxy.port());
      return ExitCode.OK;
    } catch (BindException e) {
      throw new IOException("no free port for the training: " + e.getMessage(), e);
    }
  }

  private static ProxyConfig offline() {
    Draft draft = new Draft();
    draft.port = 0;
    draft.lan = false;
    return draft.proxyConfig();
  }

  private static void get(HttpClient client, int port, String path) throws IOException {
    try {
      client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted.");
    }
  }

  /** Two peers on a channel; one sends, the other counts. */
  private static void talk(HttpClient client, int port) throws IOException {
    CountDownLatch arrived = new CountDownLatch(MESSAGES);
    WebSocket.Listener counting =
        new WebSocket.Listener() {
          @Override
          public @Nullable CompletionStage<?> onText(
              WebSocket socket, CharSequence part, boolean last) {
            socket.request(1);
            arrived.countDown();
            return null;
          }
        };
    String channel = "ws://127.0.0.1:" + port + "/local/train/";
    try {
      WebSocket reader =
          client.newWebSocketBuilder().buildAsync(URI.create(channel + "1"), counting).join();
      WebSocket writer =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create(channel + "2"), new WebSocket.Listener() {})
              .join();
      for (int i = 0; i < MESSAGES; i++) {
        writer.sendText("message " + i, true).join();
      }
      if (!arrived.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IOException("the messages of the training did not arrive.");
      }
      reader.abort();
      writer.abort();
    } catch (CompletionException e) {
      throw new IOException("the peers of the training could not talk: " + e.getCause(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted.");
    }
  }
}
