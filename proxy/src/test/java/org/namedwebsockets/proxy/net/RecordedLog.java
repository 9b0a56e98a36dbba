package org.namedwebsockets.proxy.net;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the thread that made it logged as an error, or Netty on it as a warning: in these tests,
 * which have no other thread, a fault of ours. What others log meanwhile belongs to other tests.
 */
final class RecordedLog extends Handler {
  private static final Logger OURS = Logger.getLogger("org.namedwebsockets");
  private static final Logger NETTY = Logger.getLogger("io.netty");

  private final Thread thread = Thread.currentThread();
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
    if (Thread.currentThread() != thread) {
      return;
    }
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
