package org.namedwebsockets.proxy.hub;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 *   <li>When the last full outbox of the channel has fallen to its low mark, all are read again.
 *   <li>A reader that stays full and takes less than {@code stallBytesMin} in {@code stallMax} is
 *       not slow but stuck. It is closed as {@link CloseReason#SLOW}; the others go on. Counting
 *       what it takes, and not only how long it is full, keeps a slow but living reader of a large
 *       message.
 *   <li>Each sender can add what it had already in the proxy's hands when it was paused: one burst
 *       of reads or one message. A reader for whom more than {@code outboxBytesMax} waits is closed
 *       as {@link CloseReason#SLOW}.
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
  private final Limits limits;
  private final Backlog backlog;
  private final IdentityHashMap<Outbox, Stall> full = new IdentityHashMap<>();
  private final Set<Inflow> paused = new LinkedHashSet<>();
  private boolean held;

  /** A full outbox: since when, and what it had taken by then. */
  private record Stall(long sinceNs, long takenBytes) {}

  FlowControl(Limits limits, Backlog backlog) {
    this.limits = limits;
    this.backlog = backlog;
  }

  /** An outbox was given something. */
  void given(Outbox outbox, long nowNs) {
    if (outbox.isFull()) {
      full.putIfAbsent(outbox, new Stall(nowNs, outbox.takenBytes()));
      if (outbox.waitingBytes() > limits.outboxBytesMax()) {
        outbox.close(CloseReason.SLOW, limits.outboxBytesMax() + " bytes wait for this reader");
      }
    }
  }

  /** Someone sent, and is paused if others must be waited for. True if they are the first. */
  boolean sent(Inflow sender) {
    if (!mustHold()) {
      return false;
    }
    if (paused.add(sender)) {
      sender.pause();
    }
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

  /** A sender is no more. It is read again: its answer to a close frame may be on the way. */
  void gone(Inflow sender) {
    if (paused.remove(sender)) {
      sender.resume();
    }
  }

  /** Closes who is stuck, and reads again when all channels together have room. */
  void tick(long nowNs) {
    for (Map.Entry<Outbox, Stall> entry : List.copyOf(full.entrySet())) {
      Outbox outbox = entry.getKey();
      Stall stall = entry.getValue();
      if (nowNs - stall.sinceNs() < limits.stallMax().toNanos()) {
        continue;
      }
      long taken = outbox.takenBytes() - stall.takenBytes();
      if (taken < limits.stallBytesMin()) {
        outbox.close(
            CloseReason.SLOW,
            "took " + taken + " bytes in " + limits.stallMax().toSeconds() + " s");
      } else {
        full.put(outbox, new Stall(nowNs, outbox.takenBytes()));
      }
    }
    resumeUnlessHeld();
  }

  private boolean mustHold() {
    return !full.isEmpty() || backlog.isOver();
  }

  private void resumeUnlessHeld() {
    if (held && !mustHold()) {
      held = false;
      List<Inflow> waiting = new ArrayList<>(paused);
      paused.clear();
      waiting.forEach(Inflow::resume);
    }
  }
}
