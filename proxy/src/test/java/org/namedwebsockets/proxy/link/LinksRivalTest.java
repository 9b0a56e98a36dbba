package org.namedwebsockets.proxy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.link.LinkStage.CHAT;
import static org.namedwebsockets.proxy.link.LinkStage.LARGE;
import static org.namedwebsockets.proxy.link.LinkStage.SMALL;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.proxy.link.LinkStage.Up;

/** Two links between the same two proxies. */
class LinksRivalTest {
  private final LinkStage stage = new LinkStage();

  @ParameterizedTest
  @CsvSource({
    // we are smaller, we dialled old, we dialled new
    "true,  true,  true,  KEEP_OLD, a second address of a proxy we hold a link with",
    "true,  true,  false, ASK_OLD,  dials crossed - or the other end lost ours",
    "true,  false, true,  KEEP_NEW, dials crossed",
    "true,  false, false, ASK_OLD,  the other end lost its own - or has two addresses of us",
    "false, true,  true,  KEEP_OLD, a second address of a proxy we hold a link with",
    "false, true,  false, KEEP_NEW, dials crossed - or the other end lost ours",
    "false, false, true,  KEEP_OLD, dials crossed",
    "false, false, false, ASK_OLD,  the other end lost its own - or has two addresses of us",
  })
  void theVerdict(
      boolean smaller, boolean oldOurs, boolean newOurs, Rivals.Verdict verdict, String why) {
    assertEquals(verdict, Rivals.judge(smaller, oldOurs, newOurs), why);
  }

  @Test
  void ofTwoDialsThatCrossedTheLinkOfTheSmallerIdStaysInEitherOrder() {
    stage.sight(LARGE, "192.0.2.7");
    Up theirs = stage.accept(LARGE, "192.0.2.7");
    Up ours = stage.answer();

    assertTrue(ours.isWanted());
    assertEquals(List.of(LinkEnd.DUPLICATE), theirs.link.ends);

    var other = new LinkStage();
    other.sight(LARGE, "192.0.2.7");
    Up first = other.answer();
    Up second = other.accept(LARGE, "192.0.2.7");

    assertTrue(first.isWanted());
    assertTrue(second.isWanted(), "it waits until the other end has dropped it");
    assertEquals(1, other.matcher.sessions.size());
    second.falls(LinkEnd.DUPLICATE);
    assertTrue(first.isWanted());
    assertEquals(LinkState.UP, other.view(LARGE).state());
  }

  @Test
  void theLargerIdDropsItsOwnDialWhenTheyCrossed() {
    stage.sight(SMALL, "192.0.2.7");
    stage.pass(5.1);
    Up theirs = stage.accept(SMALL, "192.0.2.7");
    Up ours = stage.answer();

    assertTrue(theirs.isWanted());
    assertEquals(List.of(LinkEnd.DUPLICATE), ours.link.ends);
    stage.pass(60);
    assertEquals(1, stage.dials());
  }

  @Test
  void aLinkOnlyWeBelieveInGivesWayWhenItShowsNoLife() {
    stage.sight(LARGE, "192.0.2.7");
    Up dead = stage.answer();
    stage.pass(60);
    Up fresh = stage.accept(LARGE, "192.0.2.7");
    assertEquals(1, dead.link.probes);
    fresh.edge().matchReceived(ByteBuffer.wrap(new byte[7]));
    assertEquals(1, stage.matcher.sessions.size(), "the fresh one waits");

    dead.falls(LinkEnd.SILENT);

    assertEquals(2, stage.matcher.sessions.size());
    assertEquals(List.of("received 7"), stage.matcher.last().told);
    assertTrue(fresh.isWanted());
    assertEquals(1, stage.dials(), "nobody need be dialled");
  }

  @Test
  void aLinkThatShowsLifeStaysAndTheSecondGoes() {
    stage.sight(LARGE, "192.0.2.7");
    Up first = stage.answer();
    stage.pass(60);
    Up second = stage.accept(LARGE, "192.0.2.7");
    stage.pass(4.1);

    assertTrue(first.isWanted());
    assertEquals(List.of(LinkEnd.DUPLICATE), second.link.ends);
  }

  @Test
  void aThirdLinkTakesTheWaitingSecondsPlace() {
    stage.sight(LARGE, "192.0.2.7");
    Up first = stage.answer();
    Up second = stage.accept(LARGE, "192.0.2.7");
    Up third = stage.accept(LARGE, "192.0.2.7");

    assertEquals(List.of(LinkEnd.DUPLICATE), second.link.ends);
    first.falls(LinkEnd.SILENT);
    assertTrue(third.isWanted());
    assertEquals(2, stage.matcher.sessions.size());
  }

  @Test
  void theOldLinksBridgesAreDownBeforeTheNewLinkMatches() {
    var ann = stage.join(CHAT, "ann");
    Up theirs = stage.accept(LARGE, "192.0.2.7");
    var old = theirs.bridge(CHAT, 1);
    stage.sight(LARGE, "192.0.2.7");
    stage.configure("192.0.2.7");
    Up ours = stage.answer(stage.dialer.last(), LARGE);
    old.sent.clear();
    var fresh = ours.bridge(CHAT, 2);
    fresh.sent.clear();

    stage.hub.broadcast(ann, org.namedwebsockets.protocol.Message.text("once"));

    assertEquals(0, old.sent.size());
    assertEquals(1, fresh.sent.size());
    assertEquals("end", stage.matcher.sessions.getFirst().told.getLast());
  }

  @Test
  void aWaitingLinkThatSaysTooMuchIsClosed() {
    stage.sight(LARGE, "192.0.2.7");
    stage.answer();
    Up second = stage.accept(LARGE, "192.0.2.7");
    for (int i = 0; i < 17; i++) {
      second.edge().matchReceived(ByteBuffer.wrap(new byte[64 << 10]));
    }

    assertEquals(List.of(LinkEnd.RULES), second.link.ends);
    assertFalse(second.isWanted());
  }
}
