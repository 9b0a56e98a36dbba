package org.namedwebsockets.proxy.mdns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ProxyId;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What one wire says of one other proxy, and when to ask again. Not thread safe: confined to the
 * thread of the wire.
 */
final class Instance {
  /** When to ask again for what is still good, as parts of its life; RFC 6762 section 5.2. */
  private static final double[] REFRESH = {0.80, 0.85, 0.90, 0.95};

  private static final double REFRESH_SPREAD = 0.02;

  /** When to ask for what is missing or in doubt; RFC 6762 section 10.4. */
  private static final Duration[] DOUBT = {
    Duration.ofMillis(20), Duration.ofMillis(1020), Duration.ofMillis(3020)
  };

  /** How long silence may last before what is in doubt is over; RFC 6762 section 10.4. */
  static final Duration DOUBT_MAX = Duration.ofSeconds(10);

  /** What the hub was told: where to dial. */
  record Told(int port, List<InetAddress> addresses) {}

  final ProxyId id;
  final InetAddress source;
  int port;
  @Nullable Host host;
  @Nullable Told told;
  private long pointerFromNs;
  private long pointerUntilNs;
  private final List<Long> askAtNs = new ArrayList<>();
  private long untilNs;

  Instance(ProxyId id, InetAddress source, long nowNs) {
    this.id = id;
    this.source = source;
    this.pointerUntilNs = nowNs;
    doubt(nowNs);
  }

  void pointed(long ttlNs, long nowNs) {
    pointerFromNs = nowNs;
    pointerUntilNs = nowNs + ttlNs;
  }

  /** The pointer must be said again by its owner before we repeat it. */
  void unpoint(long nowNs) {
    pointerUntilNs = nowNs;
  }

  /** Its service record arrived. */
  void refreshed(long ttlNs, long nowNs, RandomGenerator random) {
    untilNs = nowNs + ttlNs;
    askAtNs.clear();
    double spread = random.nextDouble() * REFRESH_SPREAD;
    for (double part : REFRESH) {
      askAtNs.add(nowNs + (long) (ttlNs * (part + spread)));
    }
  }

  /** Asks at once, and gives up after {@link #DOUBT_MAX} of silence. */
  void doubt(long nowNs) {
    untilNs = nowNs + DOUBT_MAX.toNanos();
    askAtNs.clear();
    for (Duration after : DOUBT) {
      askAtNs.add(nowNs + after.toNanos());
    }
  }

  boolean isOver(long nowNs) {
    return untilNs - nowNs <= 0;
  }

  /** When something is to be done next. */
  long nextNs() {
    return askAtNs.isEmpty() ? untilNs : askAtNs.getFirst();
  }

  /** Whether it is time to ask, once for each time. */
  boolean isToBeAsked(long nowNs) {
    boolean due = false;
    while (!askAtNs.isEmpty() && askAtNs.getFirst() - nowNs <= 0) {
      askAtNs.removeFirst();
      due = true;
    }
    return due;
  }

  /** The questions that would make it whole or fresh. */
  List<Record> questions() {
    List<Record> all = new ArrayList<>();
    all.add(Record.newRecord(Zone.instance(id), Type.SRV, DClass.IN));
    if (host != null) {
      all.add(Record.newRecord(host.name, Type.A, DClass.IN));
      all.add(Record.newRecord(host.name, Type.AAAA, DClass.IN));
    }
    return all;
  }

  /** How much longer its pointer may be repeated as a known answer, seconds; 0 for not. */
  long knownAnswerTtlS(long nowNs) {
    long left = pointerUntilNs - nowNs;
    return left * 2 > pointerUntilNs - pointerFromNs ? Duration.ofNanos(left).toSeconds() : 0;
  }

  /** Where to dial it; null as long as that is not known. */
  @Nullable Told current() {
    return host == null || host.isEmpty() ? null : new Told(port, host.addresses());
  }
}
