package org.namedwebsockets.proxy.hub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;

/**
 * What happens to a slow reader: the one policy, for peers, control sockets and bridges alike.
 *
 * <p>A message once taken from its sender is never thrown away to save a channel from one reader,
 * and one reader never decides the pace of anything but its own channel. So:
 *
 * <ol>
 *   <li>An outbox over its high mark still takes messages, but who sends on that channel from then
 *       on is not read any more. TCP carries the news to the sender: a page sees its {@code
 *       bufferedAmount} grow, a program's write waits. Nothing is lost.
 *   <li>Nobody is held for an outbox that gets nothing of what they send: a peer not for its own,
 *       and a bridge not for any bridge. Else a program that answers what it hears, and reads on
 *       only when its answer has left, would wait for itself; and so would two proxies whose peers
 *       say much to each other, each not reading the other because the other does not read.
 *   <li>Messages of more than {@link #LARGE_BYTES} that are whole by then wait on their senders'
 *       side, for a channel may have as many under way as senders. So past the mark come one large
 *       message and what had been read of small ones.
 *   <li>When the last full outbox of the channel has fallen to its low mark, those messages go out
 *       in turn and their senders are read again, until an outbox is full anew.
 *   <li>A reader that stays full and takes less than {@code stallBytesMin} in {@code stallMax} is
 *       not slow but stuck. It is closed as {@link CloseReason#SLOW}; the others go on. Counting
 *       what it takes, and not only how long it is full, keeps a slow but living reader of a large
 *       message. A bridge has {@link #BRIDGE_PERIODS} times as long, for the other proxy may wait
 *       for such a reader of its own. Who is held itself may read nothing for that very reason: of
 *       those one at a time is given twice as long, so of two that wait for each other one stays.
 *   <li>A reader for whom more than {@code outboxBytesMax} waits is closed as {@link
 *       CloseReason#SLOW}. It takes very many senders, or some that leave with their message sent:
 *       nobody is left for it to wait with, so it goes out at once.
 *   <li>While more than {@code backlogBytesMax} waits for all readers of all channels, full or not,
 *       whoever sends anywhere is paused, and {@link Backlog#relieve} closes those with the most.
 * </ol>
 *
 * <p>Rejected: dropping the newest or the oldest (the seed promises a message reaches each peer);
 * stopping all senders of a channel at once instead of each as it sends (a member that only listens
 * would not be heard leaving); a queue of our own in front of the socket's (two bounds, two
 * truths).
 *
 * <p>Not thread safe: confined to the hub's loop. One for each channel.
 */
final class FlowControl {
  /** What one burst of reads may bring anyhow, bytes. */
  static final int LARGE_BYTES = 64 << 10;

  /**
   * How many times as long a bridge may be full. The slowest reader that is kept needs two periods
   * from its high mark to its low, all that time the other proxy does not read for it, and the time
   * of one that is stuck there must be over before ours is.
   */
  static final int BRIDGE_PERIODS = 3;

  private final Limits limits;
  private final Backlog backlog;

  /** Since when and what, in the order in which they filled up. */
  private final Map<Outbox, Stall> full = new LinkedHashMap<>();

  /** Who is not read, in the order of their turns, and what of theirs has not gone out. */
  private final LinkedHashMap<Inflow, Pause> paused = new LinkedHashMap<>();

  private boolean held;

  /** A full outbox: since when, what it had taken by then, and whether it was spared then. */
  private record Stall(long sinceNs, long takenBytes, boolean spared) {}

  /** A message on its sender's side. */
  private record Late(@Nullable Outbox own, int bytes, Runnable step) {}

  /** Why someone is not read, and what of theirs has not gone out. */
  private static final class Pause {
    final Deque<Late> late = new ArrayDeque<>(0);
    private @Nullable Outbox own;
    private boolean mayBeAnswered;

    /** The outbox that gets nothing of what is next, or of what has gone out. */
    @Nullable Outbox own() {
      Late first = late.peek();
      if (first != null) {
        return first.own();
      }
      return mayBeAnswered ? null : own;
    }

    void gone(@Nullable Outbox whose) {
      own = whose;
      mayBeAnswered |= whose == null;
    }
  }

  FlowControl(Limits limits, Backlog backlog) {
    this.limits = limits;
    this.backlog = backlog;
  }

  /** An outbox was given something. */
  void given(Outbox outbox, long nowNs) {
    if (outbox.isFull()) {
      full.putIfAbsent(outbox, new Stall(nowNs, outbox.takenBytes(), false));
      if (outbox.waitingBytes() > limits.outboxBytesMax()) {
        outbox.close(CloseReason.SLOW, limits.outboxBytesMax() + " bytes wait for this reader");
      }
    }
  }

