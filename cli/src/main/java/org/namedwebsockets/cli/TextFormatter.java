package org.namedwebsockets.cli;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

/**
 * For people: {@code 2026-11-22T20:51:03.123Z I link.up peer=abc}. Always one line, whatever the
 * other side put into a value; only our own errors add their stack trace below.
 */
final class TextFormatter extends Formatter {
  private static final Pattern PLAIN = Pattern.compile("[^\\s\"\\p{Cntrl}]+");

  @Override
  public String format(LogRecord record) {
    LogLine line = LogLine.of(record);
    StringBuilder out = new StringBuilder(line.time());
    out.append(' ').append(line.level().name().charAt(0)).append(' ').append(line.event());
    for (LogLine.Field field : line.fields()) {
      out.append(' ').append(field.key()).append('=');
      if (PLAIN.matcher(field.value()).matches()) {
        out.append(field.value());
      } else {
        Json.string(out, field.value());
      }
    }
    line.trace().ifPresent(trace -> out.append('\n').append(trace));
    return out.append('\n').toString();
  }
}
