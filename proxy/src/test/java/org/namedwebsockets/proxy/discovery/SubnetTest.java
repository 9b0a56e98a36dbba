package org.namedwebsockets.proxy.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubnetTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 8, 10.255.255.254, true, the last neighbour",
    "10.0.0.1, 8, 11.0.0.1, false, one bit off",
    "10.0.0.1, 30, 10.0.0.2, true, a small one",
    "10.0.0.1, 30, 10.0.0.3, false, its broadcast",
    "10.0.0.1, 30, 10.0.0.4, false, the next",
    "10.0.0.0, 31, 10.0.0.1, true, two and no broadcast",
    "10.0.0.1, 32, 10.0.0.1, true, ourselves",
    "10.0.0.1, 32, 10.0.0.2, false, nobody else",
    "10.0.0.1, 0, 192.0.2.1, true, the whole world",
    "10.0.0.1, 0, 255.255.255.255, false, everybody in it",
    "10.0.0.1, 13, 10.7.255.254, true, not at a byte's edge",
    "10.0.0.1, 13, 10.8.0.1, false, not at a byte's edge",
    "10.0.0.1, 8, ::1, false, another version of IP",
    "fd00::1, 64, fd00::ffff, true, the same prefix",
    "fd00::1, 64, fd00:0:0:1::1, false, another prefix",
    "fd00::1, 60, fd00:0:0:f::1, true, not at a byte's edge",
    "fd00::1, 128, fd00::1, true, ourselves"
  })
  void holds(String own, int length, String other, boolean expected, String why) {
    Subnet subnet = new Subnet(InetAddress.ofLiteral(own), length);

    assertEquals(expected, subnet.holds(InetAddress.ofLiteral(other)), why);
  }

  @Test
  void refusesALengthTheAddressDoesNotHave() {
    InetAddress four = InetAddress.ofLiteral("10.0.0.1");

    assertThrows(IllegalArgumentException.class, () -> new Subnet(four, 33));
    assertThrows(IllegalArgumentException.class, () -> new Subnet(four, -1));
  }
}
