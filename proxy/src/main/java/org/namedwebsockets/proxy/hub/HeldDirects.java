package org.namedwebsockets.proxy.hub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.namedwebsockets.protocol.Message;
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

  /** A message and how to tell its sender that it did not arrive. */
  private record Held(PeerId from, Message message, Undelivered answer) {}

  /** What waits for one peer. */
  private static final class Waiting {
    private final List<Held> held = new ArrayList<>();
    private long bytes;
  }

  /** Tells a sender that a message did not arrive. */
  interface Undelivered {
    void say(String why);
  }

  HeldDirects(Limits limits, Backlog backlog) {
    this.limits = limits;
    this.backlog = backlog;
  }

  /** Keeps a message if there is room. */
  boolean keep(PeerId from, PeerId to, Message message, Undelivered answer) {
    Waiting all = waiting.computeIfAbsent(to, _ -> new Waiting());
    if (all.held.size() >= limits.directsHeldMax()
        || all.bytes + message.length() > limits.directsHeldBytesMax()
        || !backlog.hasRoomFor(message.length())) {
      return false;
    }
    all.bytes += message.length();
    backlog.add(message.length());
    return all.held.add(new Held(from, message, answer));
  }

  /** Hands everything for a peer to the watcher that came. */
  void deliver(PeerId to, Watcher watcher) {
    take(to).forEach(one -> watcher.received(one.from(), one.message()));
  }

  /** Tells every sender to a peer that nobody will come. */
  void giveUp(PeerId to, String why) {
    take(to).forEach(one -> one.answer().say(why));
  }

  /** The same for every peer whose watcher cannot be hoped for any more. */
  void giveUpUnless(Predicate<PeerId> mayStillCome, String why) {
    if (!waiting.isEmpty()) {
      List.copyOf(waiting.keySet()).stream()
          .filter(mayStillCome.negate())
          .forEach(to -> giveUp(to, why));
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
