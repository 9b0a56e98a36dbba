package org.namedwebsockets.proxy.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
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
  private final Watches watches = new Watches(this::given);
  private final Map<Bridge, FarSide> bridges = new LinkedHashMap<>();
  private final Directs directs;

  private final Audiences audiences = new Audiences(peers.values());

  /** How many broadcasts came for the peers here. */
  private long told;

  // Traffic, in plain fields: all that a message costs here is some additions.
  private long messagesIn;
  private long bytesIn;
  private long messagesOut;
  private long bytesOut;
  private long directsIn;

  private long nowNs;

  /** What a bridge leads to. */
  private static final class FarSide {
    private final Map<PeerId, Peer.Remote> peers = new LinkedHashMap<>();
    private @Nullable Inflow inflow;
  }

  Channel(ChannelKey key, Limits limits, Backlog backlog, Metrics metrics, long nowNs) {
    this.key = key;
    this.limits = limits;
    this.directs = new Directs(this, watches, limits, backlog, metrics);
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
    return admission(watches.byId(), id);
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
    peer.channel = this;
    audiences.changed();
    metrics.count(Counter.PEERS_JOINED);
    watches.tellJoined(Party.here(peer.id()), peer.details());
    if (!bridges.isEmpty()) {
      var envelope = new Envelope.Joined(peer.id(), peer.details());
      bridges.keySet().forEach(bridge -> send(bridge, envelope));
    }
  }

  void leave(Peer.Local peer) {
    flow.gone(peer.inflow());
    peers.remove(peer.id());
    peer.channel = null;
    audiences.changed();
    metrics.count(Counter.PEERS_LEFT);
    flow.gone(peer.receiver());
    Party party = Party.here(peer.id());
    directs.left(party);
    watches.tellLeft(party);
    bridges.keySet().forEach(bridge -> send(bridge, new Envelope.Left(peer.id())));
  }

  /** The watch that ends with its peer, if there is one. */
  @Nullable Watch watchOf(PeerId id) {
    return watches.get(id);
  }

  void watch(Watch watch) {
    watches.add(watch);
    Watcher watcher = watch.watcher();
    for (Peer.Local peer : peers.values()) {
      if (!peer.id().equals(watch.id())) {
        watcher.joined(Party.here(peer.id()), peer.details());
      }
    }
    for (Peer.Remote peer : remotePeers()) {
      watcher.joined(Party.beyond(peer.bridge(), peer.id()), peer.details());
    }
    watcher.rosterDone();
    directs.begun(watch);
    given(watcher);
  }

  void unwatch(Watch watch) {
    if (watches.holds(watch)) {
      flow.gone(watch.inflow());
      watches.remove(watch);
      directs.over(watch);
      flow.gone(watch.watcher());
    }
  }

  void broadcast(Peer.Local from, Message message) {
    inTurn(from.inflow(), from.receiver(), message.length(), () -> broadcastNow(from, message));
  }

  private void broadcastNow(Peer.Local from, Message message) {
    metrics.count(Counter.MESSAGES_RECEIVED);
    metrics.count(Counter.BYTES_RECEIVED, message.length());
    messagesIn++;
    bytesIn += message.length();
    toPeersHere(from.id(), from, message);
    if (!bridges.isEmpty()) {
      var envelope = new Envelope.Broadcast(from.id(), message);
      bridges.keySet().forEach(bridge -> send(bridge, envelope));
    }
  }

  /** A message for one peer, from one of this machine. */
  void send(Watch from, Directs.Way way, long patienceNs) {
    if (watches.holds(from)) {
      directsIn++;
      // All but a reply may be answered, so who does not read what it is told is heard no more.
      Outbox own = way.call().kind() == Call.Kind.REPLY ? from.watcher() : null;
      inTurn(from.inflow(), own, way.message().length(), () -> directs.send(from, way, patienceNs));
    }
  }

  void bridgeUp(Bridge bridge) {
    if (bridges.putIfAbsent(bridge, new FarSide()) == null) {
      for (Peer.Local peer : peers.values()) {
        send(bridge, new Envelope.Joined(peer.id(), peer.details()));
      }
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
      side.peers.keySet().forEach(id -> gone(Party.beyond(bridge, id)));
    }
  }

  private void gone(Party remote) {
    directs.left(remote);
    watches.tellLeft(remote);
  }

  /** Handles news from a bridge. Never forwarded to another: one hop is the whole path. */
  void receive(Bridge bridge, Inflow inflow, Envelope envelope) {
    FarSide side = bridges.get(bridge);
    if (side != null) {
      side.inflow = inflow;
      inTurn(inflow, bridge, envelope.length(), () -> receiveNow(bridge, side, envelope));
    }
  }

  private void receiveNow(Bridge bridge, FarSide side, Envelope envelope) {
    metrics.count(Counter.BRIDGE_RECEIVED);
    switch (envelope) {
      case Envelope.Joined(var id, var details) ->
          remoteJoined(side.peers, new Peer.Remote(id, details, bridge));
      case Envelope.Left(var id) -> {
        if (side.peers.remove(id) != null) {
          gone(Party.beyond(bridge, id));
        }
      }
      case Envelope.Broadcast(var from, var message) -> toPeersHere(from, null, message);
      case Envelope.Direct(var from, var to, var message) ->
          directs.arrived(bridge, way(bridge, from, to, Call.PLAIN, message));
      case Envelope.Called(var from, var to, var call, var message) ->
          directs.arrived(bridge, way(bridge, from, to, call, message));
      case Envelope.Undelivered(var from, var to) ->
          directs.answered(bridge, from, to, Call.PLAIN, Outcome.NO_SUCH_PEER);
      case Envelope.Answered(var from, var to, var call, var outcome) ->
          directs.answered(bridge, from, to, call, outcome);
    }
  }

  private static Directs.Way way(
      Bridge bridge, PeerId from, PeerId to, Call call, Message message) {
    return new Directs.Way(Party.beyond(bridge, from), to, call, message);
  }

  /** Nobody of this machine is here any more: forgets the ways to others. */
  void close() {
    List.copyOf(bridges.keySet()).forEach(this::bridgeDown);
  }

  void filled(Peer.Local peer) {
    given(peer.receiver());
  }

  void drained(Outbox outbox) {
    flow.drained(outbox);
  }

  void tick(long nowNs) {
    this.nowNs = nowNs;
    flow.tick(nowNs);
    directs.tick(nowNs);
  }

  Collection<Peer.Local> localPeers() {
    return List.copyOf(peers.values());
  }

  Collection<Peer.Remote> remotePeers() {
    List<Peer.Remote> all = new ArrayList<>();
    bridges.values().forEach(side -> all.addAll(side.peers.values()));
    return all;
  }

  Traffic traffic() {
    return new Traffic(messagesIn, bytesIn, messagesOut, bytesOut, directsIn);
  }

  /** Everything that messages of this channel wait in. */
  Stream<Outbox> outboxes() {
    return Stream.of(
            peers.values().stream().map(Peer.Local::receiver),
            watches.outboxes(),
            bridges.keySet().stream())
        .flatMap(some -> some);
  }

  Set<PeerId> watchedIds() {
    return watches.ids();
  }

  private void toPeersHere(PeerId from, Peer.@Nullable Local except, Message message) {
    told++;
    if (except != null) {
      except.unheard++;
    }
    if (watches.wantSenders()) {
      watches.tellSender(from, peers, except, told);
    }
    Receiver own = except == null ? null : except.receiver();
    if (audiences.offer(from, message, own)) {
      peers.values().forEach(peer -> given(peer.receiver()));
    }
    int handed = peers.size() - (except == null ? 0 : 1);
    metrics.count(Counter.MESSAGES_DELIVERED, handed);
    metrics.count(Counter.BYTES_DELIVERED, (long) handed * message.length());
    messagesOut += handed;
    bytesOut += (long) handed * message.length();
  }

  long nowNs() {
    return nowNs;
  }

  /** Whether a peer or a watcher of this machine has that id. */
  boolean isHere(PeerId id) {
    return peers.containsKey(id) || watches.get(id) != null;
  }

  boolean isUp(Bridge bridge) {
    return bridges.containsKey(bridge);
  }

  /** Whether a peer of this machine may still get a control socket that was on its way. */
  boolean mayStillWatch(PeerId id) {
    Peer.Local peer = peers.get(id);
    return peer != null && nowNs - peer.joinedNs < limits.directHoldMax().toNanos();
  }

  /** The way to a peer of another proxy, over the oldest bridge if there are several. */
  @Nullable Bridge bridgeTo(PeerId id) {
    for (Map.Entry<Bridge, FarSide> entry : bridges.entrySet()) {
      if (entry.getValue().peers.containsKey(id)) {
        return entry.getKey();
      }
    }
    return null;
  }

  private void remoteJoined(Map<PeerId, Peer.Remote> remotes, Peer.Remote peer) {
    if (remotes.size() < limits.remotePeersMax() && remotes.putIfAbsent(peer.id(), peer) == null) {
      watches.tellJoined(Party.beyond(peer.bridge(), peer.id()), peer.details());
    }
  }

  void send(Bridge bridge, Envelope envelope) {
    bridge.send(envelope);
    metrics.count(Counter.BRIDGE_SENT);
    given(bridge);
  }

  void given(Outbox outbox) {
    flow.given(outbox, nowNs);
  }

  /** Does what someone sent, when it is its turn. */
  private void inTurn(Inflow sender, @Nullable Outbox own, int bytes, Runnable step) {
    if (flow.inTurn(sender, own, bytes, step)) {
      metrics.count(Counter.CHANNELS_HELD);
    }
  }
}
