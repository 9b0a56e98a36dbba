package org.namedwebsockets.proxy.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Found;

/**
 * The proxies we may link with, a bounded number of them.
 *
 * <p>Anyone on the LAN can announce any number of proxies that are not there. So there are three
 * bounds: for those behind one IP address, for those one link introduced, and for all. Where one is
 * reached, the newcomer takes the place of the one that failed most, and among those the oldest. A
 * row is safe from that while a link stands or is being made, if it shared a channel with us not
 * long ago, and if the configuration names it.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Prospects {
  private final LinkLimits limits;
  private final Map<ProxyId, Prospect> byId = new LinkedHashMap<>();
  private final Map<String, Prospect> configured = new LinkedHashMap<>();
  private final Set<LinkChannels> links = new LinkedHashSet<>();

  Prospects(LinkLimits limits) {
    this.limits = limits;
  }

  @Nullable Prospect find(ProxyId id) {
    return byId.get(id);
  }

  boolean isLinked(ProxyId id) {
    Prospect row = byId.get(id);
    return row != null && row.link != null;
  }

  /** The row of a proxy, made if there is room for it. */
  @Nullable Prospect admit(ProxyId id, @Nullable InetSocketAddress address, long nowNs) {
    Prospect there = byId.get(id);
    if (there != null) {
      return there;
    }
    if (address != null && !roomAt(address.getAddress(), nowNs)) {
      return null;
    }
    if (byId.size() >= limits.prospectsMax() && !evict(_ -> true, nowNs)) {
      return null;
    }
    Prospect row = new Prospect(id, limits.addressesMax(), nowNs);
    byId.put(id, row);
    return row;
  }

  /** The row of a configured address, made if it is new. */
  Prospect configured(String key, long nowNs) {
    return configured.computeIfAbsent(key, _ -> new Prospect(null, limits.addressesMax(), nowNs));
  }

  /** Makes room for one more that a link introduces; false if there is none. */
  boolean roomFor(ProxyId introducer, long nowNs) {
    Predicate<Prospect> fromThere = row -> introducer.equals(row.introducer);
    return byId.values().stream().filter(fromThere).count() < limits.introducedMax()
        || evict(fromThere, nowNs);
  }

  void remove(Prospect row) {
    if (row.id != null) {
      byId.remove(row.id, row);
    }
  }

  Collection<Prospect> configured() {
    return configured.values();
  }

  Collection<Prospect> withId() {
    return byId.values();
  }

  Stream<Prospect> all() {
    return Stream.concat(configured.values().stream(), byId.values().stream());
  }

  void linked(Prospect row, LinkChannels link) {
    row.link = link;
    links.add(link);
  }

  void unlinked(Prospect row) {
    links.remove(row.link);
    row.link = null;
  }

  /** The links that stand. */
  Collection<LinkChannels> links() {
    return links;
  }

  /** Whether there is anybody who goes before strangers. */
  boolean hasKnown(long nowNs) {
    for (Prospect row : byId.values()) {
      if (row.isKnown(nowNs)) {
        return true;
      }
    }
    return !configured.isEmpty();
  }

  private boolean roomAt(InetAddress ip, long nowNs) {
    int there = 0;
    for (Prospect row : byId.values()) {
      there += row.link == null && row.isAt(ip) ? 1 : 0;
    }
    return there < limits.perAddressMax() || evict(row -> row.isAt(ip), nowNs);
  }

  private boolean evict(Predicate<Prospect> among, long nowNs) {
    Prospect worst = null;
    for (Prospect row : byId.values()) {
      if (row.link == null
          && row.dial == null
          && !row.isKnown(nowNs)
          && among.test(row)
          && (worst == null || goesBefore(row, worst))) {
        worst = row;
      }
    }
    return worst != null && byId.remove(worst.id, worst);
  }

  private static boolean goesBefore(Prospect row, Prospect other) {
    return row.failures == other.failures
        ? row.sinceNs() < other.sinceNs()
        : row.failures > other.failures;
  }

  /** Ends every link, and those about to take over. */
  void shutAll(LinkEnd end, LinkEnd told) {
    for (Prospect row : List.copyOf(byId.values())) {
      if (row.heir != null) {
        row.heir.shut(end, told);
      }
      if (row.link != null) {
        row.link.shut(end, told);
      }
    }
  }

  /** Remembers which configured addresses lead to a proxy. */
  void bind(Prospect row, InetSocketAddress address, Prospect dialled) {
    for (Prospect configured : configured()) {
      if (configured == dialled || configured.addresses().contains(address)) {
        configured.bound = row.id;
        configured.failures = 0;
        row.found.add(Found.PEER);
      }
    }
  }
}
