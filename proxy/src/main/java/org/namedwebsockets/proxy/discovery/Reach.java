package org.namedwebsockets.proxy.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import org.namedwebsockets.protocol.Advert;

/**
 * Which addresses somebody else may make us dial: those of our own neighbours, at a port that can
 * be a proxy's. An advert is anybody's word; it must not aim us at the router, a server elsewhere
 * or another service of this machine.
 *
 * @param subnets the subnets of the interfaces in use
 */
record Reach(List<Subnet> subnets) {
  static final Reach NONE = new Reach(List.of());

  /** Best first: this machine, then IPv4, which fewer firewalls and routers treat oddly. */
  static final Comparator<InetSocketAddress> DIAL_ORDER =
      Comparator.<InetSocketAddress>comparingInt(a -> rank(a.getAddress()))
          .thenComparing(a -> a.getAddress().getHostAddress())
          .thenComparingInt(InetSocketAddress::getPort);

  Reach {
    subnets = List.copyOf(subnets);
  }

  /** Whether an address that came by a wire may be dialled. */
  boolean admits(InetAddress address, int port, boolean overLoopback) {
    return port >= Advert.PORT_MIN
        && port <= 65535
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && (overLoopback || !address.isLoopbackAddress())
        && subnets.stream().anyMatch(subnet -> subnet.holds(address));
  }

  private static int rank(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return 0;
    }
    if (address instanceof Inet4Address) {
      return 1;
    }
    return address.isLinkLocalAddress() ? 2 : 3;
  }
}
