package org.namedwebsockets.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event of the log, taken apart: {@code link.up peer=abc after=3 ms} has the event {@code
 * link.up} and two fields. What others log (Netty, dnsjava) is no such event; it becomes the event
 * {@code log} with the fields {@code logger} and {@code message}.
 *
 * @param time when, in UTC to the millisecond
 * @param level how bad
 * @param event the fixed word
 * @param fields what goes with it, in order
 * @param trace the stack trace, only where the level says that something is wrong with us
 */
record LogLine(
    String time, LogLevel level, String event, List<Field> fields, Optional<String> trace) {

  /** One {@code key=value}. */
  record Field(String key, String value) {}

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String OURS = "org.namedwebsockets.";
  private static final Pattern EVENT =
      Pattern.compile("([a-z][a-z0-9-]*(?:\\.[a-z0-9-]+)+):?(?= |$)");
  private static final Pattern KEY = Pattern.compile(" ([A-Za-z][\\w.-]*)=");
  private static final SimpleFormatter PLAIN = new SimpleFormatter();

  static LogLine of(LogRecord record) {
    String message = PLAIN.formatMessage(record);
    String logger = record.getLoggerName() == null ? "" : record.getLoggerName();
    Matcher event = EVENT.matcher(message);
    List<Field> fields = new ArrayList<>();
    String word = "log";
    if (logger.startsWith(OURS) && event.lookingAt()) {
      word = event.group(1);
      readFields(message.substring(event.end()), fields);
    } else {
      fields.add(new Field("logger", logger));
      fields.add(new Field("message", message));
    }
    LogLevel level = level(record.getLevel());
    Throwable thrown = record.getThrown();
    if (thrown != null) {
      fields.add(new Field("error", thrown.toString()));
    }
    return new LogLine(
        TIME.format(record.getInstant()), level, word, List.copyOf(fields), trace(level, thrown));
  }

  /** Reads {@code " a=1 b=two words"}; what stands before the first key is the field "text". */
  private static void readFields(String text, List<Field> fields) {
    Matcher keys = KEY.matcher(text);
    String key = "text";
    int from = 0;
    while (keys.find()) {
      add(fields, key, text.substring(from, keys.start()));
      key = keys.group(1);
      from = keys.end();
    }
    add(fields, key, text.substring(from));
  }

  private static void add(List<Field> fields, String key, String value) {
    if (!key.equals("text") || !value.isBlank()) {
      fields.add(new Field(key, value.strip()));
    }
  }

  private static LogLevel level(Level level) {
    int value = level.intValue();
    for (LogLevel candidate : LogLevel.values()) {
      if (value >= candidate.level().intValue()) {
        return candidate;
      }
    }
    return LogLevel.TRACE;
  }

  private static Optional<String> trace(LogLevel level, @Nullable Throwable thrown) {
    if (thrown == null || level != LogLevel.ERROR) {
      return Optional.empty();
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return Optional.of(trace.toString().stripTrailing());
  }
}
