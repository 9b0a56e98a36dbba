package org.namedwebsockets.proxy.mdns;

import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * When our advert is said on one wire without being asked. Not thread safe: confined to the thread
 * of the wire.
 *
 * <p>A deviation from RFC 6762 section 8.1, on purpose: we announce with the first probe, not after
 * the last. Probing finds out whether a name is taken; ours is a hash of a key made for this run,
 * so it is not, and waiting 750 ms to hear that would make every other proxy see us that much
 * later. The probes are sent all the same, for responders that expect them and to make a cloned
 * name visible.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6762#section-8 RFC 6762, "Probing and Announcing on
 *     Startup"
 */
final class Announcer {
  static final Duration PROBE_INTERVAL = Duration.ofMillis(250);
  static final int PROBES = 3;
  static final Duration ANNOUNCE_AGAIN = Duration.ofSeconds(1);

  /** How often we answer back to one who speaks of our names; RFC 6762 section 9. */
  static final Duration DEFENCE_INTERVAL = Duration.ofSeconds(10);

  /** What is to be said. */
  enum Say {
    PROBE,
    ANNOUNCEMENT
  }

  private record Step(long atNs, Say say) {}

  private final PriorityQueue<Step> steps =
      new PriorityQueue<>((a, b) -> Long.signum(a.atNs() - b.atNs()));
  private boolean defended;
  private long defendedNs;

  /** Begins: probes and announces. */
  void start(long nowNs) {
    again(nowNs);
    for (int i = 0; i < PROBES; i++) {
      steps.add(new Step(nowNs + i * PROBE_INTERVAL.toNanos(), Say.PROBE));
    }
  }

  /** Announces anew, because our addresses or the network changed. */
  void again(long nowNs) {
    steps.clear();
    steps.add(new Step(nowNs, Say.ANNOUNCEMENT));
    steps.add(new Step(nowNs + ANNOUNCE_AGAIN.toNanos(), Say.ANNOUNCEMENT));
  }

  /** Somebody speaks of our names: says once what is true, then lets them talk for a while. */
  void defend(long nowNs) {
    if (!defended || nowNs - defendedNs > DEFENCE_INTERVAL.toNanos()) {
      defended = true;
      defendedNs = nowNs;
      steps.add(new Step(nowNs + ANNOUNCE_AGAIN.toNanos(), Say.ANNOUNCEMENT));
    }
  }

  void stop() {
    steps.clear();
  }

  /** The next thing to say if it is due; to be called until it is none. */
  Optional<Say> due(long nowNs) {
    Step next = steps.peek();
    if (next == null || next.atNs() - nowNs > 0) {
      return Optional.empty();
    }
    return Optional.of(steps.remove().say());
  }

  long nextNs(long farNs) {
    Step next = steps.peek();
    return next == null ? farNs : next.atNs();
  }
}
