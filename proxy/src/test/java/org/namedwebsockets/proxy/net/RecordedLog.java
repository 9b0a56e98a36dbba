package org.namedwebsockets.proxy.net;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What was logged as an error, or by Netty as a warning: in these tests, a fault of ours. */
final class RecordedLog extends Handler {
  private static final Logger OURS = Logger.getLogger("org.namedwebsockets");
  private static final Logger NETTY = Logger.getLogger("io.netty");

  private final List<String> faults = new ArrayList<>();

  RecordedLog() {
    for (Logger logger : List.of(OURS, NETTY)) {
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }
  }

  List<String> faults() {
    return faults;
  }

  @Override
  public void publish(LogRecord record) {
    boolean netty = record.getLoggerName().startsWith("io.netty");
    Level worst = netty ? Level.WARNING : Level.SEVERE;
    if (record.getLevel().intValue() >= worst.intValue()) {
      Throwable thrown = record.getThrown();
      faults.add(record.getMessage() + (thrown == null ? "" : " " + thrown));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    for (Logger logger : List.of(OURS, NETTY)) {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }
}
