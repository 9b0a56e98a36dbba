package org.namedwebsockets.proxy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.namedwebsockets.proxy.mdns.InterfaceRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a phone on the LAN reaches this machine: what people said is advertised, else the addresses
 * of the interfaces. IPv4 goes first, for links that can be typed, and a private address before one
 * that the whole internet may reach; networks that end inside this machine or are a VPN go last.
 */
final class GuestAddresses implements Supplier<List<InetAddress>> {
  private static final Logger LOG = LoggerFactory.getLogger(GuestAddresses.class);
  private static final int ADDRESSES_MAX = 8;
  private static final Pattern INSIDE =
      Pattern.compile(
          "(docker|veth|br-|virbr|vmnet|vboxnet|lxc|lxd|cni|podman|tun|tap|wg|utun|ppp|ipsec"
              + "|tailscale|zt|nordlynx|proton).*");

  private final InterfaceRule rule;
  private final List<InetAddress> advertise;

  GuestAddresses(ProxyConfig.LanConfig lan) {
    rule = InterfaceRule.parse(lan.interfaces());
    advertise = lan.advertise().stream().map(InetAddress::ofLiteral).toList();
  }

  /** An address and how it is to be ranked. */
  record Found(InetAddress address, boolean inside) {
    static Found on(String card, InetAddress address) {
      return new Found(address, INSIDE.matcher(card).matches());
    }

    private boolean isPublic() {
      boolean unique = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
      return !address.isSiteLocalAddress() && !unique;
    }
  }

  @Override
  public List<InetAddress> get() {
    if (!advertise.isEmpty()) {
      return advertise;
    }
    List<Found> found = new ArrayList<>();
    try {
      for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (one.isUp() && !one.isLoopback() && rule.admits(one.getName())) {
          Collections.list(one.getInetAddresses())
              .forEach(address -> found.add(Found.on(one.getName(), address)));
        }
      }
    } catch (SocketException unable) {
      LOG.warn("guests.addresses cause=\"{}\"", unable.getMessage());
    }
    return ranked(found);
  }

  /** Best first. Pure. */
  static List<InetAddress> ranked(List<Found> found) {
    return found.stream()
        .filter(one -> !one.address().isLinkLocalAddress() && !one.address().isLoopbackAddress())
        .sorted(
            Comparator.comparing(Found::inside)
                .thenComparing(one -> !(one.address() instanceof Inet4Address))
                .thenComparing(Found::isPublic))
        .map(Found::address)
        .limit(ADDRESSES_MAX)
        .toList();
  }
}
