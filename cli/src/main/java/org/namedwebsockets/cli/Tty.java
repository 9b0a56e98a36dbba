package org.namedwebsockets.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which of the three streams are a terminal. Java itself only tells of all together.
 *
 * @param in whether a person types
 * @param out whether a person reads what we say
 * @param err whether a person reads what we complain about
 */
record Tty(boolean in, boolean out, boolean err) {
  /** Nobody there. */
  static final Tty NONE = new Tty(false, false, false);

  static Tty ofProcess() {
    return new Tty(is(0), is(1), is(2));
  }

  private static boolean is(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      // Not Linux.
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }
}
