package org.namedwebsockets.verify.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of {@code nws} as a process of its own, with an empty home and nobody at a terminal.
 */
final class NwsCommand implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private NwsCommand(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts one.
   *
   * @param folder its home
   * @param port where the proxy is
   * @param words the command
   */
  static NwsCommand start(Path folder, int port, String... words) {
    try {
      Path out = Files.createTempFile(folder, "nws", ".out");
      Path err = Files.createTempFile(folder, "nws", ".err");
      ProcessBuilder builder = new ProcessBuilder(line(words)).directory(folder.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("NWS_"));
      builder.environment().remove("XDG_CONFIG_HOME");
      builder.environment().put("HOME", folder.toString());
      builder.environment().put("NWS_PORT", String.valueOf(port));
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      return new NwsCommand(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one to its end. */
  static NwsCommand run(Path folder, int port, String... words) {
    NwsCommand command = start(folder, port, words);
    command.types("");
    command.ends();
    return command;
  }

  /** What starts it, as words. */
  static List<String> line(String... words) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> line = new ArrayList<>();
    line.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.add("org.namedwebsockets.cli.Main");
    line.addAll(List.of(words));
    return line;
  }

  /** Gives it its whole input. */
  void types(String text) {
    types(text.getBytes(UTF_8));
  }

  void types(byte[] bytes) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end. */
  int ends() {
    try {
      assertTrue(process.waitFor(TestPeer.PATIENCE_S, TimeUnit.SECONDS), "it goes on: " + err());
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String out() {
    return new String(bytes(), UTF_8);
  }

  byte[] bytes() {
    try {
      return Files.readAllBytes(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String err() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
