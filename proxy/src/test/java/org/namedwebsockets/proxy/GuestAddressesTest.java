package org.namedwebsockets.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.proxy.GuestAddresses.Found;

class GuestAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "eth0=203.0.113.7 wlan0=192.168.1.5, 192.168.1.5 203.0.113.7, the internet after the LAN",
    "tailscale0=100.64.0.7 wlan0=192.168.1.5, 192.168.1.5 100.64.0.7, a VPN after the LAN",
    "zt5u4=10.9.0.1 podman0=10.88.0.1 eth1=172.16.0.4, 172.16.0.4 10.9.0.1 10.88.0.1, too",
    "docker0=172.17.0.1 eth0=203.0.113.7, 203.0.113.7 172.17.0.1, inside goes last",
    "eth0=2001:db8::5 eth0=fd00::5 eth0=203.0.113.7, 203.0.113.7 fd00::5 2001:db8::5, IPv4 first",
    "eth0=fe80::5 lo=127.0.0.1 eth0=10.0.0.2, 10.0.0.2, nobody there reaches these"
  })
  void ranks(String found, String expected, String why) {
    List<InetAddress> ranked =
        GuestAddresses.ranked(
            Arrays.stream(found.split(" "))
                .map(one -> one.split("="))
                .map(one -> Found.on(one[0], InetAddress.ofLiteral(one[1])))
                .toList());

    assertEquals(
        Arrays.stream(expected.split(" ")).map(InetAddress::ofLiteral).toList(), ranked, why);
  }
}
