package org.namedwebsockets.proxy.hub;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.namedwebsockets.protocol.Call;

/**
 * What one watch waits for: replies, and acknowledgements from other proxies. Whoever was not asked
 * cannot answer, and nobody can twice.
 *
 * <p>Not thread safe: confined to the hub's loop. The time is handed in.
 */
final class Requests {
  private final Map<Long, Waiting> waiting = new HashMap<>();

  /** Nothing is late before that. */
  private long soonestNs;

  /** Whom something was sent to, as what, and when it is given up. */
  private record Waiting(Party to, Call call, long untilNs) {}

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  /** Whether something of this number waits. */
  boolean has(long number) {
    return waiting.containsKey(number);
  }

  /** Waits for the answer of one party until some time. */
  void add(Party to, Call call, long untilNs) {
    if (waiting.isEmpty() || untilNs - soonestNs < 0) {
      soonestNs = untilNs;
    }
    waiting.put(call.number(), new Waiting(to, call, untilNs));
  }

  /** Whether this was waited for; it is no more from now on. */
  boolean take(Party from, Call call) {
    Waiting one = waiting.get(call.number());
    if (one == null || !one.to().equals(from) || !one.call().equals(call)) {
      return false;
    }
    waiting.remove(call.number());
    return true;
  }

  /** Gives up what one party was to answer. */
  void giveUp(Party party, BiConsumer<Party, Call> told) {
    giveUp(one -> one.to().equals(party), told);
  }

  /** Gives up what has waited too long. */
  void giveUpLate(long nowNs, BiConsumer<Party, Call> told) {
    if (nowNs - soonestNs >= 0) {
      giveUp(one -> nowNs - one.untilNs() >= 0, told);
      waiting.values().stream()
          .mapToLong(Waiting::untilNs)
          .reduce((one, other) -> one - other < 0 ? one : other)
          .ifPresent(soonest -> soonestNs = soonest);
    }
  }

  private void giveUp(Predicate<Waiting> which, BiConsumer<Party, Call> told) {
    for (Iterator<Waiting> all = waiting.values().iterator(); all.hasNext(); ) {
      Waiting one = all.next();
      if (which.test(one)) {
        all.remove();
        told.accept(one.to(), one.call());
      }
    }
  }
}
