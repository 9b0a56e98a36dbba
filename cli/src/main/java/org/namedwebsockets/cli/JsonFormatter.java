package org.namedwebsockets.cli;

import java.util.Locale;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * For machines: one JSON object on each line, with {@code time}, {@code level}, {@code event}, the
 * event's fields as strings, and {@code trace} for our own errors.
 */
final class JsonFormatter extends Formatter {
  private static final Set<String> TAKEN = Set.of("time", "level", "event", "trace");

  @Override
  public String format(LogRecord record) {
    LogLine line = LogLine.of(record);
    StringBuilder out = new StringBuilder("{\"time\":");
    Json.string(out, line.time());
    member(out, "level", line.level().name().toLowerCase(Locale.ROOT));
    member(out, "event", line.event());
    for (LogLine.Field field : line.fields()) {
      member(out, TAKEN.contains(field.key()) ? field.key() + "_" : field.key(), field.value());
    }
    line.trace().ifPresent(trace -> member(out, "trace", trace));
    return out.append("}\n").toString();
  }

  private static void member(StringBuilder out, String key, String value) {
    out.append(',');
    Json.string(out, key);
    out.append(':');
    Json.string(out, value);
  }
}
