package org.namedwebsockets.cli;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.namedwebsockets.client.Listener;
import org.namedwebsockets.client.Peer;
import org.namedwebsockets.client.State;

/** Waits for peers, for those that only send; says when the connection is lost. */
final class Arrivals implements Listener {
  /** How long a peer behind another proxy may take to show, once the channel is shared. */
  static final Duration BRIDGE_MAX = Duration.ofSeconds(1);

  private final Shell shell;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<String> ids = new ArrayList<>();

  private volatile boolean lost;

  Arrivals(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void onPeerJoined(Peer peer) {
    change(() -> ids.add(peer.id()));
  }

  @Override
  public void onPeerLeft(Peer peer) {
    change(() -> ids.remove(peer.id()));
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onState(State state, String why) {
    if (state == State.WAITING) {
      lost = true;
      shell.complain(why + "; trying again.");
    }
  }

  /** Whether the connection was ever lost, and perhaps what was on its way. */
  boolean wasLost() {
    return lost;
  }

  /** Waits for a number of peers; false if they did not come in time. */
  boolean await(int count, Duration max) throws InterruptedIOException {
    return await(there -> there.size() >= count, max);
  }

  /** Waits for one peer; false if it did not come in time. */
  boolean await(String id, Duration max) throws InterruptedIOException {
    return await(there -> there.contains(id), max);
  }

  private boolean await(Predicate<List<String>> wanted, Duration max)
      throws InterruptedIOException {
    lock.lock();
    try {
      long left = max.toNanos();
      while (!wanted.test(ids) && left > 0) {
        left = changed.awaitNanos(left);
      }
      return wanted.test(ids);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted.");
    } finally {
      lock.unlock();
    }
  }
}
