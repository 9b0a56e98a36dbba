package org.namedwebsockets.verify.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.hub.ChannelView;
import org.namedwebsockets.proxy.hub.Party;
import org.namedwebsockets.proxy.hub.Peer;
import org.namedwebsockets.proxy.link.LinkState;

/**
 * What must hold whatever happens. Sees the whole world at once, which no proxy does.
 *
 * <p>Owed is a message from the moment it was given to a bridge that stood at both ends, to each
 * peer that was at the other end then. The debt is let off if the bridge broke or was broken off.
 */
final class Truth {
  /** What may wait for one socket beyond the bound: one burst. */
  private static final long BURST_BYTES = 8 << 10;

  private final World world;
  private final Map<Long, Sent> sent = new HashMap<>();
  private long lastNumber;

  /** What is answered in any case. */
  final Calls calls;

  /** What this world saw, so that a run that checks nothing is noticed. */
  final Tally tally = new Tally();

  /** Counts of what was checked. */
  static final class Tally {
    long heardHere;
    long heardFar;
    long owed;
    long directs;
    long undelivered;
    long calls;
    long outcomes;
    long worlds;

    void add(Tally other) {
      heardHere += other.heardHere;
      heardFar += other.heardFar;
      owed += other.owed;
      directs += other.directs;
      undelivered += other.undelivered;
      calls += other.calls;
      outcomes += other.outcomes;
      worlds++;
    }

    @Override
    public String toString() {
      return worlds
          + " worlds: "
          + heardHere
          + " messages heard on the same machine, "
          + heardFar
          + " on another, "
          + owed
          + " of them owed; "
          + directs
          + " direct messages heard, "
          + undelivered
          + " given back; "
          + calls
          + " calls heard, "
          + outcomes
          + " answered";
    }
  }

  private record Debt(FakePeer to, FakeBridge near, FakeBridge far) {
    boolean isLetOff() {
      return near.isAborted() || far.isAborted() || !to.isHere();
    }
  }

  /** A message: who sent it, who got it, who is still to get it. */
  private static final class Sent {
    final FakePeer from;
    final @Nullable PeerId to;
    final Set<FakePeer> heardBy = new HashSet<>();
    final List<Debt> debts = new ArrayList<>();

    Sent(FakePeer from, @Nullable PeerId to) {
      this.from = from;
      this.to = to;
    }
  }

  Truth(World world) {
    this.world = world;
    this.calls = new Calls(world);
  }

  long broadcast(FakePeer from, int length) {
    long number = ++lastNumber;
    Sent one = new Sent(from, null);
    sent.put(number, one);
    Set<FakePeer> here = new HashSet<>();
    for (FakePeer peer : from.proxy.peers) {
      if (peer != from && peer.key.equals(from.key)) {
        here.add(peer);
      }
    }
    from.proxy.hub.broadcast(from.local, Message.text(number + " " + "x".repeat(length)));
    if (!one.heardBy.equals(here)) {
      throw new AssertionError(
          from + " sent " + number + ", heard here by " + one.heardBy + " instead of " + here);
    }
    return number;
  }

  /** A bridge was given a message. */
  void carried(FakeBridge near, Message message) {
    Sent one = sentOf(message);
    FakeBridge far = near.opposite();
    if (one.from.proxy != near.link().proxy) {
      throw new AssertionError("forwarded by " + near.link().proxy + ": " + message.asText());
    }
    if (far == null || !near.isStanding() || !far.isStanding()) {
      return;
    }
    for (FakePeer peer : far.link().proxy.peers) {
      if (peer.key.equals(one.from.key)) {
        one.debts.add(new Debt(peer, near, far));
        tally.owed++;
      }
    }
  }

  void heard(FakePeer peer, PeerId from, Message message) {
    long number = number(message);
    Sent one = sentOf(message);
    check(one.to == null, peer, number, "a direct message came as a broadcast");
    check(peer != one.from, peer, number, "its own message");
    check(peer.key.equals(one.from.key), peer, number, "of another channel");
    check(from.equals(one.from.id), peer, number, "under a wrong name");
    boolean network = peer.key.scope() == Scope.NETWORK;
    check(network || peer.proxy == one.from.proxy, peer, number, "from another machine");
    check(one.heardBy.add(peer), peer, number, "twice");
    tally.heardHere += peer.proxy == one.from.proxy ? 1 : 0;
    tally.heardFar += peer.proxy == one.from.proxy ? 0 : 1;
    Long before = peer.lastHeard.put(one.from, number);
    check(before == null || before < number, peer, number, "after " + before);
  }

