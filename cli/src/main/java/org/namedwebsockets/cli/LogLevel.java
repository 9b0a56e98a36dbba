package org.namedwebsockets.cli;

import java.util.logging.Level;

/** How much is logged: each level includes those before it. */
@SuppressWarnings("ImmutableEnumChecker") // a Level never changes
enum LogLevel {
  /** A person must act. */
  ERROR(Level.SEVERE),
  /** Something was lost. */
  WARN(Level.WARNING),
  /** Life cycle. */
  INFO(Level.INFO),
  /** Decisions. */
  DEBUG(Level.FINE),
  /** Sizes. */
  TRACE(Level.ALL);

  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  /** The same in the words of {@code java.util.logging}. */
  Level level() {
    return level;
  }
}
