package org.namedwebsockets.proxy.hub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerId;

/**
 * Direct messages of one channel for peers whose watcher has not come yet: a page opens its two
 * sockets at once, and whoever sees the first may write before the second is there. Not thread
 * safe: confined to the hub's loop.
 */
final class HeldDirects {
  private final Limits limits;
  private final Backlog backlog;
  private final Map<PeerId, Waiting> waiting = new HashMap<>();

  /** A message and how to tell its sender what became of it. */
  private record Held(Directs.Way way, Answer answer) {}

  /** What waits for one peer. */
  private static final class Waiting {
    private final List<Held> held = new ArrayList<>();
    private long bytes;
  }

  /** Tells a sender what became of its message. */
  interface Answer {
    void say(Outcome outcome);
  }

  HeldDirects(Limits limits, Backlog backlog) {
    this.limits = limits;
    this.backlog = backlog;
  }

  /** Keeps a message if there is room. */
  boolean keep(Directs.Way way, Answer answer) {
    Message message = way.message();
    Waiting all = waiting.computeIfAbsent(way.to(), _ -> new Waiting());
    if (all.held.size() >= limits.directsHeldMax()
        || all.bytes + message.length() > limits.directsHeldBytesMax()
        || !backlog.hasRoomFor(message.length())) {
      return false;
    }
    all.bytes += message.length();
    backlog.add(message.length());
    return all.held.add(new Held(way, answer));
  }

  /** Hands everything for a peer to the watcher that came. */
  void deliver(PeerId to, Watcher watcher) {
    for (Held one : take(to)) {
      watcher.received(one.way().from(), one.way().call(), one.way().message());
      one.answer().say(Outcome.DELIVERED);
    }
  }

  /** Tells every sender to a peer that nobody will come. */
  void giveUp(PeerId to, Outcome outcome) {
    take(to).forEach(one -> one.answer().say(outcome));
  }

  /** The same for every peer whose watcher cannot be hoped for any more. */
  void giveUpUnless(Predicate<PeerId> mayStillCome, Outcome outcome) {
    if (!waiting.isEmpty()) {
      List.copyOf(waiting.keySet()).stream()
          .filter(mayStillCome.negate())
          .forEach(to -> giveUp(to, outcome));
    }
  }

  private List<Held> take(PeerId to) {
    Waiting all = waiting.remove(to);
    if (all == null) {
      return List.of();
    }
    backlog.add(-all.bytes);
    return all.held;
  }
}
