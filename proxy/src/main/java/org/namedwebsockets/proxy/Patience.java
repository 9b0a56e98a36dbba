package org.namedwebsockets.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tasks in their order until whoever runs them is there. For what comes in the short time of
 * a start. Safe for several threads.
 */
final class Patience implements Executor {
  /** A start takes a second; mDNS hands over a burst some times a second. What is more is lost. */
  private static final int TASKS_MAX = 1000;

  private final List<Runnable> waiting = new ArrayList<>();
  private @Nullable Executor to;

  @Override
  public synchronized void execute(Runnable task) {
    if (to != null) {
      to.execute(task);
    } else if (waiting.size() < TASKS_MAX) {
      waiting.add(task);
    }
  }

  /**
   * Hands over what waited, and everything from now on.
   *
   * @param runner runs the tasks; must not run them within its call
   */
  synchronized void end(Executor runner) {
    to = runner;
    waiting.forEach(runner::execute);
    waiting.clear();
  }
}