  void send(FakePeer from, PeerId to, int length) {
    if (from.place() != null) {
      long number = ++lastNumber;
      sent.put(number, new Sent(from, to));
      String json = "\"" + number + " " + "x".repeat(length) + "\"";
      from.proxy.hub.send(from.place(), to, Message.json(json));
    }
  }

  /** Somebody sends what is answered in any case; nobody minds if it cannot. */
  void call(FakePeer from, PeerId to, Call.Kind kind, int length) {
    long patienceNs = Agenda.SECOND / 10 + world.random.nextLong(15 * Agenda.SECOND);
    calls.make(from, to, new Call(kind, ++lastNumber), length, patienceNs);
  }

  void received(FakePeer peer, Party party, Call call, Message message) {
    if (call.kind() != Call.Kind.PLAIN) {
      calls.received(peer, party, call);
      return;
    }
    PeerId from = party.id();
    long number = number(message);
    Sent one = sentOf(message);
    check(peer.id.equals(one.to), peer, number, "meant for " + one.to);
    check(peer.key.equals(one.from.key), peer, number, "of another channel");
    check(from.equals(one.from.id), peer, number, "under a wrong name");
    check(one.heardBy.isEmpty(), peer, number, "delivered already");
    tally.directs++;
    one.heardBy.add(peer);
  }

  /** A sender is told that one of its direct messages did not arrive: there must be one such. */
  void undelivered(FakePeer from, PeerId to, Call call, Outcome outcome) {
    if (call.kind() != Call.Kind.PLAIN) {
      calls.answered(from, to, call, outcome);
      return;
    }
    Optional<Sent> one =
        sent.values().stream()
            .filter(some -> some.from == from && to.equals(some.to) && some.heardBy.isEmpty())
            .findFirst();
    if (one.isEmpty()) {
      throw new AssertionError(from + " is told that a message to " + to + " was not delivered");
    }
    one.get().heardBy.add(from);
    tally.undelivered++;
  }

  void left(FakePeer peer) {
    peer.roster.clear();
  }

  /** What holds at any time. */
  void checkAlways(FakeProxy proxy) {
    long outboxMax = FakeProxy.LIMITS.outboxBytesMax() + BURST_BYTES;
    for (FakePeer peer : proxy.peers) {
      if (peer.waitingBytes() > outboxMax) {
        throw new AssertionError(peer.waitingBytes() + " bytes wait for " + peer);
      }
    }
    for (FakeLink end : proxy.ends) {
      for (FakeBridge bridge : end.streams.values()) {
        if (bridge.waitingBytes() > outboxMax) {
          throw new AssertionError(bridge.waitingBytes() + " bytes wait for a bridge of " + proxy);
        }
      }
    }
    for (ChannelView view : proxy.hub.channels()) {
      Map<ProxyId, Object> bridges = new HashMap<>();
      for (Peer.Remote remote : view.remote()) {
        Object other = bridges.putIfAbsent(remote.bridge().remote(), remote.bridge());
        if (other != null && other != remote.bridge()) {
          throw new AssertionError("two bridges from " + proxy + " to " + remote.bridge().remote());
        }
      }
      if (view.key().scope() == Scope.LOCAL && !view.remote().isEmpty()) {
        throw new AssertionError("a local channel of " + proxy + " has remote peers");
      }
    }
  }

  /** What is not yet true; empty once everybody sees what is. */
  Optional<String> untruth() {
    for (FakeProxy proxy : world.proxies()) {
      for (FakeProxy other : world.proxies()) {
        Optional<String> wrong = links(proxy, other);
        if (proxy != other && wrong.isPresent()) {
          return wrong;
        }
      }
      for (FakePeer peer : proxy.peers) {
        Optional<String> wrong = view(peer);
        if (wrong.isPresent()) {
          return wrong;
        }
      }
    }
    return debts();
  }

