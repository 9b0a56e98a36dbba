package org.namedwebsockets.proxy.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.discovery.Found;
import org.namedwebsockets.proxy.discovery.Sighting;
import org.namedwebsockets.proxy.hub.Audience;
import org.namedwebsockets.proxy.hub.Bridge;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Inflow;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.hub.Peer;
import org.namedwebsockets.proxy.hub.Receiver;
import org.namedwebsockets.proxy.metrics.Metrics;

/** One proxy's links with everything around them recorded, and a clock that is turned by hand. */
final class LinkStage {
  static final long SECOND = 1_000_000_000L;

  /** In the middle, so that there are smaller and larger ones. */
  static final ProxyId SELF = id("mmm");

  static final ProxyId SMALL = id("aaa");
  static final ProxyId SMALL2 = id("bbb");
  static final ProxyId LARGE = id("xxx");
  static final ProxyId LARGE2 = id("yyy");
  static final ChannelName CHAT = new ChannelName("chat");

  final RecordingDialer dialer = new RecordingDialer();
  final ScriptedMatcher matcher = new ScriptedMatcher();
  final Hub hub;
  final Links links;
  long nowNs = -5 * SECOND; // a clock may begin anywhere

  LinkStage() {
    this(LinkLimits.DEFAULTS);
  }

  LinkStage(LinkLimits limits) {
    hub = new Hub(Limits.DEFAULTS, new Metrics(), nowNs);
    links = new Links(SELF, limits, hub, matcher, dialer, new Random(1), nowNs);
  }

  static ProxyId id(String start) {
    return new ProxyId((start + "a".repeat(26)).substring(0, 26));
  }

  static InetSocketAddress at(String ip) {
    return at(ip, 9010);
  }

  static InetSocketAddress at(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }

  void sight(ProxyId id, String... ips) {
    List<InetSocketAddress> all = new ArrayList<>();
    for (String ip : ips) {
      all.add(at(ip));
    }
    links.sighted(Sighting.of(id, Found.MDNS, all));
  }

  void configure(String ip) {
    links.sighted(Sighting.ofPeer(ip, List.of(at(ip))));
  }

  /** Lets time pass in steps of the tick. */
  void pass(double seconds) {
    long untilNs = nowNs + (long) (seconds * SECOND);
    while (nowNs < untilNs) {
      nowNs = Math.min(untilNs, nowNs + SECOND / 10);
      links.tick(nowNs);
    }
  }

  /** Lets time pass until somebody is dialled; says how many seconds that took. */
  double passUntilDial(double secondsMax) {
    int before = dials();
    double seconds = 0;
    while (dials() == before) {
      if (seconds > secondsMax) {
        throw new AssertionError("nobody was dialled within " + secondsMax + " s");
      }
      pass(0.1);
      seconds += 0.1;
    }
    return seconds;
  }

  /** How many dials there were until now. */
  int dials() {
    return dialer.dials.size();
  }

  /** The last dial reaches whom it looks for. */
  Up answer() {
    return answer(dialer.last(), dialer.last().expected().orElseThrow());
  }

  Up answer(Dial dial, ProxyId by) {
    return up(new RecordingLink(by, dial.address(), Optional.of(dial)));
  }

  /** Another proxy dials us. */
  Up accept(ProxyId from, String ip) {
    return up(new RecordingLink(from, at(ip, 50_000), Optional.empty()));
  }

  private Up up(RecordingLink link) {
    return new Up(link, links.up(link, nowNs), matcher.sessions.size());
  }

  void fail(LinkEnd end) {
    links.failed(dialer.last(), end, nowNs);
  }

  LinkView view(ProxyId id) {
    return links.view().stream()
        .filter(view -> view.id().equals(Optional.of(id)))
        .findFirst()
        .orElseThrow();
  }

  boolean knows(ProxyId id) {
    return links.view().stream().anyMatch(view -> view.id().equals(Optional.of(id)));
  }

  /** A peer of this machine on a channel; the channel closes when it leaves. */
  Here join(ChannelName name, String peer) {
    var key = new ChannelKey(Scope.NETWORK, name);
    var ear = new Ear();
    var inflow = new RecordingInflow();
    var local = new Peer.Local(key, new PeerId(peer), PeerDetails.NONE, ear, inflow);
    hub.join(local);
    return new Here(local, ear, inflow);
  }

  /** A peer of this machine and what it was told. */
  record Here(Peer.Local peer, Ear ear, RecordingInflow inflow) {}

  /** A link, what became of it, and its edge's side. */
  final class Up {
    final RecordingLink link;
    final Optional<LinkListener> listener;
    private final int sessions;

    Up(RecordingLink link, Optional<LinkListener> listener, int sessions) {
      this.link = link;
      this.listener = listener;
      this.sessions = sessions;
    }

    boolean isWanted() {
      return listener.isPresent() && link.ends.isEmpty();
    }

    LinkListener edge() {
      return listener.orElseThrow();
    }

    void falls(LinkEnd end) {
      edge().down(end, nowNs);
    }

    /** The match finds a channel, and its stream opens. */
    RecordingBridge bridge(ChannelName name, long slot) {
      ScriptedMatcher.Session session = matcher.sessions.get(sessions - 1);
      if (link.dial().isPresent()) {
        session.sink.matched(name, slot, new byte[32]);
      } else {
        session.confirms.put(slot, Optional.of(name));
        edge().bridgeRequested(slot, new byte[32]);
      }
      var bridge = new RecordingBridge(link.remote());
      edge().bridgeUp(slot, bridge, bridge.inflow, nowNs);
      return bridge;
    }
  }

  /** A bridge that remembers what it was told. */
  static final class RecordingBridge implements Bridge {
    final List<Envelope> sent = new ArrayList<>();
    final RecordingInflow inflow = new RecordingInflow();
    boolean full;
    private final ProxyId remote;

    RecordingBridge(ProxyId remote) {
      this.remote = remote;
    }

    @Override
    public ProxyId remote() {
      return remote;
    }

    @Override
    public void send(Envelope envelope) {
      sent.add(envelope);
    }

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public long waitingBytes() {
      return 0;
    }

    @Override
    public long takenBytes() {
      return 0;
    }

    @Override
    public void close(CloseReason reason, String detail) {}
  }

  /** A reading side that remembers whether it was paused. */
  static final class RecordingInflow implements Inflow {
    boolean paused;

    @Override
    public void pause() {
      paused = true;
    }

    @Override
    public void resume() {
      paused = false;
    }
  }

  /** A peer that listens; it can be told to be full. */
  static final class Ear implements Receiver, Audience {
    final List<String> heard = new ArrayList<>();
    boolean full;

    @Override
    public Audience audience() {
      return this;
    }

    @Override
    public boolean offer(PeerId from, Message message, @Nullable Receiver except) {
      if (except != this) {
        heard.add(from + ": " + message.asText());
      }
      return full;
    }

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public long waitingBytes() {
      return 0;
    }

    @Override
    public long takenBytes() {
      return 0;
    }

    @Override
    public void close(CloseReason reason, String detail) {}
  }
}
