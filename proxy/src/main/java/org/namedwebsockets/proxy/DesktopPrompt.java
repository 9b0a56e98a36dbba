package org.namedwebsockets.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.proxy.access.Decision;
import org.namedwebsockets.proxy.access.Sites;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the person at the desktop about a site that waits, by {@code notify-send}. Channels are not
 * named: every user of the machine may read what a program was started with.
 */
final class DesktopPrompt implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DesktopPrompt.class);
  private static final String PROGRAM = "notify-send";
  private static final int ANSWER_BYTES_MAX = 64;

  /** Beyond the time that the desktop is told. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Path program;
  private final Duration answerMax;
  private volatile @Nullable Process asking;
  private volatile boolean closed;

  /** What the person said. */
  enum Answer {
    /** It may. */
    ALLOW,
    /** It may not. */
    DENY,
    /** Nothing, or not in time. */
    NONE;

    /** What is remembered of it. */
    Optional<Decision> decision(String origin) {
      return this == NONE
          ? Optional.empty()
          : Optional.of(new Decision(origin, this == ALLOW, List.of()));
    }
  }

  DesktopPrompt(Path program, Duration answerMax) {
    this.program = program;
    this.answerMax = answerMax;
  }

  /** The program to ask with; none where there is no desktop or no such program. */
  static Optional<Path> program(Map<String, String> environment) {
    boolean isDesktop =
        List.of("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS").stream()
            .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
    String path = environment.getOrDefault("PATH", "");
    return isDesktop
        ? Arrays.stream(path.split(File.pathSeparator))
            .filter(folder -> folder.startsWith("/"))
            .map(folder -> Path.of(folder, PROGRAM))
            .filter(Files::isExecutable)
            .findFirst()
        : Optional.empty();
  }

  /** Asks, off the caller's thread. */
  void ask(String origin, Consumer<Answer> heard) {
    Thread.ofVirtual()
        .start(() -> {
          Answer answer = Answer.NONE;
          try {
            answer = answer(origin);
          } catch (IOException unable) {
            LOG.warn("prompt.failed cause=\"{}\"", unable.getMessage());
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          } finally {
            heard.accept(answer);
          }
        });
  }

  private Answer answer(String origin) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(origin))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    asking = process;
    try {
      Duration max = answerMax.plus(SLACK);
      if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
        return Answer.NONE;
      }
      if (closed) {
        return Answer.NONE;
      }
      if (process.exitValue() != 0) {
        throw new IOException(program + " failed; it must be of libnotify 0.8 or newer");
      }
      byte[] said = process.getInputStream().readNBytes(ANSWER_BYTES_MAX);
      return switch (new String(said, UTF_8).strip()) {
        case "allow" -> Answer.ALLOW;
        case "deny" -> Answer.DENY;
        default -> Answer.NONE;
      };
    } finally {
      process.destroyForcibly();
      asking = null;
    }
  }

  /** Word by word: no shell reads it. */
  private List<String> command(String origin) {
    String warning =
        Sites.isOtherScript(origin)
            ? " Its name is in another script, and may look like one you know."
            : "";
    return List.of(
        program.toString(),
        "--app-name=Named Web Sockets",
        "--expire-time=" + answerMax.toMillis(),
        "--action=allow=Allow",
        "--action=deny=Deny",
        "--wait",
        "--",
        "A site asks to open sockets",
        Sites.shown(origin)
            + " wants to talk with pages and programs through this machine."
            + warning);
  }

  /** Asks no more. */
  @Override
  public void close() {
    closed = true;
    Process last = asking;
    if (last != null) {
      last.destroyForcibly();
    }
  }
}
