package org.namedwebsockets.proxy.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Found;

/**
 * A proxy we may link with: one row of the table of {@link Links}. Either its id is known, or it is
 * an address out of the configuration. Not thread safe: confined to the hub's loop.
 */
final class Prospect {
  private static final long NEVER_NS = 1L << 62;

  /** Null for an address out of the configuration: only the handshake tells who is there. */
  final @Nullable ProxyId id;

  final Set<Found> found = EnumSet.noneOf(Found.class);

  /** The proxy found at a configured address last; while it is linked the address rests. */
  @Nullable ProxyId bound;

  /** Whose link told us of it first, if nobody else did. */
  @Nullable ProxyId introducer;

  /** The link that stands. */
  @Nullable LinkChannels link;

  /** A second link that waits for the first to show signs of life. */
  @Nullable LinkChannels heir;

  long heirUntilNs;

  /** The attempt under way, even of one that has stopped to be wanted. */
  @Nullable Dial dial;

  int failures;

  /** When it was last given a fresh start for news of it. */
  long pardonedNs;

  /** A link that fell was dialled again at once; the next one that falls so is not. */
  boolean redialled;

  private final int addressesMax;
  private List<InetSocketAddress> addresses = List.of();
  private @Nullable InetSocketAddress proven;
  private List<InetSocketAddress> told = List.of();
  private int at;
  private LinkState state = LinkState.WAITING;
  private long sinceNs;
  private long dueNs;
  private long missedUntilNs;

  Prospect(@Nullable ProxyId id, int addressesMax, long nowNs) {
    this.id = id;
    this.addressesMax = addressesMax;
    sinceNs = nowNs;
    dueNs = nowNs + NEVER_NS;
    missedUntilNs = nowNs;
    pardonedNs = nowNs;
  }

  boolean isConfigured() {
    return id == null;
  }

  LinkState state() {
    return state;
  }

  long sinceNs() {
    return sinceNs;
  }

  long dueNs() {
    return dueNs;
  }

  /** Whether it goes before those that may not even exist. */
  boolean isKnown(long nowNs) {
    return isConfigured() || isMissed(nowNs);
  }

  /** Whether it shared a channel with us not long ago: it is real, and somebody misses it. */
  boolean isMissed(long nowNs) {
    return nowNs - missedUntilNs < 0;
  }

  void missed(long untilNs) {
    missedUntilNs = untilNs;
  }

  /** Enters a state, if it is not in it. */
  void enter(LinkState next, long nowNs) {
    if (state != next) {
      state = next;
      sinceNs = nowNs;
    }
  }

  /** To be dialled, not before a time. */
  void waitUntil(long dueNs, long nowNs) {
    this.dueNs = dueNs;
    enter(LinkState.WAITING, nowNs);
  }

  /** To be dialled soon if it waits at all. */
  void hurry(long dueNs) {
    if (this.dueNs - dueNs > 0) {
      this.dueNs = dueNs;
    }
  }

  List<InetSocketAddress> addresses() {
    return addresses;
  }

  /** Where others may be told to find it: where its id was proven, and where it says it is. */
  List<InetSocketAddress> vouched() {
    Set<InetSocketAddress> all = new LinkedHashSet<>();
    if (proven != null) {
      all.add(proven);
    }
    all.addAll(told);
    return List.copyOf(all);
  }

  /** It says itself, over its link, where it is. */
  void told(List<InetSocketAddress> addresses) {
    told = addresses;
    alsoAt(addresses);
  }

  /**
   * Replaces what we know of where it is, except where its id was proven.
   *
   * @return whether anything changed
   */
  boolean moved(List<InetSocketAddress> now) {
    List<InetSocketAddress> before = addresses;
    at = 0;
    addresses = proven == null ? List.of() : List.of(proven);
    alsoAt(now);
    return !before.equals(addresses);
  }

  boolean isAt(InetAddress ip) {
    // Asked of every row for every advert: no iterator.
    for (int i = 0; i < addresses.size(); i++) {
      if (addresses.get(i).getAddress().equals(ip)) {
        return true;
      }
    }
    return false;
  }

  /** Adds to what we know of where it is, as far as there is room. */
  void alsoAt(List<InetSocketAddress> more) {
    Set<InetSocketAddress> all = new LinkedHashSet<>(addresses);
    all.addAll(more);
    addresses = all.stream().limit(addressesMax).toList();
  }

  boolean isProvenAt(InetSocketAddress address) {
    return address.equals(proven);
  }

  /** Its id was proven here. */
  void proven(InetSocketAddress address) {
    proven = address;
    List<InetSocketAddress> rest = addresses;
    addresses = List.of(address);
    alsoAt(rest);
    at = 0;
  }

  /** Another proxy answers there. */
  void isNotAt(InetSocketAddress address) {
    if (address.equals(proven)) {
      proven = null;
    }
    List<InetSocketAddress> rest = new ArrayList<>(addresses);
    rest.remove(address);
    addresses = List.copyOf(rest);
    at = 0;
  }

  /** The address to try next, among those that may be tried. */
  @Nullable InetSocketAddress next(Predicate<InetSocketAddress> usable) {
    for (int i = 0; i < addresses.size(); i++) {
      InetSocketAddress address = addresses.get((at + i) % addresses.size());
      if (usable.test(address)) {
        return address;
      }
    }
    return null;
  }

  /**
   * An address was tried in vain.
   *
   * @return whether each was, since the last time this was true
   */
  boolean tried(InetSocketAddress address) {
    int index = addresses.indexOf(address);
    boolean all = index < at || index + 1 >= addresses.size();
    at = all ? 0 : index + 1;
    return all;
  }
}
