package org.namedwebsockets.proxy.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Looks at the network of this machine: interfaces, multicast, VPNs, firewalls. */
public final class LanCheck {
  private static final Pattern VPN =
      Pattern.compile("(tun|tap|wg|ppp|utun|ipsec|tailscale|zt|nordlynx|proton).*");

  /** Those of containers: nobody of the LAN is behind them. */
  private static final Pattern INNER = Pattern.compile("(docker|veth|br-|virbr|lxc|cni|podman).*");

  /** Each interface takes a second: where there are very many, not all are looked at. */
  private static final Duration CARDS_MAX = Duration.ofSeconds(8);

  private LanCheck() {}

  /**
   * Looks; takes some seconds.
   *
   * @param linkPort the port that other proxies dial, for the next steps; 0 if none does
   * @return what was seen
   */
  public static List<Finding> findings(int linkPort) {
    List<Finding> findings = new ArrayList<>();
    long endNs = System.nanoTime() + CARDS_MAX.toNanos();
    int cards = 0;
    try {
      for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
        if (isOfLan(card)) {
          cards++;
          findings.add(System.nanoTime() - endNs < 0 ? multicast(card) : passedOver(card));
        }
        if (card.isUp() && VPN.matcher(card.getName()).matches()) {
          findings.add(
              Finding.warn(
                  card.getName()
                      + ": looks like a VPN; multicast rarely passes one, and some"
                      + " close the local network",
                  "try without it, or name the other machine: nws --peer ADDRESS"));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      findings.add(Finding.fail("the network interfaces cannot be read: " + e.getMessage(), ""));
    }
    if (cards == 0) {
      findings.add(
          Finding.warn(
              "no network interface is up: only channels of this machine work",
              "join a network; nws notices by itself"));
    }
    findings.addAll(Firewalls.findings(linkPort));
    return findings;
  }

  private static Finding passedOver(NetworkInterface card) {
    return Finding.warn(
        card.getName() + ": not looked at, there are so many interfaces",
        "nws --interface NAME says which ones matter");
  }

  private static boolean isOfLan(NetworkInterface card) throws IOException {
    return card.isUp()
        && !card.isLoopback()
        && !INNER.matcher(card.getName()).matches()
        && card.inetAddresses().anyMatch(Inet4Address.class::isInstance);
  }

  private static Finding multicast(NetworkInterface card) throws IOException {
    String name = card.getName();
    if (!card.supportsMulticast()) {
      return Finding.warn(
          name + ": has no multicast", "name the other machine: nws --peer ADDRESS");
    }
    try {
      MdnsProbe.Seen seen = MdnsProbe.ask(card);
      if (!seen.ourselves()) {
        return Finding.fail(
            name + ": multicast leaves, but not even we hear it",
            "a firewall drops UDP 5353 here: let it in and out");
      }
      return seen.others() > 0
          ? Finding.ok(name + ": multicast leaves and comes in, " + seen.others() + " answered")
          : Finding.warn(
              name + ": multicast leaves, but nobody else answered",
              "fine if no other machine with mDNS is there; else a firewall on the way, or a Wi-Fi"
                  + " that isolates its clients (guest networks do): nws --peer ADDRESS");
    } catch (IOException e) {
      return Finding.fail(
          name + ": multicast fails: " + e.getMessage(),
          "a firewall, or a missing route: ip route add 224.0.0.0/4 dev " + name);
    }
  }
}
