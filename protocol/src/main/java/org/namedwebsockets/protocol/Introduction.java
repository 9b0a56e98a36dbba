package org.namedwebsockets.protocol;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What one proxy tells another of a third, or of itself: who it is and where it may be reached.
 * Never which channels it holds.
 *
 * @param id who
 * @param addresses where its link port is, best first; resolved, at most {@link #ADDRESSES_MAX}
 */
public record Introduction(ProxyId id, List<InetSocketAddress> addresses) {
  /** The most addresses of one introduction. */
  public static final int ADDRESSES_MAX = 8;

  /** The most introductions of one message. */
  public static final int LIST_MAX = 64;

  /**
   * Keeps a copy.
   *
   * @throws IllegalArgumentException if there are too many addresses, one is unresolved, or one has
   *     port 0
   */
  public Introduction {
    addresses = List.copyOf(addresses);
    if (addresses.size() > ADDRESSES_MAX) {
      throw new IllegalArgumentException(
          addresses.size() + " addresses of one proxy, at most " + ADDRESSES_MAX);
    }
    for (InetSocketAddress address : addresses) {
      if (address.isUnresolved() || address.getPort() == 0) {
        throw new IllegalArgumentException("not an address to dial: " + address);
      }
    }
  }
}
