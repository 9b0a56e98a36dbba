package org.namedwebsockets.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.proxy.access.Decision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where decisions about sites are kept between runs: one line for each, in a file that only its
 * owner may read. Safe to use from any thread; the last one kept wins.
 */
final class OriginsFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OriginsFile.class);
  private static final String HEAD = "# Sites that may or may not open sockets; see 'nws origins'.";

  /** How long the end waits for a disk. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private final Path file;
  private final List<String> strange = new ArrayList<>();
  private final AtomicReference<@Nullable List<Decision>> unwritten = new AtomicReference<>();
  private volatile @Nullable Thread writing;

  OriginsFile(Path file) {
    this.file = file;
  }

  /**
   * What was kept. A line that says nothing is told in the log, and kept as it is: perhaps a newer
   * version wrote it.
   *
   * @throws UncheckedIOException if it cannot be read: without it, whom somebody denied would be in
   */
  List<Decision> read() {
    List<Decision> found = new ArrayList<>();
    for (String line : lines()) {
      try {
        if (!line.isBlank() && !line.startsWith("#")) {
          found.add(Decision.parse(line));
        }
      } catch (IllegalArgumentException malformed) {
        strange.add(line);
        LOG.warn("origins.line detail=\"{}\"", malformed.getMessage());
      }
    }
    return found;
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "the decisions about sites in " + file + " cannot be read: mend it or move it away",
          unreadable);
    }
  }

  /** Keeps them, off the caller's thread: who decides does not wait for a disk. */
  void keep(List<Decision> decisions) {
    unwritten.set(decisions);
    writing = Thread.ofVirtual().start(this::write);
  }

  /** Waits until what was decided last is kept. */
  @Override
  public void close() {
    Thread last = writing;
    try {
      if (last != null && !last.join(CLOSE_MAX)) {
        LOG.warn("origins.unsaved cause=\"the disk takes too long\"");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes the newest; nothing if another thread has. */
  private synchronized void write() {
    List<Decision> decisions = unwritten.getAndSet(null);
    if (decisions == null) {
      return;
    }
    List<String> lines = new ArrayList<>(List.of(HEAD));
    lines.addAll(strange);
    decisions.forEach(decision -> lines.add(decision.text()));
    try {
      PrivateFile.write(file, lines);
    } catch (IOException unable) {
      LOG.warn("origins.unsaved cause=\"{}\"", unable.toString());
    }
  }
}
