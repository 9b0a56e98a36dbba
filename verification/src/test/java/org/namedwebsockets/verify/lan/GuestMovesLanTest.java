package org.namedwebsockets.verify.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A machine with an invite goes somewhere else. */
@Tag("lan")
@Timeout(120)
final class GuestMovesLanTest {
  @AutoClose private final TestLan lan = TestLan.open();

  @Test
  void onAnotherNetworkNobodyIsInvitedAnyMore() {
    TestLan.Machine machine = lan.machine("ann");
    LanProxy ann = LanProxy.on(machine);
    ann.running().await(line -> line.contains(" lan.open "), LanProxy.PATIENCE);
    String link = ann.invite("chat", "--for", "24h");
    assertTrue(link.startsWith("https://10.77.0.1:9011/#"), link);

    machine.dropAddress("eth0", "10.77.0.1/24");
    machine.address("eth0", "10.99.0.5/24");

    ann.running().await(line -> line.contains(" lan.renamed "), LanProxy.PATIENCE);
    ann.running().await(line -> line.contains(" guests.closed "), LanProxy.PATIENCE);
    assertEquals("", ann.invite("--list"));
    String another = ann.invite("chat");
    assertTrue(another.startsWith("https://10.99.0.5:9011/#"), another);
  }
}
