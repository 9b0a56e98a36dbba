package org.namedwebsockets.proxy.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;

/**
 * Who watches one channel, and what they are told of its peers. Not thread safe: confined to the
 * hub's loop.
 */
final class Watches {
  private final Map<PeerId, Watch> all = new LinkedHashMap<>();
  private final Consumer<Outbox> given;
  private int wantSenders;

  /**
   * Nobody watches.
   *
   * @param given is told of each outbox that was handed something
   */
  Watches(Consumer<Outbox> given) {
    this.given = given;
  }

  Map<PeerId, Watch> byId() {
    return all;
  }

  @Nullable Watch get(PeerId id) {
    return all.get(id);
  }

  Set<PeerId> ids() {
    return Set.copyOf(all.keySet());
  }

  Stream<Outbox> outboxes() {
    return all.values().stream().map(Watch::watcher);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  boolean holds(Watch watch) {
    return watch.equals(all.get(watch.id()));
  }

  void add(Watch watch) {
    all.put(watch.id(), watch);
    wantSenders += watch.wantsSenders() ? 1 : 0;
  }

  void remove(Watch watch) {
    all.remove(watch.id());
    wantSenders -= watch.wantsSenders() ? 1 : 0;
  }

  boolean wantSenders() {
    return wantSenders > 0;
  }

  /** Whether one is told of a peer: of all but its own here. */
  private static boolean isTold(Watch watch, Party peer) {
    return peer.proxy() != null || !watch.id().equals(peer.id());
  }

  void tellJoined(Party peer, PeerDetails details) {
    for (Watch watch : all.values()) {
      if (isTold(watch, peer)) {
        watch.watcher().joined(peer, details);
        given.accept(watch.watcher());
      }
    }
  }

  void tellLeft(Party peer) {
    for (Watch watch : all.values()) {
      if (isTold(watch, peer)) {
        watch.watcher().left(peer);
        given.accept(watch.watcher());
      }
    }
  }

  /** A broadcast is about to be handed to the peers of this machine, but one. */
  void tellSender(
      PeerId from, Map<PeerId, Peer.Local> peers, Peer.@Nullable Local except, long told) {
    for (Watch watch : all.values()) {
      Peer.Local peer = watch.wantsSenders() ? peers.get(watch.id()) : null;
      if (peer != null && peer != except) {
        watch.watcher().sender(from, told - peer.unheard);
        given.accept(watch.watcher());
      }
    }
  }
}
