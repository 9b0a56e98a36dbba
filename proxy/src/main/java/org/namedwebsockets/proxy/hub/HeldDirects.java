package org.namedwebsockets.proxy.hub;

import java.util.ArrayList;
import java.util.List;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;

/**
 * Direct messages for one peer whose watcher has not come yet: a page opens its two sockets at
 * once, and whoever sees the first may write before the second is there. Not thread safe: confined
 * to the hub's loop.
 */
final class HeldDirects {
  private final Limits limits;
  private final List<Held> held = new ArrayList<>();
  private long bytes;

  /** A message and how to tell its sender that it did not arrive. */
  record Held(PeerId from, Message message, Undelivered answer) {}

  /** Tells a sender that a message did not arrive. */
  interface Undelivered {
    void say(String why);
  }

  HeldDirects(Limits limits) {
    this.limits = limits;
  }

  /** Keeps a message if there is room. */
  boolean keep(PeerId from, Message message, Undelivered answer) {
    if (held.size() >= limits.directsHeldMax()
        || bytes + message.length() > limits.directsHeldBytesMax()) {
      return false;
    }
    bytes += message.length();
    return held.add(new Held(from, message, answer));
  }

  /** Hands everything to the watcher that came. */
  void deliver(Watcher watcher) {
    held.forEach(one -> watcher.received(one.from(), one.message()));
    held.clear();
  }

  /** Tells every sender that nobody came. */
  void giveUp(String why) {
    held.forEach(one -> one.answer().say(why));
    held.clear();
  }
}
