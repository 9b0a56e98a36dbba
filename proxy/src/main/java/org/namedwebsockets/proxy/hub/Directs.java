package org.namedwebsockets.proxy.hub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * The messages of one channel that are for one peer: which way they go, what their senders are
 * answered, and who waits for what.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Directs {
  /** What a socket may always wait for, however many answers all sockets wait for together. */
  static final int FEW = 1;

  private final Channel channel;
  private final Watches watches;
  private final HeldDirects held;
  private final Limits limits;
  private final Backlog backlog;
  private final Metrics metrics;

  /** Only those that wait for something. */
  private final Map<Watch, Requests> waiting = new HashMap<>();

  /** A message on its way, of which all but the payload decides what happens to it. */
  record Way(Party from, PeerId to, Call call, Message message) {}

  Directs(Channel channel, Watches watches, Limits limits, Backlog backlog, Metrics metrics) {
    this.channel = channel;
    this.watches = watches;
    this.held = new HeldDirects(limits, backlog);
    this.limits = limits;
    this.backlog = backlog;
    this.metrics = metrics;
  }

  /** A message of a watch of this machine; how long it waits for an answer, if it does. */
  void send(Watch from, Way way, long patienceNs) {
    metrics.count(Counter.DIRECTS_SENT);
    if (way.call().kind() == Call.Kind.REPLY) {
      reply(way);
      return;
    }
    Outcome fault = faultOf(from, way.call());
    if (fault != null) {
      answer(from, way.to(), way.call(), fault);
      return;
    }
    if (channel.isHere(way.to())) {
      if (way.call().kind() == Call.Kind.REQUEST) {
        askHere(from, way, patienceNs);
      } else {
        toPeerHere(way, outcome -> answer(from, way.to(), way.call(), outcome));
      }
      return;
    }
    Bridge bridge = channel.bridgeTo(way.to());
    if (bridge == null) {
      answer(from, way.to(), way.call(), Outcome.NO_SUCH_PEER);
    } else {
      await(from, Party.beyond(bridge, way.to()), way.call(), patienceNs);
      channel.send(bridge, envelope(way));
    }
  }

  private static Envelope envelope(Way way) {
    PeerId from = way.from().id();
    return way.call().kind() == Call.Kind.PLAIN
        ? new Envelope.Direct(from, way.to(), way.message())
        : new Envelope.Called(from, way.to(), way.call(), way.message());
  }

  private @Nullable Outcome faultOf(Watch from, Call call) {
    if (call.kind() == Call.Kind.PLAIN) {
      return null;
    }
    Requests mine = waiting.get(from);
    if (mine != null && mine.has(call.number())) {
      return Outcome.NUMBER_TAKEN;
    }
    // When all together have asked too much, whoever asks little goes on.
    int max = backlog.mayCall() ? limits.requestsMax() : Math.min(FEW, limits.requestsMax());
    return mine == null || mine.size() < max ? null : Outcome.TOO_MANY_CALLS;
  }

  private void await(Watch from, Party to, Call call, long patienceNs) {
    if (call.kind() != Call.Kind.PLAIN) {
      waiting
          .computeIfAbsent(from, _ -> new Requests())
          .add(to, call, channel.nowNs() + patienceNs);
      backlog.calls(1);
    }
  }

  private void askHere(Watch from, Way way, long patienceNs) {
    Watch asked = watches.get(way.to());
    if (asked == null || !asked.watcher().takesRequests()) {
      answer(from, way.to(), way.call(), Outcome.NO_REQUESTS);
    } else {
      await(from, Party.here(way.to()), way.call(), patienceNs);
      hand(asked, way);
    }
  }

  /** Goes to who asked, wherever a peer of that id is; to nobody if it does not wait. */
  private void reply(Way way) {
    Bridge bridge = replyHere(way) ? null : channel.bridgeTo(way.to());
    if (bridge != null) {
      channel.send(bridge, envelope(way));
    }
  }

  private boolean replyHere(Way way) {
    Watch asker = watches.get(way.to());
    Call asked = new Call(Call.Kind.REQUEST, way.call().number());
    boolean waited = asker != null && take(asker, way.from(), asked);
    if (asker != null && waited) {
      hand(asker, way);
    }
    return waited;
  }

  private boolean take(Watch watch, Party from, Call call) {
    Requests mine = waiting.get(watch);
    boolean waited = mine != null && mine.take(from, call);
    backlog.calls(waited ? -1 : 0);
    if (mine != null && mine.isEmpty()) {
      waiting.remove(watch);
    }
    return waited;
  }

  /** A message that came over a bridge. */
  void arrived(Bridge bridge, Way way) {
    Call call = way.call();
    switch (call.kind()) {
      case PLAIN, ACKNOWLEDGED -> {
        if (channel.isHere(way.to())) {
          toPeerHere(way, outcome -> answer(bridge, way, outcome));
        } else {
          answer(bridge, way, Outcome.NO_SUCH_PEER);
        }
      }
      case REQUEST -> {
        Watch asked = watches.get(way.to());
        if (asked != null && asked.watcher().takesRequests()) {
          hand(asked, way);
        } else {
          boolean here = channel.isHere(way.to());
          answer(bridge, way, here ? Outcome.NO_REQUESTS : Outcome.NO_SUCH_PEER);
        }
      }
      case REPLY -> replyHere(way);
    }
  }

  private void answer(Bridge bridge, Way way, Outcome outcome) {
    boolean plain = way.call().kind() == Call.Kind.PLAIN;
    if (!channel.isUp(bridge) || (plain && outcome == Outcome.DELIVERED)) {
      return;
    }
    PeerId from = way.from().id();
    channel.send(
        bridge,
        plain
            ? new Envelope.Undelivered(from, way.to())
            : new Envelope.Answered(from, way.to(), way.call(), outcome));
  }

  /** What another proxy says became of a message; believed of those that went there. */
  void answered(Bridge bridge, PeerId from, PeerId to, Call call, Outcome outcome) {
    Watch watch = watches.get(from);
    if (watch != null
        && (call.kind() == Call.Kind.PLAIN || take(watch, Party.beyond(bridge, to), call))) {
      answer(watch, to, call, outcome);
    }
  }

  /** Hands a message to a peer of this machine, or keeps it for a control that may come. */
  private void toPeerHere(Way way, HeldDirects.Answer answer) {
    Watch watch = watches.get(way.to());
    if (watch != null) {
      hand(watch, way);
      answer.say(Outcome.DELIVERED);
    } else if (!channel.mayStillWatch(way.to())) {
      answer.say(Outcome.NO_DIRECTS);
    } else if (!held.keep(way, answer)) {
      answer.say(Outcome.TOO_MANY_WAIT);
    }
  }

  private void hand(Watch watch, Way way) {
    watch.watcher().received(way.from(), way.call(), way.message());
    channel.given(watch.watcher());
  }

  private void answer(Watch from, PeerId to, Call call, Outcome outcome) {
    if (outcome != Outcome.DELIVERED) {
      metrics.count(Counter.DIRECTS_UNDELIVERED);
    } else if (call.kind() == Call.Kind.PLAIN) {
      return;
    }
    if (watches.holds(from)) {
      from.watcher().answered(to, call, outcome);
      channel.given(from.watcher());
    }
  }

  /** A watch has begun. */
  void begun(Watch watch) {
    held.deliver(watch.id(), watch.watcher());
  }

  /** A watch is over: it waits for nothing. */
  void over(Watch watch) {
    Requests given = waiting.remove(watch);
    backlog.calls(given == null ? 0 : -given.size());
  }

  /** A peer left: it will neither be there nor answer. */
  void left(Party peer) {
    if (peer.proxy() == null) {
      held.giveUp(peer.id(), Outcome.PEER_LEFT);
    }
    giveUp(Outcome.PEER_LEFT, (requests, told) -> requests.giveUp(peer, told));
  }

  void tick(long nowNs) {
    held.giveUpUnless(channel::mayStillWatch, Outcome.NO_DIRECTS);
    giveUp(Outcome.TIMED_OUT, (requests, told) -> requests.giveUpLate(nowNs, told));
  }

  private void giveUp(Outcome outcome, BiConsumer<Requests, BiConsumer<Party, Call>> which) {
    if (waiting.isEmpty()) {
      return;
    }
    for (Map.Entry<Watch, Requests> one : List.copyOf(waiting.entrySet())) {
      Watch watch = one.getKey();
      int before = one.getValue().size();
      which.accept(one.getValue(), (party, call) -> answer(watch, party.id(), call, outcome));
      backlog.calls(one.getValue().size() - before);
      if (one.getValue().isEmpty()) {
        waiting.remove(watch);
      }
    }
  }
}
