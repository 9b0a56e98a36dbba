package org.namedwebsockets.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
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
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code nws train-commands}, hidden: does what the commands do, for their own start-up cache, and
 * with that gives the proxies of {@link TrainDaemon} something to do. Its output is their input.
 */
final class TrainCommand {
  private static final int MESSAGES = 200;
  private static final int WAIT_SECONDS_MAX = 10;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private TrainCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec = Commands.spec("Trains the start-up caches.", _ -> train(shell));
    spec.usageMessage().hidden(true);
    return spec;
  }

  private static int train(Shell shell) throws IOException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Shell quiet = new Shell(nowhere, nowhere, Map.of(), Settings.SYSTEM_FILE);
    int here = freePort();
    int there = freePort();
    shell.say(here + " " + there + "\n");
    shell.flush();
    List.of("--help", "--version", "config").forEach(word -> Commands.execute(quiet, word));
    try {
      awaitProxy(here);
      awaitProxy(there);
      String port = String.valueOf(here);
      for (String word : List.of("status", "peers", "channels", "proxies", "origins")) {
        Commands.execute(quiet, word, "--port", port);
      }
      listenAndSpeak(quiet, port);
      ProxyQuery.answer(Target.at(here), "GET", "/console");
      String channel = "/network/train-" + UUID.randomUUID();
      talk(here + channel + "/1", there + channel + "/2");
      return ExitCode.OK;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted.");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static void awaitProxy(int port) throws IOException, InterruptedException {
    long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (!isThere(port)) {
      if (System.nanoTime() - giveUpNs > 0) {
        throw new IOException("the proxies of the training did not start.");
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private static boolean isThere(int port) {
    try {
      return ProxyQuery.status(Target.at(port), Duration.ofSeconds(1)).isProxy();
    } catch (IOException _) {
      return false;
    }
  }

  /** The commands that scripts run most, and so should start soonest. */
  private static void listenAndSpeak(Shell quiet, String port) {
    String[] sub = {"sub", "train", "--local", "-C", "1", "-W", "10", "--port", port};
    String[] pub = {"pub", "train", "--local", "--peers", "1", "--port", port, "hello"};
    String[] ask = {"request", "train", "--local", "--port", port, "nobody", "hello"};
    String[] send = {"send", "train", "--local", "--port", port, "nobody", "hello"};
    Thread listening = Thread.startVirtualThread(() -> Commands.execute(quiet, sub));
    Commands.execute(quiet, pub);
    Commands.execute(quiet, ask);
    Commands.execute(quiet, send);
    listening.interrupt();
  }

  /** Two raw peers on a channel; one sends until the other has heard enough. */
  private static void talk(String readerAt, String writerAt)
      throws IOException, InterruptedException {
    CountDownLatch heard = new CountDownLatch(MESSAGES);
    try (HttpClient client = HttpClient.newHttpClient()) {
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
