package org.namedwebsockets.proxy;

import java.net.Inet4Address;
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
 * of the interfaces. IPv4 goes first, for links that can be typed; networks that end inside this
 * machine go last.
 */
final class GuestAddresses implements Supplier<List<InetAddress>> {
  private static final Logger LOG = LoggerFactory.getLogger(GuestAddresses.class);
  private static final int ADDRESSES_MAX = 8;
  private static final Pattern INSIDE =
      Pattern.compile("(docker|veth|br-|virbr|vmnet|vboxnet|lxc|tun|tap|wg|utun).*");

  private final InterfaceRule rule;
  private final List<InetAddress> advertise;

  GuestAddresses(ProxyConfig.LanConfig lan) {
    rule = InterfaceRule.parse(lan.interfaces());
    advertise = lan.advertise().stream().map(InetAddress::ofLiteral).toList();
  }

  /** An address and how it is to be ranked. */
  private record Found(InetAddress address, boolean inside) {}

  @Override
  public List<InetAddress> get() {
    if (!advertise.isEmpty()) {
      return advertise;
    }
    List<Found> found = new ArrayList<>();
    try {
      for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (one.isUp() && !one.isLoopback() && rule.admits(one.getName())) {
          boolean inside = INSIDE.matcher(one.getName()).matches();
          Collections.list(one.getInetAddresses())
              .forEach(address -> found.add(new Found(address, inside)));
        }
      }
    } catch (SocketException unable) {
      LOG.warn("guests.addresses cause=\"{}\"", unable.getMessage());
    }
    return found.stream()
        .filter(one -> !one.address().isLinkLocalAddress() && !one.address().isLoopbackAddress())
        .sorted(
            Comparator.comparing(Found::inside)
                .thenComparing(one -> !(one.address() instanceof Inet4Address)))
        .map(Found::address)
        .limit(ADDRESSES_MAX)
        .toList();
  }
}
