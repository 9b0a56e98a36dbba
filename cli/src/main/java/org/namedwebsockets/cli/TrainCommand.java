package org.namedwebsockets.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code nws train}, hidden: does what proxies and the commands do, so that the Java runtime can
 * note which classes they need and how, for its ahead-of-time cache. Two proxies find one another
 * and bridge a channel, on the loopback interface only.
 */
final class TrainCommand {
  private static final int MESSAGES = 200;
  private static final int WAIT_SECONDS_MAX = 10;

  private TrainCommand() {}

  static CommandSpec spec() {
    CommandSpec spec = Commands.spec("Trains the start-up cache.", _ -> train());
    spec.usageMessage().hidden(true);
    return spec;
  }

  private static int train() throws IOException {
    Logs.configure(LogLevel.INFO, LogFormat.TEXT);
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Shell quiet = new Shell(nowhere, nowhere, Map.of(), Settings.SYSTEM_FILE);
    List.of("--help", "--version", "config").forEach(word -> Commands.execute(quiet, word));
    nowhere.print(Greeting.text(Proxy.version(), ProxyConfig.DEFAULTS.port(), false));
    String channel = "/network/train-" + UUID.randomUUID();
    try (Proxy here = Proxy.start(onLoopback());
        Proxy there = Proxy.start(onLoopback());
        HttpClient client = HttpClient.newHttpClient()) {
      String port = String.valueOf(here.port());
      Commands.execute(quiet, "status", "--port", port);
      Commands.execute(quiet, "peers", "--port", port);
      listenAndSpeak(quiet, port);
      get(client, here.port(), "/console");
      talk(client, here.port() + channel + "/1", there.port() + channel + "/2");
      return ExitCode.OK;
    } catch (BindException e) {
      throw new IOException("no free port for the training: " + e.getMessage(), e);
    }
  }

  /** The commands that scripts run most, and so should start soonest. */
  private static void listenAndSpeak(Shell quiet, String port) {
    String[] sub = {"sub", "train", "--local", "-C", "1", "-W", "10", "--port", port};
    String[] pub = {"pub", "train", "--local", "--peers", "1", "--port", port, "hello"};
    String[] ask = {"request", "train", "--local", "--port", port, "nobody", "hello"};
    Thread listening = Thread.startVirtualThread(() -> Commands.execute(quiet, sub));
    Commands.execute(quiet, pub);
    Commands.execute(quiet, ask);
    listening.interrupt();
  }

  private static ProxyConfig onLoopback() throws IOException {
    Draft draft = new Draft();
    draft.port = 0;
    draft.linkPort = 0;
    draft.interfaces =
        NetworkInterface.networkInterfaces()
            .filter(card -> card.inetAddresses().anyMatch(InetAddress::isLoopbackAddress))
            .map(NetworkInterface::getName)
            .toList();
    draft.lan = !draft.interfaces.isEmpty();
    return draft.proxyConfig();
  }

  private static void get(HttpClient client, int port, String path) throws IOException {
    try {
      client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(WAIT_SECONDS_MAX))
              .build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted.");
    }
  }

  /** Two peers on a channel; one sends until the other has heard enough. */
  private static void talk(HttpClient client, String readerAt, String writerAt) throws IOException {
    CountDownLatch heard = new CountDownLatch(MESSAGES);
    try {
      WebSocket reader = join(client, readerAt, heard);
      WebSocket writer = join(client, writerAt, new CountDownLatch(1));
      long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
      do {
        writer.sendText("{\"message\":\"of the training\"}", true).join();
        if (System.nanoTime() - giveUpNs > 0) {
          throw new IOException("the messages of the training did not arrive.");
        }
      } while (!heard.await(1, TimeUnit.MILLISECONDS));
      reader.abort();
      writer.abort();
    } catch (CompletionException e) {
      throw new IOException("the peers of the training could not talk: " + e.getCause(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted.");
    }
  }

  private static WebSocket join(HttpClient client, String at, CountDownLatch heard) {
    WebSocket.Listener counting =
        new WebSocket.Listener() {
          @Override
          public @Nullable CompletionStage<?> onText(
              WebSocket socket, CharSequence part, boolean last) {
            socket.request(1);
            heard.countDown();
            return null;
          }
        };
    return client
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + at), counting)
        .join();
  }
}