  /**
   * Does what someone sent, now or when it is its turn, and pauses them if others must be waited
   * for.
   *
   * @param own the sender's outbox, if it gets nothing of this; it is not waited for
   * @return whether they are the first to be paused
   */
  boolean inTurn(Inflow sender, @Nullable Outbox own, int bytes, Runnable step) {
    if (mustWait(sender, own, bytes)) {
      pause(sender).late.add(new Late(own, bytes, step));
      backlog.heldBack(bytes);
      return begins();
    }
    return done(sender, own, step);
  }

  /**
   * Whether a message waits on its sender's side: it is large and others must be waited for, or an
   * earlier one of that sender waits. Where too much waits so, it does not.
   */
  private boolean mustWait(Inflow sender, @Nullable Outbox own, int bytes) {
    if (bytes <= LARGE_BYTES && paused.isEmpty()) {
      return false;
    }
    Pause before = paused.get(sender);
    return (before != null && !before.late.isEmpty())
        || (bytes > LARGE_BYTES && mustHold(own) && backlog.mayHoldBack(bytes));
  }

  private boolean done(Inflow sender, @Nullable Outbox own, Runnable step) {
    step.run();
    if (!mustHold(own) && (paused.isEmpty() || !paused.containsKey(sender))) {
      return false;
    }
    pause(sender).gone(own);
    return begins();
  }

  private Pause pause(Inflow sender) {
    Pause pause = paused.get(sender);
    if (pause == null) {
      pause = new Pause();
      paused.put(sender, pause);
      sender.pause();
    }
    return pause;
  }

  private boolean begins() {
    boolean begins = !held;
    held = true;
    return begins;
  }

  /** An outbox had room again; by now it may be full anew. */
  void drained(Outbox outbox) {
    if (!outbox.isFull()) {
      gone(outbox);
    }
  }

  /** An outbox is no more, or needs not be waited for. */
  void gone(Outbox outbox) {
    if (full.remove(outbox) != null) {
      resumeUnlessHeld();
    }
  }

  /**
   * A sender goes. What it sent goes out before. It is read again: its answer to a close frame may
   * be on the way.
   */
  void gone(Inflow sender) {
    Pause pause = paused.get(sender);
    if (pause != null) {
      while (!pause.late.isEmpty()) {
        late(sender, pause.late.remove());
      }
      paused.remove(sender);
      sender.resume();
    }
  }

  /** Closes who is stuck, and reads again when all channels together have room. */
  void tick(long nowNs) {
    for (Map.Entry<Outbox, Stall> entry : List.copyOf(full.entrySet())) {
      Outbox outbox = entry.getKey();
      Stall stall = entry.getValue();
      Duration max = limits.stallMax().multipliedBy(outbox instanceof Bridge ? BRIDGE_PERIODS : 1);
      if (nowNs - stall.sinceNs() < max.toNanos()) {
        continue;
      }
      long taken = outbox.takenBytes() - stall.takenBytes();
      boolean stuck = taken < limits.stallBytesMin();
      if (stuck && !mayBeSpared(outbox, stall)) {
        outbox.close(CloseReason.SLOW, "took " + taken + " bytes in " + max.toSeconds() + " s");
      } else {
        full.put(outbox, new Stall(nowNs, outbox.takenBytes(), stuck));
      }
    }
    resumeUnlessHeld();
  }

  /** Whether it may be stuck because we do not read it; one after the other is given that much. */
  private boolean mayBeSpared(Outbox outbox, Stall stall) {
    return !stall.spared()
        && full.size() > 1
        && full.values().stream().noneMatch(Stall::spared)
        && paused.values().stream().anyMatch(pause -> outbox.equals(pause.own()));
  }

  /** Whether there is anybody to wait for, but for who gets nothing of what is sent. */
  private boolean mustHold(@Nullable Outbox own) {
    return backlog.isOver() || (!full.isEmpty() && anyFullBut(own));
  }

  private boolean anyFullBut(@Nullable Outbox own) {
    for (Outbox outbox : full.keySet()) {
      if (!outbox.equals(own) && !(own instanceof Bridge && outbox instanceof Bridge)) {
        return true;
      }
    }
    return false;
  }

  private void resumeUnlessHeld() {
    if (!held) {
      return;
    }
    for (Inflow next = next(); next != null; next = next()) {
      Pause pause = paused.remove(next);
      if (pause == null || pause.late.isEmpty()) {
        next.resume();
      } else {
        paused.putLast(next, pause);
        late(next, pause.late.remove());
      }
    }
    held = mustHold(null);
  }

  /** Whose turn it is; null if all who are not read have to wait. */
  private @Nullable Inflow next() {
    if (full.keySet().stream().filter(outbox -> !(outbox instanceof Bridge)).limit(2).count() > 1) {
      return null; // Nobody is spared two.
    }
    for (Map.Entry<Inflow, Pause> entry : paused.entrySet()) {
      if (!mustHold(entry.getValue().own())) {
        return entry.getKey();
      }
    }
    return null;
  }

  private void late(Inflow sender, Late sent) {
    backlog.heldBack(-sent.bytes());
    done(sender, sent.own(), sent.step());
  }
}
