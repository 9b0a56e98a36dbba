package org.namedwebsockets.cli;

import java.util.logging.LogManager;

/**
 * Does not close its handlers when the process begins to stop, as the usual one does in a race with
 * our own shutdown hook: the last lines say how the stop went.
 */
public final class LastingLogManager extends LogManager {
  /** Called by the runtime. */
  public LastingLogManager() {}

  /** Makes the runtime use it; to be called before anything else names a logger. */
  static void install() {
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
  }

  @Override
  public void readConfiguration() {}

  @Override
  public void reset() {}
}
