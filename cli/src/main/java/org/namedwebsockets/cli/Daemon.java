package org.namedwebsockets.cli;

import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.namedwebsockets.proxy.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the proxy until the process is told to stop. */
final class Daemon {
  /** How long closing may take; then the process ends all the same. */
  private static final Duration STOP_MAX = Duration.ofMillis(1800);

  private final Shell shell;

  Daemon(Shell shell) {
    this.shell = shell;
  }

  /**
   * Runs the proxy. Returns only if it did not start; else the process ends by signal.
   *
   * @return the {@link ExitCode}
   */
  int run(Settings settings) {
    Logs.configure(settings.logLevel(), settings.logFormat());
    int port = settings.proxyConfig().port();
    try {
      Proxy proxy = Proxy.start(settings.proxyConfig());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(proxy), "nws-stop"));
      boolean asksForToken = settings.proxyConfig().access().tokenFile().isPresent();
      shell.out().print(Greeting.text(Proxy.version(), proxy.port(), asksForToken));
      shell.out().flush();
      return untilStopped();
    } catch (BindException e) {
      shell.complain(PortConflict.explain(port, e));
      return ExitCode.PORT_TAKEN;
    } catch (RuntimeException e) {
      // The edge: whatever kept the proxy from starting is told in one line, in full at debug.
      shell.complain("could not start: " + e);
      LoggerFactory.getLogger(Daemon.class).debug("proxy.failed", e);
      return ExitCode.FAILURE;
    }
  }

  private static int untilStopped() {
    try {
      new CountDownLatch(1).await();
      return ExitCode.OK;
    } catch (InterruptedException _) {
      return ExitCode.FAILURE;
    }
  }

  /** Runs while the process stops: closes the proxy, in time or not at all. */
  private static void stop(Proxy proxy) {
    SecondInterrupt.halts();
    Logger log = LoggerFactory.getLogger(Daemon.class);
    Thread closing = Thread.ofPlatform().daemon().name("nws-close").start(proxy::close);
    try {
      if (!closing.join(STOP_MAX)) {
        log.warn("proxy.stop reason=TIMEOUT after={} ms", STOP_MAX.toMillis());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
