package org.namedwebsockets.cli;

import java.nio.file.Path;

/** Where a value came from. */
sealed interface Source {
  /** A flag such as {@code --port}. */
  record Flag(String name) implements Source {}

  /** An environment variable such as {@code NWS_PORT}. */
  record Variable(String name) implements Source {}

  /** A line of the file, counted from 1. */
  record Line(Path file, int number) implements Source {}

  /** Nobody set it. */
  record Default() implements Source {}

  /** For people: {@code --port}, {@code NWS_PORT}, {@code /etc/nws/nws.conf:3}, {@code default}. */
  default String text() {
    return switch (this) {
      case Flag(var name) -> name;
      case Variable(var name) -> name;
      case Line(var file, var number) -> file + ":" + number;
      case Default() -> "default";
    };
  }
}
