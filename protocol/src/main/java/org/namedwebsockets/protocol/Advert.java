package org.namedwebsockets.protocol;

import java.net.InetAddress;
import java.util.List;

/**
 * What a proxy says about itself on the LAN: that it is there and where to dial it. Never which
 * channels it holds, never the machine's name.
 *
 * @param id the proxy's name for this run; also its service instance and its host record
 * @param port the port for links, {@value #PORT_MIN} to 65535
 * @param addresses where to dial it; empty for each network interface's own addresses
 */
public record Advert(ProxyId id, int port, List<InetAddress> addresses) {
  /** The service type proxies are found by. */
  public static final String SERVICE = "_nws._tcp";

  /** The one thing said in the TXT record; a hint, the handshake of a link decides. */
  public static final String TEXT = "v=1";

  /** The lowest port a link may have: below are the ports of other services. */
  public static final int PORT_MIN = 1024;

  /**
   * Checks the port and keeps a copy.
   *
   * @throws IllegalArgumentException if the port is out of range, or an address is nobody's own
   */
  public Advert {
    if (port < PORT_MIN || port > 65535) {
      throw new IllegalArgumentException(
          "the port for links must be " + PORT_MIN + " to 65535, not " + port);
    }
    addresses = List.copyOf(addresses);
    for (InetAddress address : addresses) {
      if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
        throw new IllegalArgumentException(
            "an address to announce must be one machine's, not " + address.getHostAddress());
      }
    }
  }
}
