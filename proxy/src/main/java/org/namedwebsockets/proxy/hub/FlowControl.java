package org.namedwebsockets.proxy.hub;

import java.util.ArrayList;
import java.util.Comparator;
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
 *       of reads or one message. If these together pass {@code outboxBytesMax} for one reader, or
 *       {@code backlogBytesMax} for all, the fullest reader is closed as {@link CloseReason#SLOW}.
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

  /** A full outbox: since when, and what it had taken by then. */
  private record Stall(long sinceNs, long takenBytes) {}

  FlowControl(Limits limits, Backlog backlog) {
    this.limits = limits;
    this.backlog = backlog;
  }

  /** Whether senders are being held back. */
  boolean holds() {
    return !full.isEmpty();
  }

  /** An outbox was given something and is full. */
  void overfull(Outbox outbox, long nowNs) {
    full.putIfAbsent(outbox, new Stall(nowNs, outbox.takenBytes()));
    if (outbox.waitingBytes() > limits.outboxBytesMax()) {
      outbox.close(CloseReason.SLOW, limits.outboxBytesMax() + " bytes wait for this reader");
    } else if (backlog.isOver()) {
      closeFullest();
    }
  }

  /** Someone sent while the channel holds: not read until it does no more. */
  void hold(Inflow sender) {
    if (paused.add(sender)) {
      sender.pause();
    }
  }

  /** An outbox has room again. */
  void drained(Outbox outbox) {
    if (full.remove(outbox) != null && full.isEmpty()) {
      List<Inflow> waiting = new ArrayList<>(paused);
      paused.clear();
      waiting.forEach(Inflow::resume);
    }
  }

  /** An outbox is no more: nobody waits for it, and it waits for nobody. */
  void gone(Outbox outbox) {
    drained(outbox);
  }

  /** A sender is no more. */
  void gone(Inflow sender) {
    paused.remove(sender);
  }

  /** Closes who is stuck. */
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
  }

  private void closeFullest() {
    full.keySet().stream()
        .max(Comparator.comparingLong(Outbox::waitingBytes))
        .ifPresent(
            fullest -> fullest.close(CloseReason.SLOW, "too much waits for all readers together"));
  }
}
