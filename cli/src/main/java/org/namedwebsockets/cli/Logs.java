package org.namedwebsockets.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Where the log goes: to stderr, one line for each event. {@code System.Logger} and SLF4J both end
 * here, in {@code java.util.logging}.
 */
final class Logs {
  /** Of these only what is lost or wrong is of interest; held so that the level stays. */
  private static final List<Logger> NOISY =
      List.of(Logger.getLogger("io.netty"), Logger.getLogger("org.xbill"));

  private Logs() {}

  /** Sends the log to stderr in this form from now on. */
  static void configure(LogLevel level, LogFormat format) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Formatter formatter =
        switch (format) {
          case TEXT -> new TextFormatter();
          case JSON -> new JsonFormatter();
        };
    root.addHandler(new ErrHandler(formatter));
    root.setLevel(level.level());
    Level noise = level == LogLevel.ERROR ? Level.SEVERE : Level.WARNING;
    NOISY.forEach(logger -> logger.setLevel(noise));
  }

  private static final class ErrHandler extends Handler {
    private final OutputStream err = new FileOutputStream(FileDescriptor.err);

    ErrHandler(Formatter formatter) {
      setFormatter(formatter);
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      if (!isLoggable(record)) {
        return;
      }
      byte[] line = getFormatter().format(record).getBytes(StandardCharsets.UTF_8);
      try {
        synchronized (this) {
          err.write(line);
        }
      } catch (IOException e) {
        reportError("", new UncheckedIOException(e), ErrorManager.WRITE_FAILURE);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
