package org.namedwebsockets.proxy.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InterfaceRuleTest {
  @ParameterizedTest
  @CsvSource({
    "'', eth0, true, nothing said",
    "eth0, eth0, true, wanted",
    "eth0, eth1, false, not wanted",
    "!eth0, eth0, false, left out",
    "!eth0, eth1, true, the others stay",
    "eth0 !eth0, eth0, false, left out is stronger",
    "eth0 wlan0, wlan0, true, one of two"
  })
  void admits(String names, String name, boolean expected, String why) {
    List<String> all = names.isEmpty() ? List.of() : Arrays.asList(names.split(" "));

    assertEquals(expected, InterfaceRule.parse(all).admits(name), why);
  }

  @Test
  void refusesAnEmptyName() {
    assertThrows(IllegalArgumentException.class, () -> InterfaceRule.parse(List.of("!")));
    assertThrows(IllegalArgumentException.class, () -> InterfaceRule.parse(List.of("")));
  }
}
