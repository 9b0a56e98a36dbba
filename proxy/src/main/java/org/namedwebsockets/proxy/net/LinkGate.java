package org.namedwebsockets.proxy.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who may come in: bounds the connections that have not begun a match, so that nobody can make us
 * compute handshakes without end. A connection beyond a bound is closed before a byte of it is
 * read; its end comes again later, as after any failure.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class LinkGate {
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  private final LinkNetLimits limits;
  private final Map<InetAddress, Integer> unfinished = new HashMap<>();
  private int unfinishedAll;

  /** Connections that may come at once, in nanoseconds of refill. */
  private long creditNs;

  private long filledNs;

  /** A gate with all its places free. */
  LinkGate(LinkNetLimits limits, long nowNs) {
    this.limits = limits;
    this.creditNs = SECOND_NS;
    this.filledNs = nowNs;
  }

  /** A connection comes; empty if it may not. */
  Optional<Place> enter(InetAddress address, long nowNs) {
    creditNs = Math.min(SECOND_NS, creditNs + (nowNs - filledNs));
    filledNs = nowNs;
    long costNs = SECOND_NS / limits.handshakesPerSecond();
    if (creditNs < costNs
        || unfinishedAll >= limits.unfinishedMax()
        || unfinished.getOrDefault(address, 0) >= limits.unfinishedPerAddress()) {
      return Optional.empty();
    }
    creditNs -= costNs;
    unfinishedAll++;
    unfinished.merge(address, 1, Integer::sum);
    return Optional.of(new Place(address));
  }

  /** How many connections have come and not begun a match. */
  int unfinished() {
    return unfinishedAll;
  }

  /** The place of a connection that has not begun a match. */
  final class Place {
    private final InetAddress address;
    private boolean finished;

    private Place(InetAddress address) {
      this.address = address;
    }

    boolean isFinished() {
      return finished;
    }

    /** Its match began, or it ended: the place is free. */
    void finish() {
      if (!finished) {
        finished = true;
        unfinishedAll--;
        unfinished.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
      }
    }
  }
}
