package org.namedwebsockets.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that runs in a thread, with nobody at a terminal. */
final class Running implements AutoCloseable {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PipedOutputStream in = new PipedOutputStream();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final Thread thread;

  private Running(int port, String... words) throws IOException {
    Shell shell =
        new Shell(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of("NWS_PORT", String.valueOf(port)),
            Path.of("/nowhere/nws.conf"),
            new PipedInputStream(in),
            Tty.NONE);
    thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                ended.complete(Commands.execute(shell, words));
              } catch (RuntimeException | Error broken) {
                ended.completeExceptionally(broken);
              }
            });
  }

  /**
   * Starts one.
   *
   * @param port where the proxy is
   * @param words the command
   */
  static Running start(int port, String... words) {
    try {
      return new Running(port, words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one to its end. */
  static Running run(int port, String... words) {
    Running command = start(port, words);
    command.types("");
    command.ends();
    return command;
  }

  /** Gives it its whole input. */
  void types(String text) {
    types(text.getBytes(UTF_8));
  }

  void types(byte[] bytes) {
    try (in) {
      in.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end. */
  int ends() {
    return ended.orTimeout(Heard.PATIENCE_S, TimeUnit.SECONDS).join();
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
