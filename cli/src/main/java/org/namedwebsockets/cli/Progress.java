package org.namedwebsockets.cli;

import java.util.Locale;

/** A bar on stderr, if that is a terminal. */
final class Progress {
  /**
   * With its figures the line has at most 40 characters: one that is wrapped is drawn anew below.
   */
  private static final int CELLS = 16;

  private static final long EVERY_NS = 100_000_000;

  private final Shell shell;
  private final long total;
  private long sent;
  private long drawnNs;
  private boolean drawn;

  Progress(Shell shell, long total) {
    this.shell = shell;
    this.total = total;
  }

  void sent(int bytes, long nowNs) {
    sent += bytes;
    if (shell.tty().err() && (!drawn || sent >= total || nowNs - drawnNs > EVERY_NS)) {
      drawn = true;
      drawnNs = nowNs;
      shell.err().print("\r" + bar(sent, total));
      shell.err().flush();
    }
  }

  void end() {
    if (drawn) {
      shell.err().println();
    }
  }

  /** The bar. Pure. */
  static String bar(long sent, long total) {
    double share = total <= 0 ? 1 : Math.min(1, (double) sent / total);
    int full = (int) (share * CELLS);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d %%  %.1f %s",
        "=".repeat(full),
        " ".repeat(CELLS - full),
        (int) (share * 100),
        total < 1 << 20 ? sent / 1024.0 : sent / 1048576.0,
        total < 1 << 20 ? "KiB" : "MiB");
  }
}
