package org.namedwebsockets.verify.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.hub.Party;
import org.namedwebsockets.proxy.hub.Watch;

/**
 * What is sent to one peer and answered in any case: direct messages that are acknowledged, and
 * requests. Each is heard by nobody but the peer it is for, and gets exactly one outcome, unless
 * who sent it is gone by then.
 */
final class Calls {
  private final World world;
  private final Map<Long, Made> made = new HashMap<>();

  /** One call; its outcome is a word. */
  private static final class Made {
    final FakePeer from;
    final Watch place;
    final PeerId to;
    final Call call;
    boolean heard;
    @Nullable String outcome;

    Made(FakePeer from, Watch place, PeerId to, Call call) {
      this.from = from;
      this.place = place;
      this.to = to;
      this.call = call;
    }
  }

  Calls(World world) {
    this.world = world;
  }

  /** Somebody sends one. */
  void make(FakePeer from, PeerId to, Call call, int length, long patienceNs) {
    Watch place = from.place();
    if (place == null) {
      return;
    }
    made.put(call.number(), new Made(from, place, to, call));
    Message message = message(call.number(), "x".repeat(length));
    if (call.kind() == Call.Kind.REQUEST) {
      from.proxy.hub.ask(place, to, call, Duration.ofNanos(patienceNs), message);
    } else {
      from.proxy.hub.send(place, to, call, message);
    }
  }

  private static Message message(long number, String text) {
    return Message.json("\"" + number + " " + text + "\"");
  }

  /** A peer is handed one, or the reply to its own. */
  void received(FakePeer peer, Party from, Call call) {
    Made one = of(call);
    if (call.kind() == Call.Kind.REPLY) {
      check(one.call.kind() == Call.Kind.REQUEST, peer, call, "replies to no request");
      check(one.heard, peer, call, "replies to what nobody heard");
      check(from.id().equals(one.to), peer, call, "a reply of " + from.id());
      end(peer, one, "reply");
      return;
    }
    check(call.equals(one.call), peer, call, "was sent as " + one.call);
    check(peer.id.equals(one.to), peer, call, "is for " + one.to);
    check(peer.key.equals(one.from.key), peer, call, "of another channel");
    check(from.id().equals(one.from.id), peer, call, "under a wrong name");
    check((from.proxy() == null) == (peer.proxy == one.from.proxy), peer, call, "wrong proxy");
    check(!one.heard, peer, call, "heard twice");
    one.heard = true;
    world.truth.tally.calls++;
    if (call.kind() == Call.Kind.REQUEST && world.random.nextInt(5) > 0) {
      long delayNs = world.random.nextLong(12 * Agenda.SECOND);
      world.agenda.in(delayNs, () -> reply(peer, from.id(), call.number()));
    }
  }

  private static void reply(FakePeer peer, PeerId to, long number) {
    Watch place = peer.place();
    if (place != null) {
      Call call = new Call(Call.Kind.REPLY, number);
      peer.proxy.hub.send(place, to, call, message(number, "reply"));
    }
  }

  /** The proxy of who sent one says what became of it. */
  void answered(FakePeer from, PeerId to, Call call, Outcome outcome) {
    Made one = of(call);
    check(call.equals(one.call) && to.equals(one.to), from, call, "answered as another");
    boolean delivered = outcome == Outcome.DELIVERED;
    check(!delivered || one.heard, from, call, "delivered to nobody");
    check(!delivered || call.kind() == Call.Kind.ACKNOWLEDGED, from, call, "no reply to a request");
    check(outcome != Outcome.NO_SUCH_PEER || !one.heard, from, call, "heard, and nobody there");
    end(from, one, outcome.words());
  }

  private void end(FakePeer told, Made one, String outcome) {
    check(told == one.from, told, one.call, "is told to another than its sender");
    check(one.outcome == null, told, one.call, one.outcome + ", and then " + outcome);
    one.outcome = outcome;
    world.truth.tally.outcomes++;
  }

  private Made of(Call call) {
    Made one = made.get(call.number());
    if (one == null) {
      throw new AssertionError("a call nobody made: " + call);
    }
    return one;
  }

  /** One that was never answered, long after it was made. */
  Optional<String> unanswered() {
    return made.values().stream()
        .filter(one -> one.outcome == null && one.from.isHere() && one.from.place() == one.place)
        .map(one -> one.call + " of " + one.from + " to " + one.to + " was never answered")
        .findFirst();
  }

  private static void check(boolean holds, FakePeer peer, Call call, String what) {
    if (!holds) {
      throw new AssertionError(peer + ", " + call + ": " + what);
    }
  }
}
