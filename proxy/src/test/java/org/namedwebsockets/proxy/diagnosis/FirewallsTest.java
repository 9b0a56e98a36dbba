package org.namedwebsockets.proxy.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallsTest {
  private static final String OPEN =
      """
      table ip filter {
      \tchain OUTPUT {
      \t\ttype filter hook output priority filter; policy drop;
      \t}
      \tchain INPUT {
      \t\ttype filter hook input priority filter; policy accept;
      \t}
      }
      """;
  private static final String CLOSED =
      OPEN
          + """
          table inet mine {
          \tchain trusted {
          \t}
          \tchain in {
          \t\ttype filter hook input priority 0; policy drop;
          \t}
          }
          """;

  @Test
  void theChainThatKeepsOthersOutIsNamed() {
    assertEquals(Optional.of("inet mine in"), Firewalls.closedChain(CLOSED));
    assertEquals(Optional.empty(), Firewalls.closedChain(OPEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "table", "chain", "table ip", "hook input policy accept"})
  void whatIsOfAnotherShapeKeepsNobodyOut(String listed) {
    assertEquals(Optional.empty(), Firewalls.closedChain(listed));
  }

  @Test
  void thePolicyOfIptablesIsRead() {
    assertTrue(Firewalls.dropsInput("-P INPUT DROP\n-A INPUT -i lo -j ACCEPT\n"));
    assertFalse(Firewalls.dropsInput("-P INPUT ACCEPT\n-A INPUT -s 1.2.3.4 -j DROP\n"));
    assertFalse(Firewalls.dropsInput(""));
  }

  @Test
  void aProgramThatIsNotThereSaysNothing() {
    assertEquals(Optional.empty(), Tool.said("no-such-program-of-nws"));
  }
}
