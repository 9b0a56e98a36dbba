package org.namedwebsockets.proxy.mdns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * What we answer on one wire, and when. Not thread safe: confined to the thread of the wire.
 *
 * <p>An answer only we can give goes out at once; one of several waits a random moment so that not
 * all speak together, and whatever became due meanwhile goes along. Nothing is multicast twice in a
 * second. Who asks for a unicast answer gets one if the multicast one is fresh, or if it knows
 * nothing of multicast.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6762#section-6 RFC 6762, "Responding"
 */
final class Answerer {
  /** The port that tells a responder from a plain DNS client. */
  static final int MDNS_PORT = 5353;

  /** A client that knows only plain DNS may keep an answer so long; RFC 6762 section 6.7. */
  static final long LEGACY_TTL_S = 10;

  static final int UNICAST_BURST = 50;
  static final int UNICAST_PER_SECOND = 20;

  private static final long SHARED_MIN_NS = Duration.ofMillis(20).toNanos();
  private static final long SHARED_MAX_NS = Duration.ofMillis(120).toNanos();
  private static final long MORE_MIN_NS = Duration.ofMillis(400).toNanos();
  private static final long MORE_MAX_NS = Duration.ofMillis(500).toNanos();
  private static final long REPEAT_MIN_NS = Duration.ofSeconds(1).toNanos();
  private static final long DEFENCE_MIN_NS = Duration.ofMillis(250).toNanos();

  /** An answer that waits, and for whom if for one alone. */
  private record Waiting(long atNs, Optional<InetSocketAddress> only) {}

  /** Sends packets. */
  interface Out {
    void multicast(byte[] packet);

    void unicast(InetSocketAddress to, byte[] packet);
  }

  private final RandomGenerator random;
  private final Out out;
  private final Gate unicasts = new Gate(UNICAST_BURST, UNICAST_PER_SECOND);
  private final Map<Record, Waiting> waiting = new LinkedHashMap<>();
  private final Map<Record, Long> multicastNs = new HashMap<>();
  private @Nullable OwnRecords own;

  /**
   * Has said nothing yet.
   *
   * @param random for the moments to wait
   * @param out where packets go
   */
  Answerer(RandomGenerator random, Out out) {
    this.random = random;
    this.out = out;
  }

  /** What there is to say changed; null for nothing. */
  void own(@Nullable OwnRecords changed) {
    own = changed;
    waiting.clear();
    multicastNs.clear();
  }

  /** Says everything, unasked. */
  void announce(long nowNs) {
    if (own != null) {
      multicast(own.announced(), List.of(), nowNs);
    }
  }

  /** Takes a question. */
  void asked(Message query, InetSocketAddress source, long nowNs) {
    if (own == null || !own.areComplete()) {
      return;
    }
    OwnRecords ours = own;
    Set<Record> known = known(ours, query);
    forget(known, source);
    boolean legacy = source.getPort() != MDNS_PORT;
    boolean probe = !query.getSection(Section.AUTHORITY).isEmpty();
    List<Record> byUnicast = new ArrayList<>();
    for (Record question : query.getSection(Section.QUESTION)) {
      for (Record answer : ours.answers(question)) {
        if (known.contains(answer)) {
          continue;
        }
        if (legacy || (Zone.hasTopBit(question) && isFresh(answer, nowNs))) {
          byUnicast.add(answer);
        } else {
          later(answer, ours.isShared(answer), query, source, probe, nowNs);
        }
      }
    }
    if (!byUnicast.isEmpty() && unicasts.pass(nowNs)) {
      unicast(ours, query, byUnicast.stream().distinct().toList(), source, legacy);
    }
  }

  /** Those of our records that the asker has and will have for a while; RFC 6762 section 7.1. */
  private static Set<Record> known(OwnRecords ours, Message query) {
    Set<Record> known = new HashSet<>();
    for (Record record : query.getSection(Section.ANSWER)) {
      ours.ours(record).filter(own -> record.getTTL() * 2 >= own.getTTL()).ifPresent(known::add);
    }
    return known;
  }

