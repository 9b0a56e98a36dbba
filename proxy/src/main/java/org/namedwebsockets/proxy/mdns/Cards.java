package org.namedwebsockets.proxy.mdns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.namedwebsockets.proxy.discovery.Subnet;
import org.namedwebsockets.proxy.discovery.Wire;

/** The wires this machine has right now. Asks the system each time; holds nothing. */
final class Cards {
  private Cards() {}

  /**
   * The wires of all interfaces that are up and can carry multicast, and of loopback over IPv4:
   * that carries it on Linux though it does not say so, which lets the proxies of a machine without
   * a network meet; over IPv6 it does not.
   *
   * @return each wire with our addresses on its card, of both versions of IP
   * @throws SocketException if the system does not tell
   */
  static Map<Wire, List<Subnet>> wires(InterfaceRule rule) throws SocketException {
    Map<Wire, List<Subnet>> wires = new LinkedHashMap<>();
    for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
      if (rule.admits(card.getName())) {
        try {
          add(card, wires);
        } catch (SocketException e) {
          // It went away between being listed and being asked; the next look will not list it.
          wires.keySet().removeIf(wire -> wire.card().equals(card.getName()));
        }
      }
    }
    return wires;
  }

  private static void add(NetworkInterface card, Map<Wire, List<Subnet>> wires)
      throws SocketException {
    if (!card.isUp() || !(card.isLoopback() || card.supportsMulticast())) {
      return;
    }
    List<Subnet> subnets = subnets(card);
    boolean loopback = card.isLoopback();
    for (int version : loopback ? new int[] {4} : new int[] {4, 6}) {
      if (subnets.stream().anyMatch(subnet -> versionOf(subnet.address()) == version)) {
        wires.put(new Wire(card.getName(), card.getIndex(), version, loopback), subnets);
      }
    }
  }

  private static List<Subnet> subnets(NetworkInterface card) {
    List<Subnet> subnets = new ArrayList<>();
    for (InterfaceAddress one : card.getInterfaceAddresses()) {
      InetAddress address = one.getAddress();
      int prefixLength = one.getNetworkPrefixLength();
      boolean wanted = !address.isLoopbackAddress() || versionOf(address) == 4;
      if (wanted && prefixLength >= 0 && prefixLength <= address.getAddress().length * 8) {
        subnets.add(new Subnet(address, prefixLength));
      }
    }
    return List.copyOf(subnets);
  }

  private static int versionOf(InetAddress address) {
    return address instanceof Inet4Address ? 4 : 6;
  }
}
