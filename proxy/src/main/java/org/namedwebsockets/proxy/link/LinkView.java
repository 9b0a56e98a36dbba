package org.namedwebsockets.proxy.link;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Found;

/**
 * Another proxy as we stood with it at one moment.
 *
 * @param id who; empty for an address out of the configuration that never answered
 * @param address where it can be dialled: where our link goes, or where the next attempt will; of a
 *     link that it dialled, where it was sighted, or else where it came from; empty if we know none
 * @param found every way we know it by; {@link Found#ACCEPTED} stands alone
 * @param state where we stand
 * @param sinceNs since when, on the hub's clock
 * @param channels the channels that are bridged
 */
public record LinkView(
    Optional<ProxyId> id,
    Optional<InetSocketAddress> address,
    Set<Found> found,
    LinkState state,
    long sinceNs,
    List<ChannelName> channels) {

  static LinkView of(Prospect row) {
    LinkChannels link = row.link;
    return new LinkView(
        Optional.ofNullable(row.id),
        address(row, link),
        ways(row, link),
        row.state(),
        row.sinceNs(),
        link == null ? List.of() : link.channels());
  }

  private static Optional<InetSocketAddress> address(Prospect row, @Nullable LinkChannels link) {
    if (link == null) {
      return Optional.ofNullable(row.next(_ -> true));
    }
    InetSocketAddress there = link.link().address();
    if (link.link().dial().isPresent()) {
      return Optional.of(there);
    }
    // It came from a port that nobody can dial; of several sightings, the one at that interface.
    return row.addresses().stream()
        .filter(known -> known.getAddress().equals(there.getAddress()))
        .findFirst()
        .or(() -> row.addresses().stream().findFirst())
        .or(() -> Optional.of(there));
  }

  private static Set<Found> ways(Prospect row, @Nullable LinkChannels link) {
    Set<Found> ways = EnumSet.noneOf(Found.class);
    ways.addAll(row.found);
    if (link != null && link.link().dial().isEmpty()) {
      ways.add(Found.ACCEPTED);
    }
    if (ways.size() > 1) {
      ways.remove(Found.ACCEPTED);
    }
    return Set.copyOf(ways);
  }
}
