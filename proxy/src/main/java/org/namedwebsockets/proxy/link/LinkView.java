package org.namedwebsockets.proxy.link;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Found;

/**
 * Another proxy as we stood with it at one moment.
 *
 * @param id who; empty for an address out of the configuration that never answered
 * @param address where the link goes, or where the next attempt will; empty if we know none
 * @param found every way we know it by; empty if all we know is that it dialled us
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
        Optional.ofNullable(link == null ? row.next(_ -> true) : link.link().address()),
        Set.copyOf(row.found),
        row.state(),
        row.sinceNs(),
        link == null ? List.of() : link.channels());
  }
}
