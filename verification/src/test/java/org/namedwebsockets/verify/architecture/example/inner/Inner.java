package org.namedwebsockets.verify.architecture.example.inner;

import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.namedwebsockets.verify.architecture.example.outer.Outer;

/** Breaks every rule of a confined package, and stands in a ring. */
public final class Inner {
  private final ReentrantLock lock = new ReentrantLock();
  private final Outer outer = new Outer();
  private volatile long moving = System.nanoTime() + System.currentTimeMillis();

  /** Does nothing good. */
  public synchronized long await() {
    Thread.onSpinWait();
    moving += new Random().nextLong() + lock.getHoldCount() + outer.hashCode();
    return moving;
  }
}
