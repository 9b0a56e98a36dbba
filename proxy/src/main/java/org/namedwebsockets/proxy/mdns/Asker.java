package org.namedwebsockets.proxy.mdns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * When one wire is asked who is there: at once, after 1, 2, 4 ... seconds, and in the end once an
 * hour. Not thread safe: confined to the thread of the wire.
 *
 * <p>The arithmetic of rest. A pointer lives 75 minutes ({@link Zone#SERVICE_TTL_S}), so the hourly
 * question finds each pointer in the last quarter of its life, past the half after which it is no
 * longer sent as a known answer: each proxy answers, and the answer, being multicast, renews it for
 * all who hear it. Between the questions nothing is sent at all: a proxy with a link is not asked
 * for ({@link Cache}), and one without is asked for its service record four times at most in the
 * last fifth of 120 s, once if it answers. With links standing a wire thus bears per proxy one
 * question an hour and at most two answers (a pointer is said again only past the half of its life,
 * 37.5 minutes): 3 packets an hour, or 0.05 a minute; a machine on IPv4 and IPv6 sends twice that.
 * A proxy that is seen but not linked with costs one question and one answer in 96 s, shared by all
 * who wait for it. Since the question is doubled, the wire is under one packet a minute 63 s after
 * the last change.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6762#section-5.2 RFC 6762, "Continuous Multicast DNS
 *     Querying"
 */
final class Asker {
  static final Duration INTERVAL_MIN = Duration.ofSeconds(1);
  static final Duration INTERVAL_MAX = Duration.ofHours(1);

  /** Where the doubling starts again when a proxy went out of sight without a goodbye. */
  static final Duration INTERVAL_LOST = Duration.ofSeconds(8);

  /** How often another's question may stand for ours in a row. */
  static final int YIELDED_MAX = 3;

  /** How many known answers fit into a packet of {@link Packets#SENT_BYTES_MAX}. */
  static final int PACKET_ANSWERS_MAX = 30;

  static final int PACKETS_MAX = 4;

  private static final long DELAY_MIN_NS = Duration.ofMillis(20).toNanos();
  private static final long DELAY_MAX_NS = Duration.ofMillis(120).toNanos();

  /** How late an answer to us alone may be. */
  private static final long UNICAST_MAX_NS = Duration.ofSeconds(1).toNanos();

  private final RandomGenerator random;
  private final Cache cache;
  private long nextNs;
  private long lastNs;
  private long intervalNs = INTERVAL_MIN.toNanos();
  private boolean unicastWelcome;
  private boolean welcomed;
  private long welcomedNs;
  private int yielded;

  /**
   * Asks as soon as it is let.
   *
   * @param nowNs now
   * @param unicastWelcome whether the first question may be answered by unicast
   * @param random for the spread of questions
   * @param cache what is known already
   */
  Asker(long nowNs, boolean unicastWelcome, RandomGenerator random, Cache cache) {
    this.unicastWelcome = unicastWelcome;
    this.random = random;
    this.cache = cache;
    lastNs = nowNs - INTERVAL_MIN.toNanos();
    nextNs = nowNs;
  }

  /** The question for a probe to take along, if it is due. */
  List<Record> alongProbe(long nowNs) {
    if (nextNs - nowNs > 0) {
      return List.of();
    }
    Record question = question(unicastWelcome);
    sent(nowNs);
    return List.of(question);
  }

  static Record question(boolean unicastWelcome) {
    return Record.newRecord(
        Zone.SERVICE, Type.PTR, DClass.IN | (unicastWelcome ? Zone.TOP_BIT : 0));
  }

  /** Starts anew, a little later than others who saw the same change of the network. */
  void restart(long nowNs) {
    intervalNs = INTERVAL_MIN.toNanos();
    nextNs = nowNs + random.nextLong(DELAY_MIN_NS, DELAY_MAX_NS);
  }

  /** A person or a link wants to know: asks now, but never twice in a second. */
  void ask(long nowNs) {
    long earliest = lastNs + INTERVAL_MIN.toNanos();
    long wanted = earliest - nowNs > 0 ? earliest : nowNs;
    if (nextNs - wanted > 0) {
      nextNs = wanted;
    }
  }

  /** A proxy went out of sight: it may come back without saying so. */
  void lost(long nowNs) {
    if (intervalNs > INTERVAL_LOST.toNanos()) {
      intervalNs = INTERVAL_LOST.toNanos();
      nextNs = nowNs + intervalNs;
    }
  }

  long nextNs() {
    return nextNs;
  }

  /** The packets of the question that is due; none if none is. */
  List<byte[]> packets(long nowNs) {
    if (nextNs - nowNs > 0) {
      return List.of();
    }
    List<Record> questions = List.of(question(unicastWelcome));
    sent(nowNs);
    yielded = 0;
    List<Record> known = new ArrayList<>(cache.knownAnswers(nowNs));
    List<byte[]> packets = new ArrayList<>();
    do {
      List<Record> some = known.subList(0, Math.min(known.size(), PACKET_ANSWERS_MAX));
      boolean more = known.size() > some.size() && packets.size() < PACKETS_MAX - 1;
      packets.add(Packets.query(questions, some, List.of(), more));
      questions = List.of();
      some.clear();
    } while (!known.isEmpty() && packets.size() < PACKETS_MAX);
    return packets;
  }

  /** Whether a question that may be answered by unicast went out just now. */
  boolean awaitsUnicast(long nowNs) {
    return welcomed && nowNs - welcomedNs <= UNICAST_MAX_NS;
  }

  private void sent(long nowNs) {
    if (unicastWelcome) {
      welcomed = true;
      welcomedNs = nowNs;
    }
    unicastWelcome = false;
    lastNs = nowNs;
    nextNs = nowNs + intervalNs;
    intervalNs = Math.min(intervalNs * 2, INTERVAL_MAX.toNanos());
  }

  /**
   * Somebody else asks. If it is our question, if nobody we do not know is kept from answering it,
   * and if ours was to come rather soon, it stands for ours; RFC 6762 section 7.3.
   */
  void heard(Message query, long nowNs) {
    boolean oursIsNear = nowNs - lastNs >= (nextNs - lastNs) / 2;
    if (!oursIsNear || yielded >= YIELDED_MAX || query.getHeader().getFlag(Flags.TC)) {
      return;
    }
    Record ours = question(false);
    boolean same =
        query.getSection(Section.QUESTION).stream()
            .anyMatch(asked ->
                asked.getType() == ours.getType()
                    && asked.getDClass() == ours.getDClass()
                    && asked.getName().equals(ours.getName()));
    if (same
        && query.getSection(Section.ANSWER).stream()
            .allMatch(answer -> cache.knows(answer, nowNs))) {
      yielded++;
      sent(nowNs);
    }
  }
}
