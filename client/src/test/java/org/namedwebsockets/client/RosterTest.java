package org.namedwebsockets.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {
  private final Roster roster = new Roster();

  private static Peer peer(String id, String proxy) {
    return new Peer(id, "", "", "", proxy);
  }

  @Test
  void oneIdBehindTwoProxiesIsTwoPeers() {
    Peer here = peer("1", "");
    Peer there = peer("1", "abc");
    assertTrue(roster.joined(here));
    assertTrue(roster.joined(there));

    assertEquals(here, roster.left("1", ""));

    assertEquals(List.of(there), roster.peers());
  }

  @Test
  void whoStayedThroughALostConnectionIsNoNews() {
    roster.joined(peer("stays", ""));
    roster.joined(peer("goes", ""));

    roster.begin();
    assertFalse(roster.joined(peer("stays", "")));
    assertTrue(roster.joined(peer("comes", "")));

    assertEquals(List.of(peer("goes", "")), roster.ready());
    assertEquals(List.of(peer("stays", ""), peer("comes", "")), roster.peers());
    assertEquals(List.of(), roster.ready());
  }

  @Test
  void aConnectionThatBreaksBeforeAllWereToldTakesNobodyAway() {
    roster.joined(peer("a", ""));
    roster.begin();
    roster.begin();
    assertFalse(roster.joined(peer("a", "")));

    assertEquals(List.of(), roster.ready());
  }

  @Test
  void whoLeavesBeforeReadyIsNotGoneTwice() {
    roster.joined(peer("a", ""));
    roster.begin();

    assertEquals(peer("a", ""), roster.left("a", ""));

    assertEquals(List.of(), roster.ready());
    assertNull(roster.left("a", ""));
  }

  @Test
  void aPeerWithANewNameIsNews() {
    roster.joined(peer("a", ""));
    Peer renamed = new Peer("a", "Ann", "page", "", "");
    roster.begin();

    assertTrue(roster.joined(renamed));

    assertEquals(List.of(renamed), roster.peers());
  }

  @Test
  void aViewNeverChanges() {
    roster.joined(peer("a", ""));
    List<Peer> before = roster.peers();

    roster.joined(peer("b", ""));

    assertEquals(1, before.size());
    assertEquals(2, roster.peers().size());
  }
}