  /** Whether all who listen have heard it in the last quarter of its life. */
  private boolean isFresh(Record answer, long nowNs) {
    Long last = multicastNs.get(answer);
    return last != null && nowNs - last < Zone.ns(answer.getTTL()) / 4;
  }

  private void later(
      Record answer,
      boolean shared,
      Message query,
      InetSocketAddress source,
      boolean probe,
      long nowNs) {
    boolean moreFollows = query.getHeader().getFlag(Flags.TC);
    long atNs = nowNs;
    if (moreFollows) {
      atNs += random.nextLong(MORE_MIN_NS, MORE_MAX_NS);
    } else if (shared) {
      atNs += random.nextLong(SHARED_MIN_NS, SHARED_MAX_NS);
    }
    Long last = multicastNs.get(answer);
    if (last != null) {
      long earliest = last + (probe ? DEFENCE_MIN_NS : REPEAT_MIN_NS);
      atNs = earliest - atNs > 0 ? earliest : atNs;
    }
    Waiting before = waiting.get(answer);
    if (before == null) {
      waiting.put(answer, new Waiting(atNs, moreFollows ? Optional.of(source) : Optional.empty()));
    } else {
      long soonest = before.atNs() - atNs > 0 ? atNs : before.atNs();
      boolean sameAsker = moreFollows && before.only().equals(Optional.of(source));
      waiting.put(answer, new Waiting(soonest, sameAsker ? before.only() : Optional.empty()));
    }
  }

  /** More known answers of one who asked before; RFC 6762 section 7.2. */
  private void forget(Set<Record> known, InetSocketAddress source) {
    waiting
        .entrySet()
        .removeIf(entry ->
            entry.getValue().only().equals(Optional.of(source)) && known.contains(entry.getKey()));
  }

  /** Somebody else said it; RFC 6762 section 7.4. */
  void heard(Collection<Record> answers) {
    if (waiting.isEmpty() || own == null) {
      return;
    }
    OwnRecords ours = own;
    waiting
        .keySet()
        .removeIf(answer ->
            ours.isShared(answer)
                && answers.stream()
                    .anyMatch(a -> a.getTTL() >= answer.getTTL() && Zone.same(a, answer)));
  }

  /** Says what is due, and what waits besides. */
  void tick(long nowNs) {
    boolean due = waiting.values().stream().anyMatch(w -> w.atNs() - nowNs <= 0);
    if (!due || own == null) {
      return;
    }
    List<Record> answers =
        waiting.keySet().stream().filter(answer -> mayRepeat(answer, nowNs)).toList();
    waiting.keySet().removeAll(answers);
    multicast(answers, own.additional(answers), nowNs);
  }

  /** Due is due; what only goes along must not go twice in a second. */
  private boolean mayRepeat(Record answer, long nowNs) {
    Waiting its = waiting.get(answer);
    Long last = multicastNs.get(answer);
    if (its == null || its.atNs() - nowNs <= 0) {
      return true;
    }
    return its.only().isEmpty() && (last == null || nowNs - last >= REPEAT_MIN_NS);
  }

  long nextNs(long farNs) {
    long next = farNs;
    for (Waiting one : waiting.values()) {
      next = one.atNs() - next < 0 ? one.atNs() : next;
    }
    return next;
  }

  private void multicast(List<Record> answers, List<Record> additional, long nowNs) {
    answers.forEach(record -> multicastNs.put(record, nowNs));
    additional.forEach(record -> multicastNs.put(record, nowNs));
    out.multicast(Packets.response(answers, additional));
  }

  private void unicast(
      OwnRecords ours,
      Message query,
      List<Record> answers,
      InetSocketAddress source,
      boolean legacy) {
    List<Record> additional = ours.additional(answers);
    byte[] packet =
        legacy
            ? Packets.legacyResponse(query, plain(answers), plain(additional))
            : Packets.response(answers, additional);
    out.unicast(source, packet);
  }

  private static List<Record> plain(List<Record> records) {
    return records.stream()
        .map(record -> Zone.with(record, Math.min(record.getTTL(), LEGACY_TTL_S), false))
        .toList();
  }
}
