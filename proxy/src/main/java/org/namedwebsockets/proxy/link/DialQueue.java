package org.namedwebsockets.proxy.link;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to be dialled, and the attempts under way.
 *
 * <p>Of those that are due, a proxy that shared a channel with us not long ago and an address out
 * of the configuration go first; then who waited longest. As long as there is anyone we would miss,
 * the others get all places but one. So ten thousand false adverts cost a newcomer time, but nobody
 * who was here before.
 *
 * <p>Failures are counted twice: for the proxy, and for the address whoever was looked for there. A
 * liar who announces ever new proxies at addresses where nothing answers is slowed down by the
 * second count.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class DialQueue {
  private final LinkLimits limits;
  private final Dialer dialer;
  private final Prospects prospects;
  private final RandomGenerator random;
  private final Map<Long, Attempt> underWay = new HashMap<>();
  private final Map<InetSocketAddress, Blame> blamed;
  private long lastNumber;

  private record Attempt(Prospect row, Dial dial, long untilNs) {}

  /** How often an address failed in a row, and how long it rests. */
  private record Blame(int failures, long untilNs) {}

  DialQueue(LinkLimits limits, Dialer dialer, Prospects prospects, RandomGenerator random) {
    this.limits = limits;
    this.dialer = dialer;
    this.prospects = prospects;
    this.random = random;
    int blamedMax = limits.prospectsMax();
    blamed =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Blame> eldest) {
            return size() > blamedMax;
          }
        };
  }

  /**
   * Dials as many as may be dialled now.
   *
   * @param strangersMax how many strangers may be on their way
   */
  void pump(int strangersMax, long nowNs) {
    Prospect first = first(strangersMax, nowNs);
    while (first != null) {
      dial(first, Objects.requireNonNull(address(first, nowNs)), nowNs);
      first = first(strangersMax, nowNs);
    }
  }

  boolean hasRoom() {
    return underWay.size() < limits.dialsMax();
  }

  /** An attempt was answered, or is given up: whose it was, if we still know. */
  @Nullable Prospect take(Dial dial) {
    Attempt attempt = underWay.remove(dial.number());
    if (attempt == null) {
      return null;
    }
    attempt.row().dial = null;
    return attempt.row();
  }

  /** The attempts that took too long. */
  List<Dial> overdue(long nowNs) {
    return underWay.values().stream()
        .filter(attempt -> nowNs - attempt.untilNs() >= 0)
        .map(Attempt::dial)
        .toList();
  }

  /** Nothing answered there. */
  void blame(InetSocketAddress address, long nowNs) {
    Blame before = blamed.remove(address);
    int failures = before == null ? 1 : before.failures() + 1;
    LinkWaits waits = limits.waits();
    long delayNs =
        Backoff.delayNs(
            failures, waits.backoffMin().toNanos(), waits.backoffMax().toNanos(), random);
    blamed.put(address, new Blame(failures, nowNs + delayNs));
  }

  /** A proxy answered there. */
  void clear(InetSocketAddress address) {
    blamed.remove(address);
  }

  /** What failed before says nothing about now. */
  void clear() {
    blamed.clear();
  }

  private void dial(Prospect row, InetSocketAddress address, long nowNs) {
    Dial dial = new Dial(++lastNumber, Optional.ofNullable(row.id), address);
    row.dial = dial;
    row.enter(LinkState.DIALLING, nowNs);
    long untilNs = nowNs + limits.waits().dialMax().toNanos();
    underWay.put(dial.number(), new Attempt(row, dial, untilNs));
    dialer.dial(dial);
  }

  /** Who is next; null if nobody is, or no dial is free. */
  private @Nullable Prospect first(int strangersMax, long nowNs) {
    if (!hasRoom()) {
      return null;
    }
    boolean strangersToo = strangers(nowNs) < strangersMax;
    Prospect first = null;
    for (Prospect row : prospects.configured()) {
      first = better(first, row, strangersToo, nowNs);
    }
    for (Prospect row : prospects.withId()) {
      first = better(first, row, strangersToo, nowNs);
    }
    return first;
  }

  private @Nullable Prospect better(
      @Nullable Prospect first, Prospect row, boolean strangersToo, long nowNs) {
    boolean known = row.isKnown(nowNs);
    if (row.state() != LinkState.WAITING
        || nowNs - row.dueNs() < 0
        || (!known && !strangersToo)
        || rests(row)) {
      return first;
    }
    boolean better =
        first == null
            || (known && !first.isKnown(nowNs))
            || (known == first.isKnown(nowNs) && row.dueNs() - first.dueNs() < 0);
    return better && address(row, nowNs) != null ? row : first;
  }

  private long strangers(long nowNs) {
    return underWay.values().stream().filter(attempt -> !attempt.row().isKnown(nowNs)).count();
  }

  /** Whether the proxy at a configured address is linked already. */
  private boolean rests(Prospect row) {
    Prospect there = row.bound == null ? null : prospects.find(row.bound);
    return there != null && there.link != null;
  }

  private @Nullable InetSocketAddress address(Prospect row, long nowNs) {
    return row.next(address -> isUsable(address, row.isKnown(nowNs), nowNs));
  }

  private boolean isUsable(InetSocketAddress address, boolean known, long nowNs) {
    if (underWay.values().stream().anyMatch(other -> other.dial().address().equals(address))) {
      return false;
    }
    Blame blame = blamed.get(address);
    return known || blame == null || nowNs - blame.untilNs() >= 0;
  }
}
