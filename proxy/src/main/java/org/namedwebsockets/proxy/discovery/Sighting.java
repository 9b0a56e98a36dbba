package org.namedwebsockets.proxy.discovery;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.namedwebsockets.protocol.ProxyId;

/**
 * Another proxy and where to dial it, as we know it now. A later sighting with the same {@link
 * #key} replaces this one.
 *
 * @param key what tells sightings apart: the id, or for {@link Found#PEER} the configured text
 * @param id who it says it is; empty for {@link Found#PEER}, where only the handshake tells
 * @param how the best way we know it by
 * @param addresses where to dial it, best first, never empty; link-local ones carry their scope.
 *     All are on-link and have a port of 1024 or more, except for {@link Found#PEER}
 */
public record Sighting(
    String key, Optional<ProxyId> id, Found how, List<InetSocketAddress> addresses) {

  /**
   * Checks and keeps a copy.
   *
   * @throws IllegalArgumentException if there is no address
   */
  public Sighting {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a sighting needs an address");
    }
  }

  /**
   * A proxy whose id we heard.
   *
   * @param id who it says it is
   * @param how how we heard it
   * @param addresses where to dial it, best first
   * @return the sighting
   */
  public static Sighting of(ProxyId id, Found how, List<InetSocketAddress> addresses) {
    return new Sighting(id.value(), Optional.of(id), how, addresses);
  }

  /**
   * A proxy that the configuration names.
   *
   * @param entry the configured text
   * @param addresses what its host name stands for now
   * @return the sighting, without an id
   */
  public static Sighting ofPeer(String entry, List<InetSocketAddress> addresses) {
    return new Sighting(entry, Optional.empty(), Found.PEER, addresses);
  }
}
