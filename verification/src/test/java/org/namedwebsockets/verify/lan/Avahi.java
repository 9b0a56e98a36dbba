package org.namedwebsockets.verify.lan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An avahi-daemon of its own on one machine of a {@link TestLan}, with a message bus of its own.
 * Neither touches those of the real machine.
 */
final class Avahi implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(20);
  private static final String BUS =
      """
      <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
        "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig>
        <listen>unix:path=%s</listen>
        <auth>EXTERNAL</auth>
        <policy context="default">
          <allow user="*"/><allow own="*"/>
          <allow send_destination="*"/><allow receive_sender="*"/>
        </policy>
      </busconfig>
      """;
  private static final String DAEMON =
      """
      [server]
      host-name=strange
      use-ipv4=yes
      use-ipv6=yes
      [wide-area]
      enable-wide-area=no
      [publish]
      publish-hinfo=no
      publish-workstation=no
      """;

  private final TestLan.Machine machine;
  private final Path folder;

  private Avahi(TestLan.Machine machine, Path folder) {
    this.machine = machine;
    this.folder = folder;
  }

  /**
   * Starts one.
   *
   * @throws AssertionError if avahi or dbus are not installed
   */
  static Avahi on(TestLan.Machine machine) {
    for (String program : List.of("avahi-daemon", "avahi-browse", "dbus-daemon")) {
      if (Stream.of("/usr/sbin", "/usr/bin")
          .noneMatch(bin -> Files.isExecutable(Path.of(bin, program)))) {
        throw new AssertionError(
            program + " is missing: apt-get install avahi-daemon avahi-utils dbus");
      }
    }
    try {
      Avahi avahi = new Avahi(machine, machine.folder("nws-avahi"));
      avahi.start();
      return avahi;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start() throws IOException {
    Path socket = folder.resolve("bus");
    Files.writeString(folder.resolve("bus.conf"), BUS.formatted(socket));
    Files.writeString(folder.resolve("avahi.conf"), DAEMON);
    machine
        .start(
            "dbus-daemon",
            "--config-file=" + folder.resolve("bus.conf"),
            "--nofork",
            "--nopidfile",
            "--print-address=1")
        .awaitStart("unix:", START_MAX);
    // Its run folder holds one daemon's files; each namespace gets one that only it sees.
    Running daemon =
        machine.start(
            "sh",
            "-c",
            "mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon"
                + " && DBUS_SYSTEM_BUS_ADDRESS=unix:path="
                + socket
                + " exec avahi-daemon -f "
                + folder.resolve("avahi.conf")
                + " --no-drop-root --no-rlimits --no-chroot --no-proc-title");
    daemon.awaitStart("Server startup complete", START_MAX);
  }

  /** Starts one of its tools. */
  Running tool(String... command) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("env", "DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + folder.resolve("bus")));
    all.addAll(List.of(command));
    return machine.start(all.toArray(String[]::new));
  }

  /** Removes its files; the LAN stops its programs. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
