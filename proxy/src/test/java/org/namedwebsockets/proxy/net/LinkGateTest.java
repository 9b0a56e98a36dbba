package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkGateTest {
  private final LinkGate gate = new LinkGate(LinkNetLimits.DEFAULTS, 0);

  private static InetAddress host(int number) {
    return InetAddress.ofLiteral("10.0.0." + number);
  }

  private static long ms(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }

  @Test
  void fourOfOneAddressMayBeUnfinishedAndOthersStillCome() {
    for (int i = 0; i < 4; i++) {
      assertTrue(gate.enter(host(1), 0).isPresent());
    }

    assertFalse(gate.enter(host(1), 0).isPresent());
    assertTrue(gate.enter(host(2), 0).isPresent());
  }

  @Test
  void twentyMayComeInASecond() {
    int entered = 0;
    for (int i = 0; i < 30; i++) {
      entered += gate.enter(host(i), 0).isPresent() ? 1 : 0;
    }
    assertEquals(20, entered);

    assertFalse(gate.enter(host(100), ms(49)).isPresent());
    assertTrue(gate.enter(host(100), ms(50)).isPresent());
    assertFalse(gate.enter(host(101), ms(51)).isPresent());
  }

  @Test
  void thirtyTwoMayBeUnfinished() {
    int entered = 0;
    for (int i = 0; i < 100; i++) {
      entered += gate.enter(host(i), ms(1000) * i).isPresent() ? 1 : 0;
    }

    assertEquals(32, entered);
    assertEquals(32, gate.unfinished());
  }

  @Test
  void aPlaceIsFreeOnceHoweverOftenItIsFinished() {
    List<LinkGate.Place> places = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      places.add(gate.enter(host(1), 0).orElseThrow());
    }

    places.getFirst().finish();
    places.getFirst().finish();

    assertEquals(3, gate.unfinished());
    assertTrue(gate.enter(host(1), 0).isPresent());
    assertFalse(gate.enter(host(1), 0).isPresent());
  }
}
