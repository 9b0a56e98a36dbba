package org.namedwebsockets.proxy.mdns;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * The addresses of one host name on one wire; several instances may share it. Not thread safe:
 * confined to the thread of the wire.
 */
final class Host {
  private static final long SECOND_NS = Zone.ns(1);

  /**
   * How long an address is good.
   *
   * @param fromNs when it was last said
   * @param untilNs when it ends
   * @param replaced whether it ends because others were said instead, even if nobody asks anew
   */
  private record Lease(long fromNs, long untilNs, boolean replaced) {}

  final Name name;
  final Set<Instance> users = new LinkedHashSet<>();
  private final Map<InetAddress, Lease> leases = new LinkedHashMap<>();

  Host(Name name) {
    this.name = name;
  }

  List<InetAddress> addresses() {
    return List.copyOf(leases.keySet());
  }

  boolean isEmpty() {
    return leases.isEmpty();
  }

  /** An address was said; kept if there is room. */
  void said(InetAddress address, long ttlNs, long nowNs) {
    if (leases.size() < OwnRecords.ADDRESSES_MAX || leases.containsKey(address)) {
      leases.put(address, new Lease(nowNs, nowNs + ttlNs, false));
    }
  }

  void takenBack(InetAddress address) {
    leases.remove(address);
  }

  /**
   * All addresses of one family are being said: one that was not said within a second ends in a
   * second, unless it is said again, by another card of the host perhaps; RFC 6762 section 10.2.
   */
  void replace(Class<? extends InetAddress> family, long nowNs) {
    leases.replaceAll((address, lease) ->
        family.isInstance(address) && nowNs - lease.fromNs() > SECOND_NS && !lease.replaced()
            ? new Lease(lease.fromNs(), nowNs + SECOND_NS, true)
            : lease);
  }

  /** What nobody confirms until then is over, however long it was said to live. */
  void doubt(long untilNs) {
    leases.replaceAll((_, lease) -> new Lease(lease.fromNs(), untilNs, lease.replaced()));
  }

  /** Drops what is over, if it is kept only what was replaced; true if there was some. */
  boolean expire(boolean kept, long nowNs) {
    return leases
        .values()
        .removeIf(lease -> lease.untilNs() - nowNs <= 0 && (lease.replaced() || !kept));
  }

  /** When the first replaced address ends. */
  long nextNs(long farNs) {
    long next = farNs;
    for (Lease lease : leases.values()) {
      next = lease.replaced() && lease.untilNs() - next < 0 ? lease.untilNs() : next;
    }
    return next;
  }
}
