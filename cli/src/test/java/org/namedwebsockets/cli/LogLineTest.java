package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLineTest {
  private static final String OURS = "org.namedwebsockets.proxy.Proxy";
  private static final String TIME = "2026-11-22T20:51:03.120Z";
  private final Formatter text = new TextFormatter();
  private final Formatter json = new JsonFormatter();

  private static LogRecord record(
      String logger, Level level, String message, @Nullable Throwable thrown) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName(logger);
    record.setInstant(Instant.parse("2026-11-22T20:51:03.120456789Z"));
    record.setThrown(thrown);
    return record;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "proxy.started port=9009|proxy.started port=9009",
        "proxy.stopped|proxy.stopped",
        "link.down reason=SLOW detail=took 5 bytes in 10 s|link.down reason=SLOW"
            + " detail=\"took 5 bytes in 10 s\"",
        "link.down said=\"a\"|link.down said=\"\\\"a\\\"\"",
        "link.down said=|link.down said=\"\"",
        "link.down and then a=b|link.down text=\"and then\" a=b",
        "lan.closed: only this machine|lan.closed text=\"only this machine\"",
        "Something else happened|log logger=org.namedwebsockets.proxy.Proxy"
            + " message=\"Something else happened\"",
      })
  void ourEventsAreAWordAndFields(String message, String line) {
    assertEquals(TIME + " I " + line + "\n", text.format(record(OURS, Level.INFO, message, null)));
  }

  @Test
  void levelsAreLetters() {
    String letters = "";
    for (Level level :
        new Level[] {Level.SEVERE, Level.WARNING, Level.INFO, Level.FINE, Level.FINEST}) {
      letters += text.format(record(OURS, level, "a.b", null)).charAt(TIME.length() + 1);
    }

    assertEquals("EWIDT", letters);
  }

  @Test
  void whatOthersLogNamesTheLogger() {
    assertEquals(
        TIME + " W log logger=io.netty.X message=\"link.up a=b\"\n",
        text.format(record("io.netty.X", Level.WARNING, "link.up a=b", null)));
  }

  @Test
  void aValueFromOutsideCannotBeginALineOfItsOwn() {
    String line =
        text.format(
            record(OURS, Level.INFO, "link.down said=x\n2026 E forged\r\u001b[2J\u0085", null));

    assertEquals(TIME + " I link.down said=\"x\\n2026 E forged\\r\\u001b[2J\\u0085\"\n", line);
  }

  @Test
  void anErrorShowsItsTraceAndAWarningOnlyItsName() {
    Throwable thrown = new IllegalStateException("odd");

    assertEquals(
        TIME + " W http.fault error=\"java.lang.IllegalStateException: odd\"\n",
        text.format(record(OURS, Level.WARNING, "http.fault", thrown)));
    String error = text.format(record(OURS, Level.SEVERE, "http.fault", thrown));
    assertTrue(error.contains("\n\tat " + LogLineTest.class.getName()), error);
  }

  @Test
  void jsonHasTheSameFields() {
    assertEquals(
        "{\"time\":\""
            + TIME
            + "\",\"level\":\"info\",\"event\":\"link.up\",\"peer\":\"a\",\"level_\":\"b c\"}\n",
        json.format(record(OURS, Level.INFO, "link.up peer=a level=b c", null)));
  }

  @Test
  void jsonKeepsATraceOnTheLine() {
    String line =
        json.format(record(OURS, Level.SEVERE, "http.fault", new IllegalStateException("odd")));

    assertEquals(line.length() - 1, line.indexOf('\n'));
    assertTrue(line.contains("\"trace\":\"java.lang.IllegalStateException: odd\\n\\tat "), line);
  }
}
