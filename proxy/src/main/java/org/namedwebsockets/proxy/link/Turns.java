package org.namedwebsockets.proxy.link;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Found;

/**
 * When a proxy is to be dialled, and when again.
 *
 * <p>Two wishes pull apart: a cut cable should be healed within seconds of its return, and nobody
 * who can put a packet on the LAN should be able to make us dial without end. So trust decides:
 *
 * <ul>
 *   <li><b>A stranger</b> is dialled when it is heard of, then after 1, 2, 4 … s up to 10 min. Its
 *       address is {@linkplain DialQueue counted} too. A changed advert gives it a fresh start,
 *       once in five seconds.
 *   <li><b>A proxy that shared a channel with us</b> exists, and somebody misses it. For ten
 *       minutes after its link fell it is dialled every two seconds or so, before all strangers,
 *       and even if its advert is gone: the cut that took the link took the advert too. That heals
 *       a cut that neither end can see. It ends when the machine is there but says that nothing
 *       listens.
 *   <li><b>A link that was reset</b> fell to a crash or a restart nearby: it is dialled again at
 *       once, but only once until a link has stood for a while. A link that fell silent fell to the
 *       network: dialling at once would only fail.
 *   <li><b>When our own network changed</b> nothing we learned about failures counts any more: all
 *       are due, and the rule that the smaller id dials is put aside for some seconds, because the
 *       other end cannot know what we know.
 *   <li><b>Any link that comes up</b> is a sign that the way is free again: all that we miss are
 *       due.
 * </ul>
 *
 * <p>Rejected: a short back-off for everybody (ten thousand false adverts would then never let go
 * of us); waiting for the next multicast packet (the other end may have seen no cut, and says
 * nothing).
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Turns {
  /** How long our own dials go first after a change of our network, in nanoseconds. */
  private static final long EAGER_NS = 10_000_000_000L;

  /** Within what time proxies that became due together are dialled, in nanoseconds. */
  private static final long SPREAD_NS = 250_000_000L;

  /** After how many rounds of failures a proxy is forgotten that only a lost link told us of. */
  private static final int HEARSAY_TRIES = 8;

  private final LinkWaits waits;
  private final Prospects prospects;
  private final RandomGenerator random;
  private ProxyId self;
  private long eagerUntilNs;

  Turns(ProxyId self, LinkWaits waits, Prospects prospects, RandomGenerator random, long nowNs) {
    this.self = self;
    this.waits = waits;
    this.prospects = prospects;
    this.random = random;
    eagerUntilNs = nowNs;
  }

  ProxyId self() {
    return self;
  }

  void rename(ProxyId self) {
    this.self = self;
  }

  boolean weAreSmaller(ProxyId other) {
    return self.compareTo(other) < 0;
  }

  /** To be dialled when it is our turn: now, or after the other end has had its chance. */
  void take(Prospect row, long nowNs) {
    long turnNs = turnNs(row, nowNs);
    if (row.state() == LinkState.SHUNNED) {
      row.waitUntil(turnNs, nowNs);
    } else {
      row.hurry(turnNs);
    }
  }

  /** News of a proxy gives it a fresh start, but not with every packet. */
  void pardon(Prospect row, boolean first, long nowNs) {
    if (first || nowNs - row.pardonedNs >= waits.graceMax().toNanos()) {
      row.pardonedNs = nowNs;
      row.failures = 0;
      take(row, nowNs);
    }
  }

  /** Our own network changed. */
  void networkChanged(long nowNs) {
    eagerUntilNs = nowNs + EAGER_NS;
    prospects
        .all()
        .filter(row -> row.state() == LinkState.WAITING || isShunnedAddress(row))
        .forEach(row -> {
          row.failures = 0;
          row.redialled = false;
          row.waitUntil(soonNs(nowNs), nowNs);
        });
  }

  /** A link came up. */
  void wayIsFree(long nowNs) {
    prospects
        .all()
        .filter(row -> row.state() == LinkState.WAITING && row.isKnown(nowNs))
        .forEach(row -> row.hurry(soonNs(nowNs)));
  }

  /** An attempt failed, and its proxy is not linked. */
  void failed(Prospect row, InetSocketAddress address, LinkEnd end, long nowNs) {
    if (end == LinkEnd.REFUSED && (row.isConfigured() || row.isProvenAt(address))) {
      // The way is free, the proxy is not there: it will not come back under this id.
      row.missed(nowNs);
    }
    switch (end) {
      case VERSION -> {
        if (row.isConfigured()) {
          row.waitUntil(nowNs + waits.backoffMax().toNanos(), nowNs);
        } else {
          row.enter(LinkState.SHUNNED, nowNs);
        }
      }
      case SELF -> row.enter(LinkState.SHUNNED, nowNs);
      case SURPLUS, RULES -> row.waitUntil(nowNs + longNs(row, nowNs), nowNs);
      case REFUSED, SILENT, LOST, HANDSHAKE, WRONG_ID, DUPLICATE, STOPPING, RENAMED ->
          row.waitUntil(row.tried(address) ? nowNs + backoffNs(row, nowNs) : nowNs, nowNs);
    }
    forgetIfUseless(row, nowNs);
  }

  /** The link of a proxy fell, and there is no other. */
  void fell(Prospect row, LinkChannels link, LinkEnd end, long nowNs) {
    if (link.hasShared()) {
      missed(row, nowNs);
    }
    if (nowNs - link.upSinceNs() >= waits.steadyMin().toNanos()) {
      row.failures = 0;
      row.redialled = false;
    }
    switch (end) {
      // The id is of one run and will not be seen again.
      case STOPPING, RENAMED -> {
        prospects.remove(row);
        unbind(row, waits.backoffMin().toNanos(), nowNs);
      }
      case LOST, DUPLICATE -> {
        rejoin(row, row.redialled ? backoffNs(row, nowNs) : 0, nowNs);
        row.redialled = true;
      }
      case SILENT, REFUSED, HANDSHAKE -> rejoin(row, backoffNs(row, nowNs), nowNs);
      case SURPLUS, RULES, VERSION, WRONG_ID, SELF -> rejoin(row, longNs(row, nowNs), nowNs);
    }
    forgetIfUseless(row, nowNs);
  }

  private void missed(Prospect row, long nowNs) {
    long untilNs = nowNs + waits.rejoinFor().toNanos();
    row.missed(untilNs);
    bound(row).forEach(configured -> configured.missed(untilNs));
  }

  /** Forgets whom nobody names any more, or whom we could not dial anyway. */
  void forgetIfUseless(Prospect row, long nowNs) {
    if (row.isConfigured() || row.link != null || row.dial != null) {
      return;
    }
    boolean unnamed = row.found.isEmpty() && !row.isMissed(nowNs);
    boolean hearsay =
        row.introducer != null
            && row.failures >= HEARSAY_TRIES
            && !prospects.isLinked(row.introducer);
    if (unnamed || row.addresses().isEmpty() || hearsay) {
      prospects.remove(row);
    }
  }

  private void rejoin(Prospect row, long delayNs, long nowNs) {
    if (row.dial == null) {
      row.waitUntil(Math.max(turnNs(row, nowNs), nowNs + delayNs), nowNs);
    } else {
      row.enter(LinkState.DIALLING, nowNs);
    }
    if (row.found.equals(EnumSet.of(Found.PEER))) {
      // The next one to answer there may have another id.
      prospects.remove(row);
      unbind(row, delayNs, nowNs);
    } else {
      unbind(row, Math.max(delayNs, waits.graceMax().toNanos()), nowNs);
    }
  }

  /** The configured addresses of a proxy that is not linked any more are looked at again. */
  private void unbind(Prospect fallen, long delayNs, long nowNs) {
    bound(fallen)
        .filter(row -> row.state() == LinkState.WAITING)
        .forEach(row -> row.waitUntil(nowNs + delayNs, nowNs));
  }

  private Stream<Prospect> bound(Prospect to) {
    return prospects.configured().stream()
        .filter(row -> row.bound != null && row.bound.equals(to.id));
  }

  private static boolean isShunnedAddress(Prospect row) {
    return row.state() == LinkState.SHUNNED && row.isConfigured();
  }

  private long soonNs(long nowNs) {
    return nowNs + random.nextLong(SPREAD_NS);
  }

  private long turnNs(Prospect row, long nowNs) {
    boolean ours = row.id == null || weAreSmaller(row.id) || nowNs - eagerUntilNs < 0;
    return ours ? nowNs : nowNs + waits.graceMax().toNanos();
  }

  private long longNs(Prospect row, long nowNs) {
    return Math.max(backoffNs(row, nowNs), waits.surplusMin().toNanos());
  }

  /** One more failure, and the wait after it. */
  private long backoffNs(Prospect row, long nowNs) {
    row.failures++;
    long maxNs = waits.backoffMax().toNanos();
    if (row.isMissed(nowNs)) {
      maxNs = waits.rejoinMax().toNanos();
    } else if (row.isConfigured()) {
      maxNs = waits.peerMax().toNanos();
    }
    return Backoff.delayNs(row.failures, waits.backoffMin().toNanos(), maxNs, random);
  }
}
