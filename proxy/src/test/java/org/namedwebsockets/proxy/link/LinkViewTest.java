package org.namedwebsockets.proxy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.namedwebsockets.proxy.link.LinkStage.LARGE;
import static org.namedwebsockets.proxy.link.LinkStage.SMALL;
import static org.namedwebsockets.proxy.link.LinkStage.at;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.proxy.discovery.Found;

/** What people are shown of a proxy: where it can be dialled, and how we know it. */
class LinkViewTest {
  private final LinkStage stage = new LinkStage();

  @Test
  void whoDialledUsWasAcceptedAndIsShownWhereItCameFrom() {
    stage.accept(SMALL, "192.0.2.8");

    shows(at("192.0.2.8", 50_000), Found.ACCEPTED);
  }

  @Test
  void whoWasSightedTooIsShownWhereItWasSighted() {
    stage.sight(SMALL, "192.0.2.8");
    stage.accept(SMALL, "192.0.2.8");

    shows(at("192.0.2.8"), Found.MDNS);
  }

  @Test
  void theSightingMayComeLater() {
    stage.accept(SMALL, "192.0.2.8");
    stage.sight(SMALL, "192.0.2.8");

    shows(at("192.0.2.8"), Found.MDNS);
  }

  @Test
  void ofSeveralSightingsTheOneItCameFromIsShown() {
    stage.sight(SMALL, "198.51.100.8", "192.0.2.8");
    stage.accept(SMALL, "192.0.2.8");

    shows(at("192.0.2.8"), Found.MDNS);
  }

  @Test
  void aSightingElsewhereIsBetterThanAPortNobodyCanDial() {
    stage.sight(SMALL, "198.51.100.8");
    stage.accept(SMALL, "192.0.2.8");

    shows(at("198.51.100.8"), Found.MDNS);
  }

  @Test
  void whomWeDialledIsShownWhereItAnswered() {
    stage.sight(LARGE, "192.0.2.7");
    stage.answer();

    assertEquals(Optional.of(at("192.0.2.7")), stage.view(LARGE).address());
    assertEquals(Set.of(Found.MDNS), stage.view(LARGE).found());
  }

  @Test
  void onceItsLinkHasFallenASightedOneIsStillSighted() {
    stage.sight(SMALL, "192.0.2.8");
    stage.accept(SMALL, "192.0.2.8").falls(LinkEnd.LOST);

    shows(at("192.0.2.8"), Found.MDNS);
  }

  private void shows(InetSocketAddress address, Found how) {
    assertEquals(Optional.of(address), stage.view(SMALL).address());
    assertEquals(Set.of(how), stage.view(SMALL).found());
  }
}
