package org.namedwebsockets.proxy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.namedwebsockets.proxy.discovery.Subnet;

/**
 * Whether this machine has moved to another network: a cable that comes back is none, and neither
 * is another address on the same subnet; a Wi-Fi that shares no subnet with the one before is.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class NetworkChange {
  private Set<String> last = Set.of();

  /**
   * Takes the subnets as they are now.
   *
   * @return true if there are some and none of them was there before, when there were some
   */
  boolean isAnotherNetwork(List<Subnet> subnets) {
    Set<String> now = new HashSet<>();
    for (Subnet subnet : subnets) {
      if (isTelling(subnet.address())) {
        now.add(prefix(subnet));
      }
    }
    if (now.isEmpty()) {
      return false;
    }
    boolean moved = !last.isEmpty() && now.stream().noneMatch(last::contains);
    last = now;
    return moved;
  }

  /** The addresses others may dial us at, loopback left out. */
  static List<InetAddress> addresses(List<Subnet> subnets) {
    return subnets.stream()
        .map(Subnet::address)
        .filter(NetworkChange::isTelling)
        .distinct()
        .toList();
  }

  private static boolean isTelling(InetAddress address) {
    return !address.isLoopbackAddress() && !address.isLinkLocalAddress();
  }

  private static String prefix(Subnet subnet) {
    byte[] bytes = subnet.address().getAddress();
    int hostBits = bytes.length * Byte.SIZE - subnet.prefixLength();
    return new BigInteger(1, bytes).shiftRight(hostBits) + "/" + subnet.prefixLength();
  }
}
