package org.namedwebsockets.proxy.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * The members of one channel and the path of its messages. What a peer of this machine sends goes
 * to all other peers here and over every bridge; what a bridge brings goes to the peers here only.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Channel {
  private final ChannelKey key;
  private final Limits limits;
  private final Metrics metrics;
  private final FlowControl flow;
  private final Map<PeerId, Peer.Local> peers = new LinkedHashMap<>();
  private final Map<PeerId, Watch> watches = new LinkedHashMap<>();
  private final Map<Bridge, Map<PeerId, Peer.Remote>> bridges = new LinkedHashMap<>();
  private final Map<PeerId, HeldDirects> held = new HashMap<>();

  /** {@code peers} as an array, for the fan-out; null after a change. */
  private Peer.Local @Nullable [] fanOut;

  private int senderWatches;
  private long nowNs;

  Channel(ChannelKey key, Limits limits, Backlog backlog, Metrics metrics, long nowNs) {
    this.key = key;
    this.limits = limits;
    this.metrics = metrics;
    this.flow = new FlowControl(limits, backlog);
    this.nowNs = nowNs;
  }

  ChannelKey key() {
    return key;
  }

  Admission admits(PeerId id) {
    return admission(peers, id);
  }

  Admission admitsWatch(PeerId id) {
    return admission(watches, id);
  }

  private Admission admission(Map<PeerId, ?> there, PeerId id) {
    if (there.containsKey(id)) {
      return Admission.ID_TAKEN;
    }
    return there.size() < limits.channelPeersMax() ? Admission.WELCOME : Admission.PEERS_FULL;
  }

  /** Whether nobody of this machine is here. */
  boolean isEmpty() {
    return peers.isEmpty() && watches.isEmpty();
  }

  void join(Peer.Local peer) {
    peer.joinedNs = nowNs;
    peers.put(peer.id(), peer);
    fanOut = null;
    metrics.count(Counter.PEERS_JOINED);
    tellJoined(peer.id(), peer.id());
    bridges.keySet().forEach(bridge -> send(bridge, new Envelope.Joined(peer.id())));
  }

  void leave(Peer.Local peer) {
    if (!peers.remove(peer.id(), peer)) {
      return;
    }
    fanOut = null;
    metrics.count(Counter.PEERS_LEFT);
    flow.gone(peer.receiver());
    flow.gone(peer.inflow());
    giveUpHeld(peer.id(), "the peer left");
    tellLeft(peer.id(), peer.id());
    bridges.keySet().forEach(bridge -> send(bridge, new Envelope.Left(peer.id())));
  }

  /** The watch that ends with its peer, if there is one. */
  @Nullable Watch watchOf(PeerId id) {
    return watches.get(id);
  }

  void watch(Watch watch) {
    watches.put(watch.id(), watch);
    senderWatches += watch.wantsSenders() ? 1 : 0;
    Watcher watcher = watch.watcher();
    for (PeerId id : peers.keySet()) {
      if (!id.equals(watch.id())) {
        watcher.joined(id);
      }
    }
    bridges.values().forEach(remotes -> remotes.keySet().forEach(watcher::joined));
    watcher.rosterDone();
    HeldDirects waiting = held.remove(watch.id());
    if (waiting != null) {
      waiting.deliver(watcher);
    }
    check(watcher);
  }

  void unwatch(Watch watch) {
    if (watches.remove(watch.id(), watch)) {
      senderWatches -= watch.wantsSenders() ? 1 : 0;
      flow.gone(watch.watcher());
      flow.gone(watch.inflow());
    }
  }

  void broadcast(Peer.Local from, Message message) {
    metrics.count(Counter.MESSAGES_RECEIVED);
    metrics.count(Counter.BYTES_RECEIVED, message.length());
    toPeersHere(from.id(), from, message);
    if (!bridges.isEmpty()) {
      var envelope = new Envelope.Broadcast(from.id(), message);
      bridges.keySet().forEach(bridge -> send(bridge, envelope));
    }
    holdIfFull(from.inflow());
  }

  /** A message for one peer, from one of this machine. */
  void send(Watch from, PeerId to, Message message) {
    metrics.count(Counter.DIRECTS_SENT);
    HeldDirects.Undelivered answer = why -> undelivered(from, to, why);
    if (!toPeerHere(from.id(), to, message, answer)) {
      Bridge bridge = bridgeTo(to);
      if (bridge == null) {
        answer.say("no such peer");
      } else {
        send(bridge, new Envelope.Direct(from.id(), to, message));
      }
    }
    holdIfFull(from.inflow());
  }

  void bridgeUp(Bridge bridge) {
    bridges.put(bridge, new LinkedHashMap<>());
    peers.keySet().forEach(id -> send(bridge, new Envelope.Joined(id)));
  }

  void bridgeDown(Bridge bridge) {
    Map<PeerId, Peer.Remote> remotes = bridges.remove(bridge);
    if (remotes != null) {
      flow.gone(bridge);
      remotes.keySet().forEach(id -> tellLeft(id, null));
    }
  }

  /** Handles news from a bridge. Never forwarded to another: one hop is the whole path. */
  void receive(Bridge bridge, Inflow inflow, Envelope envelope) {
    Map<PeerId, Peer.Remote> remotes = bridges.get(bridge);
    if (remotes == null) {
      return;
    }
    metrics.count(Counter.BRIDGE_RECEIVED);
    switch (envelope) {
      case Envelope.Joined(var id) -> remoteJoined(remotes, bridge, id);
      case Envelope.Left(var id) -> {
        if (remotes.remove(id) != null) {
          tellLeft(id, null);
        }
      }
      case Envelope.Broadcast(var from, var message) -> toPeersHere(from, null, message);
      case Envelope.Direct(var from, var to, var message) -> {
        if (!toPeerHere(from, to, message, why -> sayUndelivered(bridge, from, to))) {
          sayUndelivered(bridge, from, to);
        }
      }
      case Envelope.Undelivered(var from, var to) -> {
        Watch watch = watches.get(from);
        if (watch != null) {
          undelivered(watch, to, "no such peer");
        }
      }
    }
    holdIfFull(inflow);
  }

  void drained(Outbox outbox) {
    flow.drained(outbox);
  }

  void tick(long nowNs) {
    this.nowNs = nowNs;
    flow.tick(nowNs);
    if (!held.isEmpty()) {
      for (PeerId id : List.copyOf(held.keySet())) {
        Peer.Local peer = peers.get(id);
        if (peer == null || !mayStillWatch(peer)) {
          giveUpHeld(id, "the peer takes no direct messages");
        }
      }
    }
  }

  Collection<Peer.Local> localPeers() {
    return List.copyOf(peers.values());
  }

  Collection<Peer.Remote> remotePeers() {
    List<Peer.Remote> all = new ArrayList<>();
    bridges.values().forEach(remotes -> all.addAll(remotes.values()));
    return all;
  }

  boolean localPeersContain(Peer.Local peer) {
    return peers.get(peer.id()) == peer;
  }

  Set<PeerId> watchedIds() {
    return Set.copyOf(watches.keySet());
  }

  private void toPeersHere(PeerId from, Peer.@Nullable Local except, Message message) {
    Peer.Local[] all = fanOut();
    int handed = 0;
    for (Peer.Local peer : all) {
      if (peer != except) {
        peer.heard++;
        if (senderWatches > 0) {
          tellSender(peer, from);
        }
        peer.receiver().offer(from, message);
        check(peer.receiver());
        handed++;
      }
    }
    metrics.count(Counter.MESSAGES_DELIVERED, handed);
    metrics.count(Counter.BYTES_DELIVERED, (long) handed * message.length());
  }

  private Peer.Local[] fanOut() {
    Peer.Local[] all = fanOut;
    if (all == null) {
      all = peers.values().toArray(new Peer.Local[0]);
      fanOut = all;
    }
    return all;
  }

  private void tellSender(Peer.Local peer, PeerId from) {
    Watch watch = watches.get(peer.id());
    if (watch != null && watch.wantsSenders()) {
      watch.watcher().sender(from, peer.heard);
      check(watch.watcher());
    }
  }

  /** Hands a direct message to a peer of this machine; false if there is none of that id. */
  private boolean toPeerHere(
      PeerId from, PeerId to, Message message, HeldDirects.Undelivered answer) {
    Watch watch = watches.get(to);
    if (watch != null) {
      watch.watcher().received(from, message);
      check(watch.watcher());
      return true;
    }
    Peer.Local peer = peers.get(to);
    if (peer == null) {
      return false;
    }
    if (!mayStillWatch(peer)
        || !held.computeIfAbsent(to, _ -> new HeldDirects(limits)).keep(from, message, answer)) {
      answer.say("the peer takes no direct messages");
    }
    return true;
  }

  private boolean mayStillWatch(Peer.Local peer) {
    return nowNs - peer.joinedNs < limits.directHoldMax().toNanos();
  }

  private void giveUpHeld(PeerId id, String why) {
    HeldDirects waiting = held.remove(id);
    if (waiting != null) {
      waiting.giveUp(why);
    }
  }

  private @Nullable Bridge bridgeTo(PeerId id) {
    for (Map.Entry<Bridge, Map<PeerId, Peer.Remote>> entry : bridges.entrySet()) {
      if (entry.getValue().containsKey(id)) {
        return entry.getKey();
      }
    }
    return null;
  }

  private void remoteJoined(Map<PeerId, Peer.Remote> remotes, Bridge bridge, PeerId id) {
    if (remotes.size() < limits.remotePeersMax()
        && remotes.putIfAbsent(id, new Peer.Remote(id, bridge)) == null) {
      tellJoined(id, null);
    }
  }

  private void tellJoined(PeerId id, @Nullable PeerId except) {
    for (Watch watch : List.copyOf(watches.values())) {
      if (!watch.id().equals(except)) {
        watch.watcher().joined(id);
        check(watch.watcher());
      }
    }
  }

  private void tellLeft(PeerId id, @Nullable PeerId except) {
    for (Watch watch : List.copyOf(watches.values())) {
      if (!watch.id().equals(except)) {
        watch.watcher().left(id);
        check(watch.watcher());
      }
    }
  }

  private void undelivered(Watch from, PeerId to, String why) {
    metrics.count(Counter.DIRECTS_UNDELIVERED);
    if (from.equals(watches.get(from.id()))) {
      from.watcher().undelivered(to, why);
      check(from.watcher());
    }
  }

  private void sayUndelivered(Bridge bridge, PeerId from, PeerId to) {
    if (bridges.containsKey(bridge)) {
      send(bridge, new Envelope.Undelivered(from, to));
    }
  }

  private void send(Bridge bridge, Envelope envelope) {
    bridge.send(envelope);
    metrics.count(Counter.BRIDGE_SENT);
    check(bridge);
  }

  private void check(Outbox outbox) {
    if (outbox.isFull()) {
      flow.overfull(outbox, nowNs);
    }
  }

  private void holdIfFull(Inflow sender) {
    if (flow.holds()) {
      metrics.count(Counter.CHANNELS_HELD);
      flow.hold(sender);
    }
  }
}
