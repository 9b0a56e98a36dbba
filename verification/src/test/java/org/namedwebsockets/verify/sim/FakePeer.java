package org.namedwebsockets.verify.sim;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.hub.Admission;
import org.namedwebsockets.proxy.hub.Audience;
import org.namedwebsockets.proxy.hub.Inflow;
import org.namedwebsockets.proxy.hub.Party;
import org.namedwebsockets.proxy.hub.Peer;
import org.namedwebsockets.proxy.hub.Receiver;
import org.namedwebsockets.proxy.hub.Watch;
import org.namedwebsockets.proxy.hub.Watcher;

/**
 * A page or program on a machine: a socket that reads at some pace, and mostly a control socket.
 */
final class FakePeer implements Receiver, Audience, Inflow {
  static final long HIGH_BYTES = 1_500;
  static final long LOW_BYTES = 700;
  private static final long STEP_NS = 50 * Agenda.MILLI;

  final FakeProxy proxy;
  final ChannelKey key;
  final PeerId id;
  final Peer.Local local;

  /** How many peers of each id the control socket has been told of. */
  final Map<PeerId, Integer> roster = new HashMap<>();

  /** The last message of each sender. */
  final Map<FakePeer, Long> lastHeard = new HashMap<>();

  /** Bytes in a second; 0 for one that is stuck. */
  long pace = Long.MAX_VALUE / 2;

  private @Nullable Watch watch;
  private boolean here;
  private boolean paused;
  private boolean full;
  private boolean draining;
  private long waiting;
  private long taken;

  FakePeer(FakeProxy proxy, ChannelKey key, PeerId id) {
    this.proxy = proxy;
    this.key = key;
    this.id = id;
    this.local = new Peer.Local(key, id, detailsOf(id), this, this);
  }

  /** What others must be told of whoever has this id; of some, nothing. */
  private static PeerDetails detailsOf(PeerId id) {
    int number = number(id);
    String name = number % 3 == 0 ? "" : "Peer " + id;
    return new PeerDetails(name, number % 2 == 0 ? "" : "sim", "");
  }

  /** Most do; of the others, requests are answered by their proxies. */
  private static boolean takesRequests(PeerId id) {
    return number(id) % 5 != 0;
  }

  private static int number(PeerId id) {
    return Integer.parseInt(id.value().substring(1));
  }

  boolean join() {
    here = proxy.hub.join(local) == Admission.WELCOME;
    if (here) {
      proxy.peers.add(this);
    }
    return here;
  }

  /** Opens the control socket. */
  void watch() {
    Watch place = new Watch(key, id, new Control(), this, false);
    if (here && watch == null && proxy.hub.watch(place) == Admission.WELCOME) {
      watch = place;
    }
  }

  @Nullable Watch place() {
    return watch;
  }

  boolean isHere() {
    return here;
  }

  boolean isPaused() {
    return paused;
  }

  void leave() {
    if (here) {
      gone();
      proxy.hub.leave(local);
      unwatch();
    }
  }

  private void gone() {
    here = false;
    proxy.peers.remove(this);
    proxy.world.truth.left(this);
    count(-waiting);
  }

  private void unwatch() {
    Watch place = watch;
    watch = null;
    if (place != null) {
      proxy.hub.unwatch(place);
    }
  }

  /** Its proxy is no more. */
  void vanish() {
    gone();
    watch = null;
  }

  @Override
  public Audience audience() {
    return this;
  }

  @Override
  public boolean offer(PeerId from, Message message, @Nullable Receiver except) {
    if (except != this) {
      hear(from, message);
    }
    return full;
  }

  private void hear(PeerId from, Message message) {
    if (!here) {
      throw new AssertionError(this + " is handed a message after it left");
    }
    proxy.world.truth.heard(this, from, message);
    count(message.length());
    full |= waiting > HIGH_BYTES;
    drain();
  }

  private void count(long bytes) {
    waiting += bytes;
    proxy.hub.backlog().add(bytes);
  }

  private void drain() {
    if (!draining && waiting > 0) {
      draining = true;
      proxy.world.agenda.in(STEP_NS, this::step);
    }
  }

  private void step() {
    draining = false;
    if (!here) {
      return;
    }
    long some = Math.min(waiting, pace / (Agenda.SECOND / STEP_NS));
    taken += some;
    count(-some);
    if (full && waiting <= LOW_BYTES) {
      full = false;
      proxy.hub.drained(key, this);
    }
    drain();
  }

  @Override
  public boolean isFull() {
    return full;
  }

  @Override
  public long waitingBytes() {
    return waiting;
  }

  @Override
  public long takenBytes() {
    return taken;
  }

  @Override
  public void close(CloseReason reason, String detail) {
    proxy.world.agenda.note(this + " is closed: " + reason.word());
    proxy.world.agenda.in(0, this::leave);
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public String toString() {
    return id + "@" + proxy + " on " + key.scope().word() + "/" + key.name().value();
  }

  /** The control socket: always reads. */
  private final class Control implements Watcher {
    @Override
    public void joined(Party peer, PeerDetails details) {
      if (!details.equals(detailsOf(peer.id()))) {
        throw new AssertionError(FakePeer.this + " is told wrong things of " + peer.id());
      }
      roster.merge(peer.id(), 1, Integer::sum);
    }

    @Override
    public void rosterDone() {}

    @Override
    public void left(Party peer) {
      if (roster.merge(peer.id(), -1, Integer::sum) < 0) {
        throw new AssertionError(
            FakePeer.this + " hears that " + peer.id() + " left, who was not there");
      }
      roster.remove(peer.id(), 0);
    }

    @Override
    public void received(Party from, Call call, Message message) {
      proxy.world.truth.received(FakePeer.this, from, call, message);
    }

    @Override
    public void answered(PeerId to, Call call, Outcome outcome) {
      proxy.world.truth.undelivered(FakePeer.this, to, call, outcome);
    }

    @Override
    public boolean takesRequests() {
      return FakePeer.takesRequests(id);
    }

    @Override
    public void sender(PeerId from, long number) {}

    @Override
    public boolean isFull() {
      return false;
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
    public void close(CloseReason reason, String detail) {
      proxy.world.agenda.in(0, FakePeer.this::unwatch);
    }
  }
}
