package org.namedwebsockets.proxy.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.namedwebsockets.protocol.ProxyId;

/** All that is said of one other proxy. Not thread safe: confined to the hub's loop. */
final class Known {
  private final ProxyId id;
  private final Map<Wire, LanNews.Heard> heard = new LinkedHashMap<>();
  private List<InetSocketAddress> gossip = List.of();
  private long gossipUntilNs;
  private Optional<Sighting> told = Optional.empty();

  Known(ProxyId id) {
    this.id = id;
  }

  ProxyId id() {
    return id;
  }

  /** What the listener was told last. */
  Optional<Sighting> told() {
    return told;
  }

  void told(Optional<Sighting> sighting) {
    told = sighting;
  }

  void heard(LanNews.Heard news) {
    heard.put(news.wire(), news);
  }

  void unhear(Wire wire) {
    heard.remove(wire);
  }

  void unhear() {
    heard.clear();
  }

  List<InetSocketAddress> gossip() {
    return gossip;
  }

  void gossip(List<InetSocketAddress> addresses, long untilNs) {
    gossip = addresses;
    gossipUntilNs = untilNs;
  }

  /** Forgets old gossip; true if there was some. */
  boolean expireGossip(long nowNs) {
    if (gossip.isEmpty() || gossipUntilNs - nowNs > 0) {
      return false;
    }
    gossip = List.of();
    return true;
  }

  boolean isEmpty() {
    return heard.isEmpty() && gossip.isEmpty();
  }

  /** One sighting of all that may be believed; empty if that is nothing. */
  Optional<Sighting> merge(Reach reach, int addressesMax) {
    List<InetSocketAddress> believed =
        Stream.concat(
                heard.values().stream().flatMap(one -> believed(one, reach)),
                gossip.stream().filter(a -> reach.admits(a.getAddress(), a.getPort(), false)))
            .distinct()
            .sorted(Reach.DIAL_ORDER)
            .limit(addressesMax)
            .toList();
    if (believed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Sighting.of(id, heard.isEmpty() ? Found.GOSSIP : Found.MDNS, believed));
  }

  private static Stream<InetSocketAddress> believed(LanNews.Heard one, Reach reach) {
    Stream<InetAddress> admitted =
        one.addresses().stream().filter(a -> reach.admits(a, one.port(), one.wire().loopback()));
    return admitted.map(a -> new InetSocketAddress(a, one.port()));
  }
}