  private Optional<String> links(FakeProxy proxy, FakeProxy other) {
    long links = world.standing(proxy, other);
    boolean together = proxy.machine.segment == other.machine.segment;
    if (links > 1 || (together && links == 0)) {
      return Optional.of(links + " links between " + proxy + " and " + other);
    }
    boolean up =
        proxy.links.view().stream()
            .anyMatch(
                view -> view.state() == LinkState.UP && view.id().equals(Optional.of(other.id())));
    return up == (links == 1)
        ? Optional.empty()
        : Optional.of(proxy + (up ? " believes in" : " does not know") + " its link to " + other);
  }

  private Optional<String> view(FakePeer peer) {
    Map<PeerId, Integer> remotes = new HashMap<>();
    Map<PeerId, Integer> all = new HashMap<>();
    for (FakePeer other : othersOf(peer)) {
      all.merge(other.id, 1, Integer::sum);
      if (other.proxy != peer.proxy) {
        remotes.merge(other.id, 1, Integer::sum);
      }
    }
    Map<PeerId, Integer> seen = new HashMap<>();
    for (ChannelView view : peer.proxy.hub.channels()) {
      if (view.key().equals(peer.key)) {
        view.remote().forEach(remote -> seen.merge(remote.id(), 1, Integer::sum));
      }
    }
    if (!seen.equals(remotes)) {
      return Optional.of(
          "the proxy of " + peer + " sees " + seen.keySet() + ", there are " + remotes.keySet());
    }
    if (peer.place() != null && !peer.roster.equals(all)) {
      return Optional.of(peer + " was told of " + peer.roster + ", there are " + all);
    }
    return peer.isPaused() ? Optional.of(peer + " is not read") : Optional.empty();
  }

  /** Who shares a channel with a peer and can be reached. */
  List<FakePeer> othersOf(FakePeer peer) {
    List<FakePeer> all = new ArrayList<>();
    for (FakeProxy proxy : world.proxies()) {
      boolean reached =
          proxy == peer.proxy
              || (peer.key.scope() == Scope.NETWORK && world.standing(proxy, peer.proxy) > 0);
      for (FakePeer other : proxy.peers) {
        if (reached && other != peer && other.key.equals(peer.key)) {
          all.add(other);
        }
      }
    }
    return all;
  }

  private Optional<String> debts() {
    for (Map.Entry<Long, Sent> entry : sent.entrySet()) {
      Sent one = entry.getValue();
      for (Debt debt : one.debts) {
        if (!debt.isLetOff() && !one.heardBy.contains(debt.to())) {
          return Optional.of(
              "message " + entry.getKey() + " of " + one.from + " never reached " + debt.to());
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a broadcast reached exactly these. */
  Optional<String> reached(long number, Set<FakePeer> wanted) {
    Sent one = sent.get(number);
    return one != null && one.heardBy.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            "the last message "
                + number
                + (one == null ? "" : " of " + one.from + " reached " + one.heardBy)
                + " instead of "
                + wanted);
  }

  /** After a proxy has stopped, it holds nothing. */
  void checkEmpty(FakeProxy proxy) {
    List<ChannelKey> channels = proxy.hub.channels().stream().map(ChannelView::key).toList();
    long linksUp = proxy.links.view().stream().filter(view -> view.state() == LinkState.UP).count();
    long ends = proxy.ends.stream().filter(FakeLink::isUp).count();
    long bytes = proxy.hub.backlog().bytes();
    if (!channels.isEmpty() || linksUp + ends + bytes + proxy.sessions() > 0) {
      throw new AssertionError(
          proxy
              + " stopped and holds "
              + channels.size()
              + " channels, "
              + linksUp
              + " links, "
              + ends
              + " connections, "
              + bytes
              + " bytes, "
              + proxy.sessions()
              + " matches");
    }
  }

  private Sent sentOf(Message message) {
    Sent one = sent.get(number(message));
    if (one == null) {
      throw new AssertionError("a message nobody sent: " + message.asText());
    }
    return one;
  }

  private static long number(Message message) {
    String text = message.asText();
    int from = text.startsWith("\"") ? 1 : 0;
    return Long.parseLong(text.substring(from, text.indexOf(' ')));
  }

  private static void check(boolean holds, FakePeer peer, long number, String what) {
    if (!holds) {
      throw new AssertionError(peer + " hears message " + number + ": " + what);
    }
  }
}
