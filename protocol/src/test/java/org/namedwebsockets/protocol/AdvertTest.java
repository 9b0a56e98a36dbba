package org.namedwebsockets.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdvertTest {
  private static final ProxyId ID = new ProxyId("a".repeat(ProxyId.LENGTH));

  @ParameterizedTest
  @ValueSource(ints = {1024, 9010, 65535})
  void takesThePortsOfPrograms(int port) {
    assertEquals(port, new Advert(ID, port, List.of()).port());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 22, 1023, 65536})
  void refusesThePortsOfOthers(int port) {
    assertThrows(IllegalArgumentException.class, () -> new Advert(ID, port, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "224.0.0.251", "ff02::fb"})
  void refusesAddressesThatAreNoMachines(String literal) {
    List<InetAddress> addresses = List.of(InetAddress.ofLiteral(literal));

    assertThrows(IllegalArgumentException.class, () -> new Advert(ID, 9010, addresses));
  }

  @Test
  void keepsACopyOfTheAddresses() {
    List<InetAddress> addresses = new ArrayList<>(List.of(InetAddress.ofLiteral("192.0.2.1")));
    Advert advert = new Advert(ID, 9010, addresses);

    addresses.clear();

    assertEquals(1, advert.addresses().size());
  }
}
