package org.namedwebsockets.verify.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.namedwebsockets.verify.lan.LanProxy;
import org.namedwebsockets.verify.lan.Running;
import org.namedwebsockets.verify.lan.TestLan;

/**
 * A small Debian of its own in a folder, a copy of the one that {@code scripts/make-root} made;
 * gone when it is closed. A program in it sees that folder as the file system, and real {@code
 * /proc} and {@code /dev}.
 */
final class FreshRoot implements AutoCloseable {
  private static final Path TARGET = Path.of("..", "target").toAbsolutePath().normalize();
  private static final Path ORIGINAL = TARGET.resolve("root/debian");
  private static final long COMMAND_S_MAX = 120;

  /** Changes with every command, or is of no package. */
  private static final List<String> PASSED_OVER =
      List.of("/var/lib/dpkg/", "/var/log/", "/proc/", "/dev/", "/tmp/");

  private final Path folder;

  private FreshRoot(Path folder) {
    this.folder = folder;
  }

  /** Makes one. */
  static FreshRoot open() {
    if (!Files.exists(ORIGINAL.resolve("etc/debian_version"))) {
      throw new AssertionError("there is no root to copy: run scripts/make-root as root");
    }
    try {
      Path folder = Files.createTempDirectory(TARGET, "root-");
      FreshRoot root = new FreshRoot(folder);
      root.outside("cp", "-a", "--reflink=auto", ORIGINAL + "/.", folder.toString());
      // So that a person who is not root may walk in.
      root.outside("chmod", "755", folder.toString());
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one package with this ending. */
  static Path built(String ending) {
    Path packages = TARGET.resolve("packages");
    try (Stream<Path> all = Files.list(packages)) {
      List<Path> found = all.filter(path -> path.toString().endsWith(ending)).toList();
      assertEquals(1, found.size(), "run ./package; there is " + found);
      return found.getFirst();
    } catch (IOException e) {
      throw new AssertionError("run ./package: there is no " + packages, e);
    }
  }

  /** Where a file in here is for those outside. */
  Path path(String inside) {
    return folder.resolve(inside.substring(1));
  }

  String read(String inside) {
    try {
      return Files.readString(path(inside));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void append(String inside, String text) {
    try {
      Files.writeString(path(inside), read(inside) + text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a file into {@code /tmp} in here; its name there. */
  String bring(Path file) {
    outside("cp", file.toString(), path("/tmp").toString());
    return "/tmp/" + file.getFileName();
  }

  /** Every path in here that a package might have made. */
  List<String> files() {
    return outside("find", folder.toString(), "-printf", "/%P\n")
        .lines()
        .filter(path -> PASSED_OVER.stream().noneMatch(path::startsWith))
        .sorted()
        .toList();
  }

  /** Runs a command in here and waits for it to succeed. */
  String run(String... command) {
    return outside(entering("", command).toArray(String[]::new));
  }

  /** Runs a command outside and waits for it to succeed. */
  String outside(String... command) {
    try {
      Path output = Files.createTempFile("nws-root", ".out");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      Process process = builder.redirectOutput(output.toFile()).start();
      boolean ended = process.waitFor(COMMAND_S_MAX, TimeUnit.SECONDS);
      String said = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      if (!ended) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + " goes on:\n" + said);
      }
      assertEquals(0, process.exitValue(), () -> String.join(" ", command) + ":\n" + said);
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts {@code nws} in here on a machine of a LAN, and waits until it says its console. */
  LanProxy nws(TestLan.Machine machine, String user, String... command) {
    Running running = machine.start(entering(user, command).toArray(String[]::new));
    return LanProxy.from(machine, running);
  }

  /** The command that becomes this one in here, in a mount namespace that ends with it. */
  private List<String> entering(String user, String... command) {
    String script =
        "mount -t proc proc \"$1/proc\" && mount --bind /dev \"$1/dev\" && cd / && root=$1 && "
            + "shift && exec chroot "
            + (user.isEmpty() ? "" : "--userspec=" + user + " ")
            + "\"$root\" env -i PATH=/usr/bin:/usr/sbin:/bin:/sbin DEBIAN_FRONTEND=noninteractive "
            + "\"$@\"";
    List<String> all = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", script, "sh"));
    all.add(folder.toString());
    all.addAll(List.of(command));
    return all;
  }

  @Override
  public void close() {
    outside("rm", "-rf", "--one-file-system", folder.toString());
  }
}
