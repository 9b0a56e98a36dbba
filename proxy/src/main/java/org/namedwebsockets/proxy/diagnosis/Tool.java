package org.namedwebsockets.proxy.diagnosis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a program of the system's administrator for what it knows. */
final class Tool {
  /** Where only an administrator puts programs: not the PATH, which others may have set. */
  private static final List<Path> FOLDERS = List.of(Path.of("/usr/sbin"), Path.of("/sbin"));

  private static final long WAIT_MS = 2_000;
  private static final int OUTPUT_BYTES_MAX = 256 << 10;

  private Tool() {}

  /**
   * What it prints; empty if it is not there, fails, as it does for who may not ask, or takes long.
   */
  static Optional<String> said(String name, String... arguments) {
    for (Path folder : FOLDERS) {
      Path program = folder.resolve(name);
      if (Files.isExecutable(program)) {
        return said(program, List.of(arguments));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> said(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      Path output = Files.createTempFile("nws-doctor", ".txt");
      try {
        return ran(new ProcessBuilder(command), output)
            ? Optional.of(start(output))
            : Optional.empty();
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException _) {
      return Optional.empty(); // not for us
    }
  }

  /** Its output goes into a file: reading a pipe of a program that hangs would hang too. */
  private static boolean ran(ProcessBuilder program, Path output) throws IOException {
    Process process =
        program
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.getOutputStream().close();
      return process.waitFor(WAIT_MS, TimeUnit.MILLISECONDS) && process.exitValue() == 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8);
    }
  }
}
