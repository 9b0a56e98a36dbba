package org.namedwebsockets.proxy.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
  private static final String NO_DIRECTS = "the peer takes no direct messages";

  private final ChannelKey key;
  private final Limits limits;
  private final Metrics metrics;
  private final FlowControl flow;
  private final Map<PeerId, Peer.Local> peers = new LinkedHashMap<>();
  private final Map<PeerId, Watch> watches = new LinkedHashMap<>();
  private final Map<Bridge, FarSide> bridges = new LinkedHashMap<>();
  private final HeldDirects held;

  private final Audiences audiences = new Audiences(peers.values());

  /** How many broadcasts came for the peers here. */
  private long told;

  private int senderWatches;
  private long nowNs;

  /** What a bridge leads to. */
  private static final class FarSide {
    private final Map<PeerId, Peer.Remote> peers = new LinkedHashMap<>();
    private @Nullable Inflow inflow;
  }

  Channel(ChannelKey key, Limits limits, Backlog backlog, Metrics metrics, long nowNs) {
    this.key = key;
    this.limits = limits;
    this.held = new HeldDirects(limits, backlog);
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
    peer.unheard = told;
    peers.put(peer.id(), peer);
    audiences.changed();
    metrics.count(Counter.PEERS_JOINED);
    tellJoined(peer.id(), peer.id());
    bridges.keySet().forEach(bridge -> send(bridge, new Envelope.Joined(peer.id())));
  }

  void leave(Peer.Local peer) {
    if (!holds(peer)) {
      return;
    }
    flow.gone(peer.inflow());
    peers.remove(peer.id());
    audiences.changed();
    metrics.count(Counter.PEERS_LEFT);
    flow.gone(peer.receiver());
    held.giveUp(peer.id(), "the peer left");
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
    bridges.values().forEach(side -> side.peers.keySet().forEach(watcher::joined));
    watcher.rosterDone();
    held.deliver(watch.id(), watcher);
    given(watcher);
  }

  void unwatch(Watch watch) {
    if (holds(watch)) {
      flow.gone(watch.inflow());
      watches.remove(watch.id());
      senderWatches -= watch.wantsSenders() ? 1 : 0;
      flow.gone(watch.watcher());
    }
  }

  void broadcast(Peer.Local from, Message message) {
    if (holds(from)) {
      inTurn(from.inflow(), message.length(), () -> broadcastNow(from, message));
    }
  }

  private void broadcastNow(Peer.Local from, Message message) {
    metrics.count(Counter.MESSAGES_RECEIVED);
    metrics.count(Counter.BYTES_RECEIVED, message.length());
    toPeersHere(from.id(), from, message);
    if (!bridges.isEmpty()) {
      var envelope = new Envelope.Broadcast(from.id(), message);
      bridges.keySet().forEach(bridge -> send(bridge, envelope));
    }
  }

  /** A message for one peer, from one of this machine. */
  void send(Watch from, PeerId to, Message message) {
    if (holds(from)) {
      inTurn(from.inflow(), message.length(), () -> sendNow(from, to, message));
    }
  }

  private void sendNow(Watch from, PeerId to, Message message) {
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
  }

  void bridgeUp(Bridge bridge) {
    if (bridges.putIfAbsent(bridge, new FarSide()) == null) {
      peers.keySet().forEach(id -> send(bridge, new Envelope.Joined(id)));
    }
  }

  void bridgeDown(Bridge bridge) {
    FarSide side = bridges.get(bridge);
    if (side != null) {
      if (side.inflow != null) {
        flow.gone(side.inflow);
      }
      bridges.remove(bridge);
      flow.gone(bridge);
      side.peers.keySet().forEach(id -> tellLeft(id, null));
    }
  }

  /** Handles news from a bridge. Never forwarded to another: one hop is the whole path. */
  void receive(Bridge bridge, Inflow inflow, Envelope envelope) {
    FarSide side = bridges.get(bridge);
    if (side != null) {
      side.inflow = inflow;
      inTurn(inflow, envelope.length(), () -> receiveNow(bridge, side, envelope));
    }
  }

  private void receiveNow(Bridge bridge, FarSide side, Envelope envelope) {
    metrics.count(Counter.BRIDGE_RECEIVED);
    switch (envelope) {
      case Envelope.Joined(var id) -> remoteJoined(side.peers, bridge, id);
      case Envelope.Left(var id) -> {
        if (side.peers.remove(id) != null) {
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
  }

  /** Nobody of this machine is here any more: forgets the ways to others. */
  void close() {
    List.copyOf(bridges.keySet()).forEach(this::bridgeDown);
  }

  void filled(Peer.Local peer) {
    if (holds(peer)) {
      given(peer.receiver());
    }
  }

  void drained(Outbox outbox) {
    flow.drained(outbox);
  }

  void tick(long nowNs) {
    this.nowNs = nowNs;
    flow.tick(nowNs);
    held.giveUpUnless(this::mayStillWatch, NO_DIRECTS);
  }

  Collection<Peer.Local> localPeers() {
    return List.copyOf(peers.values());
  }

  Collection<Peer.Remote> remotePeers() {
    List<Peer.Remote> all = new ArrayList<>();
    bridges.values().forEach(side -> all.addAll(side.peers.values()));
    return all;
  }

  boolean holds(Peer.Local peer) {
    return peers.get(peer.id()) == peer;
  }

  private boolean holds(Watch watch) {
    return watch.equals(watches.get(watch.id()));
  }

  /** Everything that messages of this channel wait in. */
  Stream<Outbox> outboxes() {
    return Stream.of(
            peers.values().stream().map(Peer.Local::receiver),
            watches.values().stream().map(Watch::watcher),
            bridges.keySet().stream())
        .flatMap(some -> some);
  }

  Set<PeerId> watchedIds() {
    return Set.copyOf(watches.keySet());
  }

  private void toPeersHere(PeerId from, Peer.@Nullable Local except, Message message) {
    told++;
    if (except != null) {
      except.unheard++;
    }
    if (senderWatches > 0) {
      tellSender(from, except);
    }
    Receiver own = except == null ? null : except.receiver();
    if (audiences.offer(from, message, own)) {
      peers.values().forEach(peer -> given(peer.receiver()));
    }
    int handed = peers.size() - (except == null ? 0 : 1);
    metrics.count(Counter.MESSAGES_DELIVERED, handed);
    metrics.count(Counter.BYTES_DELIVERED, (long) handed * message.length());
  }

  private void tellSender(PeerId from, Peer.@Nullable Local except) {
    for (Watch watch : watches.values()) {
      Peer.Local peer = watch.wantsSenders() ? peers.get(watch.id()) : null;
      if (peer != null && peer != except) {
        watch.watcher().sender(from, told - peer.unheard);
        given(watch.watcher());
      }
    }
  }

  /** Hands a direct message to a peer of this machine; false if there is none of that id. */
  private boolean toPeerHere(
      PeerId from, PeerId to, Message message, HeldDirects.Undelivered answer) {
    Watch watch = watches.get(to);
    if (watch != null) {
      watch.watcher().received(from, message);
      given(watch.watcher());
      return true;
    }
    if (!peers.containsKey(to)) {
      return false;
    }
    if (!mayStillWatch(to)) {
      answer.say(NO_DIRECTS);
    } else if (!held.keep(from, to, message, answer)) {
      answer.say("too many direct messages wait for the peer");
    }
    return true;
  }

  private boolean mayStillWatch(PeerId id) {
    Peer.Local peer = peers.get(id);
    return peer != null && nowNs - peer.joinedNs < limits.directHoldMax().toNanos();
  }

  private @Nullable Bridge bridgeTo(PeerId id) {
    for (Map.Entry<Bridge, FarSide> entry : bridges.entrySet()) {
      if (entry.getValue().peers.containsKey(id)) {
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
    for (Watch watch : watches.values()) {
      if (!watch.id().equals(except)) {
        watch.watcher().joined(id);
        given(watch.watcher());
      }
    }
  }

  private void tellLeft(PeerId id, @Nullable PeerId except) {
    for (Watch watch : watches.values()) {
      if (!watch.id().equals(except)) {
        watch.watcher().left(id);
        given(watch.watcher());
      }
    }
  }

  private void undelivered(Watch from, PeerId to, String why) {
    metrics.count(Counter.DIRECTS_UNDELIVERED);
    if (holds(from)) {
      from.watcher().undelivered(to, why);
      given(from.watcher());
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
    given(bridge);
  }

  private void given(Outbox outbox) {
    flow.given(outbox, nowNs);
  }

  /** Does what someone sent, when it is its turn. */
  private void inTurn(Inflow sender, int bytes, Runnable step) {
    if (flow.inTurn(sender, bytes, step)) {
      metrics.count(Counter.CHANNELS_HELD);
    }
  }
}
