package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./nws} as a user runs it: a process of its own, with an empty home and no settings. */
public final class NwsProcess implements AutoCloseable {
  /** The launcher in this checkout. */
  public static final Path LAUNCHER = Path.of("..", "nws").toAbsolutePath().normalize();

  private static final Pattern CONSOLE = Pattern.compile("Console: http://localhost:(\\d+)/.*");

  private final Process process;
  private final BufferedReader out;
  private final List<String> said = new ArrayList<>();
  private final Path errors;

  private NwsProcess(Process process, Path errors) {
    this.process = process;
    this.out = process.inputReader();
    this.errors = errors;
  }

  /**
   * Starts one.
   *
   * @param folder its home and working directory
   * @param environment variables it gets besides the usual ones
   * @param command the launcher, then its arguments
   */
  public static NwsProcess start(Path folder, Map<String, String> environment, String... command) {
    try {
      Path errors = Files.createTempFile(folder, "nws", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("NWS_"));
      builder.environment().remove("XDG_CONFIG_HOME");
      builder.environment().put("HOME", folder.toString());
      builder.environment().putAll(environment);
      builder.redirectError(errors.toFile());
      return new NwsProcess(builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says where its console is. */
  public int port() {
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        Matcher console = CONSOLE.matcher(line);
        if (console.matches()) {
          return Integer.parseInt(console.group(1));
        }
      }
      return fail("it did not start: " + said + errors());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end. */
  public int exitCode() {
    try {
      out.lines().forEach(said::add);
      assertTrue(process.waitFor(TestPeer.PATIENCE_S, TimeUnit.SECONDS), "it goes on");
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a signal such as {@code TERM}. */
  public void signal(String name) {
    try {
      String pid = String.valueOf(process.pid());
      new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a signal again and again, as an impatient person does. */
  void signalUntilItEnds(String name) {
    try {
      do {
        signal(name);
      } while (!process.waitFor(100, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All of stdout; complete once it has ended. */
  String output() {
    return String.join("\n", said);
  }

  /** What it wrote to stderr so far. */
  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
