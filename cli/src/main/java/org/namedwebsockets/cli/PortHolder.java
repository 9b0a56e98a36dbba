package org.namedwebsockets.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The process that listens on a port, as Linux tells it.
 *
 * @param pid its process id
 * @param command its command line
 */
record PortHolder(long pid, String command) {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";
  private static final int COMMAND_LENGTH_MAX = 60;

  /** Finds it. Empty elsewhere than on Linux, and if it belongs to another user. */
  static Optional<PortHolder> find(int port) {
    Set<String> inodes = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      inodes.addAll(listening(read(PROC.resolve("net").resolve(table)), port));
    }
    return inodes.isEmpty() ? Optional.empty() : find(inodes);
  }

  /**
   * The sockets that listen on a port. Pure.
   *
   * @param table the text of {@code /proc/net/tcp} or {@code tcp6}
   * @return their inodes
   */
  static Set<String> listening(String table, int port) {
    Set<String> inodes = new HashSet<>();
    String ending = ":" + String.format(Locale.ROOT, "%04X", port);
    table
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(f -> f.length > 9 && f[1].endsWith(ending) && f[3].equals(LISTENING))
        .forEach(fields -> inodes.add(fields[9]));
    return inodes;
  }

  private static Optional<PortHolder> find(Set<String> inodes) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, inodes)) {
          long pid = Long.parseLong(process.getFileName().toString());
          return Optional.of(new PortHolder(pid, command(process)));
        }
      }
      return Optional.empty();
    } catch (IOException | DirectoryIteratorException _) {
      return Optional.empty(); // not Linux, or hidden from us
    }
  }

  private static boolean holds(Path process, Set<String> inodes) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (inodes.contains(socket(file))) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException _) {
      return false; // gone meanwhile, or another user's
    }
  }

  /** The inode of an open socket; empty for other files. */
  private static String socket(Path file) {
    try {
      String target = Files.readSymbolicLink(file).toString();
      return target.startsWith("socket:[") ? target.substring(8, target.length() - 1) : "";
    } catch (IOException _) {
      return ""; // closed meanwhile
    }
  }

  private static String command(Path process) {
    String line = shortened(read(process.resolve("cmdline")));
    return line.isEmpty() ? read(process.resolve("comm")).strip() : line;
  }

  /**
   * What tells a person which program it is. Pure.
   *
   * @param cmdline the text of {@code /proc/<pid>/cmdline}
   * @return the program without its folders; for Java its jar or module instead of its options
   */
  static String shortened(String cmdline) {
    List<String> words = List.of(cmdline.split("\0"));
    String program = name(words.getFirst());
    for (String flag : List.of("-jar", "-m", "-p")) {
      int at = words.indexOf(flag);
      if (program.equals("java") && at > 0 && at + 1 < words.size()) {
        return "java " + flag + " " + name(words.get(at + 1));
      }
    }
    return (program + " " + String.join(" ", words.subList(1, words.size()))).strip();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }

  /** For people: {@code clickhouse-server --daemon (pid 812)}. */
  String text() {
    String shown =
        command.length() > COMMAND_LENGTH_MAX
            ? command.substring(0, COMMAND_LENGTH_MAX) + "…"
            : command;
    return Quoted.of(shown) + " (pid " + pid + ")";
  }
}
