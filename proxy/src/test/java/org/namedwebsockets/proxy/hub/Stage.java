package org.namedwebsockets.proxy.hub;

import java.time.Duration;
import java.util.List;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.metrics.Metrics;

/** A hub with sockets that remember, and a clock that stands still until it is moved. */
final class Stage {
  static final ChannelName NAME = new ChannelName("chat");
  static final ChannelKey NETWORK = new ChannelKey(Scope.NETWORK, NAME);
  static final ChannelKey LOCAL = new ChannelKey(Scope.LOCAL, NAME);

  /** Small bounds, so that a test reaches them. */
  static final Limits LIMITS =
      new Limits(
          3,
          4,
          3,
          1_000,
          2_000,
          Duration.ofSeconds(10),
          100,
          2,
          50,
          Duration.ofSeconds(5),
          2,
          Duration.ofSeconds(60));

  final Metrics metrics = new Metrics();
  final Hub hub;
  private long nowNs = Long.MAX_VALUE - 1_000; // The clock may wrap at any time.

  /** A data socket on its channel. */
  record Seat(Peer.Local peer, RecordingReceiver receiver, RecordingInflow inflow) {
    List<String> heard() {
      return receiver.heard;
    }
  }

  /** A control socket on its channel. */
  record Control(Watch watch, RecordingWatcher watcher, RecordingInflow inflow) {
    List<String> heard() {
      return watcher.heard;
    }
  }

  /** A bridge and its reading side. */
  record Span(RecordingBridge bridge, RecordingInflow inflow) {
    List<String> heard() {
      return bridge.heard;
    }
  }

  Stage() {
    this(LIMITS);
  }

  Stage(Limits limits) {
    hub = new Hub(limits, metrics, nowNs);
  }

  static PeerId id(String id) {
    return new PeerId(id);
  }

  /** A data socket that has not joined. */
  Seat seat(ChannelKey key, String id) {
    var receiver = new RecordingReceiver();
    var inflow = new RecordingInflow();
    return new Seat(
        new Peer.Local(key, id(id), PeerDetails.NONE, receiver, inflow), receiver, inflow);
  }

  /** A control socket that does not watch. */
  Control control(ChannelKey key, String id, boolean wantsSenders) {
    var watcher = new RecordingWatcher();
    var inflow = new RecordingInflow();
    return new Control(new Watch(key, id(id), watcher, inflow, wantsSenders), watcher, inflow);
  }

  Seat join(ChannelKey key, String id) {
    Seat seat = seat(key, id);
    welcome(hub.join(seat.peer()));
    return seat;
  }

  Seat join(String id) {
    return join(NETWORK, id);
  }

  Control watch(ChannelKey key, String id) {
    Control control = control(key, id, false);
    welcome(hub.watch(control.watch()));
    return control;
  }

  Control watch(String id) {
    return watch(NETWORK, id);
  }

  Control watchSenders(String id) {
    Control control = control(NETWORK, id, true);
    welcome(hub.watch(control.watch()));
    return control;
  }

  Span bridge(char letter) {
    var span = new Span(new RecordingBridge(letter), new RecordingInflow());
    if (!hub.bridgeUp(NAME, span.bridge())) {
      throw new AssertionError("the channel is not here");
    }
    return span;
  }

  void say(Seat from, String text) {
    hub.broadcast(from.peer(), Message.text(text));
  }

  /** So much waits for someone that others are held; noticed by what somebody else said. */
  void fill(Seat seat) {
    seat.receiver().full = true;
    seat.receiver().waiting = 200;
    hub.filled(seat.peer());
  }

  /** All that waited for someone has left. */
  void hasRoom(Seat seat) {
    seat.receiver().full = false;
    seat.receiver().waiting = 0;
    hub.drained(seat.peer().key(), seat.receiver());
  }

  void tell(Control from, String to, String json) {
    hub.send(from.watch(), id(to), Message.json(json));
  }

  /** A peer with everything on one socket, to which nothing was told yet. */
  Control member(String id) {
    join(id);
    Control control = control(NETWORK, id, false);
    control.watcher().takesRequests = true;
    welcome(hub.watch(control.watch()));
    return control;
  }

  void send(Control from, String to, Call.Kind kind, long number, String json) {
    hub.send(from.watch(), id(to), new Call(kind, number), Message.json(json));
  }

  void ask(Control from, String to, long number, double seconds, String json) {
    Call call = new Call(Call.Kind.REQUEST, number);
    Duration patience = Duration.ofMillis((long) (seconds * 1e3));
    hub.ask(from.watch(), id(to), call, patience, Message.json(json));
  }

  void arrives(Span span, Envelope envelope) {
    hub.receive(NAME, span.bridge(), span.inflow(), envelope);
  }

  void passSeconds(double seconds) {
    nowNs += (long) (seconds * 1e9);
    hub.tick(nowNs);
  }

  long count(Counter counter) {
    return metrics.value(counter);
  }

  private static void welcome(Admission admission) {
    if (admission != Admission.WELCOME) {
      throw new AssertionError(admission);
    }
  }
}
