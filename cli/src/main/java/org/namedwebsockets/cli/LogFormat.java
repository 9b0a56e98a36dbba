package org.namedwebsockets.cli;

/** How a line of the log is written. */
enum LogFormat {
  /** For people: time, level's letter, event, {@code key=value}. */
  TEXT,
  /** For machines: one JSON object on each line. */
  JSON
}
