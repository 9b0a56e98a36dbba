package org.namedwebsockets.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was read and not yet received. Putting never waits: who puts asks whether it is full, and
 * reads on only when told.
 */
final class Inbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Queue<Event> events = new ArrayDeque<>();
  private final ClientLimits limits;
  private final BooleanSupplier asking;
  private final Runnable readOn;
  private long bytes;
  private boolean full;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param asking whether an answer is waited for, so that reading must go on
   * @param readOn called when there is room again
   */
  Inbox(ClientLimits limits, BooleanSupplier asking, Runnable readOn) {
    this.limits = limits;
    this.asking = asking;
    this.readOn = readOn;
  }

  /** Adds one; nothing is added once it is closed. */
  void put(Event event) {
    lock.lock();
    try {
      if (!closed) {
        events.add(event);
        bytes += event.bytes();
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether reading shall stop; if so, it will be told when to go on. */
  boolean isFull() {
    lock.lock();
    try {
      full = !closed && exceeds(1.0);
      return full;
    } finally {
      lock.unlock();
    }
  }

  private boolean exceeds(double share) {
    double factor = asking.getAsBoolean() ? ClientLimits.INBOX_FACTOR_WHILE_ASKING : share;
    return events.size() >= limits.inboxMessagesMax() * factor
        || bytes >= limits.inboxBytesMax() * factor;
  }

  /**
   * Takes the first one.
   *
   * @param waitNs how long to wait for it
   * @return null if none came, or it is closed and empty
   */
  @Nullable Event take(long waitNs) throws InterruptedException {
    long left = waitNs;
    Event event;
    lock.lockInterruptibly();
    try {
      while (events.isEmpty() && !closed && left > 0) {
        left = filled.awaitNanos(left);
      }
      event = events.poll();
      bytes -= event == null ? 0 : event.bytes();
    } finally {
      lock.unlock();
    }
    look();
    return event;
  }

  /** Reads on if there is room: some was taken, or an answer is waited for. */
  void look() {
    boolean room;
    lock.lock();
    try {
      room = full && (closed || !exceeds(0.5));
      full = full && !room;
    } finally {
      lock.unlock();
    }
    if (room) {
      readOn.run();
    }
  }

  /** Nothing more will be put; what is there can be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
    look();
  }

  /** Whether it is closed and all was taken. */
  boolean isDone() {
    lock.lock();
    try {
      return closed && events.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
