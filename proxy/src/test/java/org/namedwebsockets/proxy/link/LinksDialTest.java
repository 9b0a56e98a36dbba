package org.namedwebsockets.proxy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.link.LinkStage.LARGE;
import static org.namedwebsockets.proxy.link.LinkStage.LARGE2;
import static org.namedwebsockets.proxy.link.LinkStage.SELF;
import static org.namedwebsockets.proxy.link.LinkStage.SMALL;
import static org.namedwebsockets.proxy.link.LinkStage.at;
import static org.namedwebsockets.proxy.link.LinkStage.id;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.namedwebsockets.proxy.link.LinkStage.Up;

/** Who is dialled, when, where, and how often. */
class LinksDialTest {
  private final LinkStage stage = new LinkStage();

  @Nested
  class FirstDial {
    @Test
    void theSmallerIdDialsAtOnce() {
      stage.sight(LARGE, "192.0.2.7");

      assertEquals(List.of(new Dial(1, Optional.of(LARGE), at("192.0.2.7"))), stage.dialer.dials);
      assertEquals(LinkState.DIALLING, stage.view(LARGE).state());
    }

    @Test
    void theLargerIdWaitsFiveSecondsAndDialsIfTheOtherDidNotManage() {
      stage.sight(SMALL, "192.0.2.7");
      stage.pass(4.9);
      assertEquals(0, stage.dials());

      stage.pass(0.2);

      assertEquals(Optional.of(SMALL), stage.dialer.last().expected());
    }

    @Test
    void theLargerIdDoesNotDialWhomItIsLinkedWith() {
      stage.sight(SMALL, "192.0.2.7");
      stage.accept(SMALL, "192.0.2.7");
      stage.pass(60);

      assertEquals(0, stage.dials());
      assertEquals(LinkState.UP, stage.view(SMALL).state());
    }

    @Test
    void ourOwnAdvertIsPassedOver() {
      stage.sight(SELF, "192.0.2.1");
      stage.pass(60);

      assertEquals(0, stage.dials());
      assertEquals(List.of(), stage.links.view());
    }

    @Test
    void aConnectionToOurselvesIsRefused() {
      stage.configure("192.0.2.1");
      Up up = stage.answer(stage.dialer.last(), SELF);

      assertFalse(up.isWanted());
      assertEquals(List.of(LinkEnd.SELF), up.link.ends);
      stage.pass(3600);
      assertEquals(1, stage.dials());
    }

    @Test
    void aCertificateOfAnotherIdIsDroppedBeforeTheMatchBegins() {
      stage.sight(LARGE, "192.0.2.7");
      Up up = stage.answer(stage.dialer.last(), LARGE2);

      assertFalse(up.isWanted());
      assertEquals(List.of(LinkEnd.WRONG_ID), up.link.ends);
      assertEquals(0, stage.matcher.sessions.size());
      assertFalse(stage.knows(LARGE), "the advert was false");
      assertFalse(stage.knows(LARGE2), "nobody said LARGE2 wants to be found");
    }

    @Test
    void anAdvertThatPointsAtOurselvesIsForgotten() {
      stage.sight(LARGE, "192.0.2.1");
      Up up = stage.answer(stage.dialer.last(), SELF);

      assertEquals(List.of(LinkEnd.SELF), up.link.ends);
      assertFalse(stage.knows(LARGE));
    }

    @Test
    void atMostTwoDialsAreUnderWay() {
      for (int i = 0; i < 9; i++) {
        stage.sight(id("x" + (char) ('a' + i)), "192.0.2." + (10 + i));
      }
      assertEquals(2, stage.dials());

      stage.fail(LinkEnd.REFUSED);

      assertEquals(3, stage.dials());
    }

    @Test
    void aDialNobodyAnswersEndsByItself() {
      stage.sight(LARGE, "192.0.2.7");
      stage.pass(5.1);

      assertEquals(LinkState.WAITING, stage.view(LARGE).state());
      stage.pass(1.4);
      assertEquals(2, stage.dials());
    }

    @Test
    void aLateAnswerOfAForgottenDialIsStillALink() {
      stage.sight(LARGE, "192.0.2.7");
      Dial late = stage.dialer.last();
      stage.pass(5.1);

      assertTrue(stage.answer(late, LARGE).isWanted());
      stage.pass(60);
      assertEquals(1, stage.dials());
    }
  }

  @Nested
  class AfterAFailure {
    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "SILENT", "LOST", "HANDSHAKE"})
    void waitsDoubleFromOneSecondToTenMinutes(LinkEnd end) {
      stage.sight(LARGE, "192.0.2.7");
      double[] least = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600};
      for (double wait : least) {
        stage.fail(end);
        double waited = stage.passUntilDial(wait * 1.25 + 0.2);
        assertTrue(waited > wait - 0.01, waited + " s instead of " + wait);
      }
    }

    @Test
    void theNextAddressIsTriedAtOnceAndTheWaitBeginsAfterTheLast() {
      stage.sight(LARGE, "192.0.2.7", "192.0.2.8");
      stage.fail(LinkEnd.REFUSED);
      assertEquals(at("192.0.2.8"), stage.dialer.last().address());

      stage.fail(LinkEnd.REFUSED);

      assertEquals(2, stage.dials());
      stage.pass(1.4);
      assertEquals(at("192.0.2.7"), stage.dialer.last().address());
    }

    @Test
    void aVersionMismatchIsNotDialledAgainUntilTheAdvertChanges() {
      stage.sight(LARGE, "192.0.2.7");
      stage.fail(LinkEnd.VERSION);
      stage.pass(3600);
      stage.sight(LARGE, "192.0.2.7");
      stage.links.networkChanged(stage.nowNs);
      stage.pass(3600);
      assertEquals(1, stage.dials());
      assertEquals(LinkState.SHUNNED, stage.view(LARGE).state());

      stage.sight(LARGE, "192.0.2.8");

      assertEquals(2, stage.dials());
    }

    @Test
    void aProxyWithoutRoomIsLeftAloneForAMinute() {
      stage.sight(LARGE, "192.0.2.7");
      stage.answer().falls(LinkEnd.SURPLUS);

      assertTrue(stage.passUntilDial(76) > 59.9);
    }

    @Test
    void aChangedAdvertGivesAFreshStartButNotWithEveryPacket() {
      stage.sight(LARGE, "192.0.2.7");
      for (int i = 0; i < 6; i++) {
        stage.fail(LinkEnd.REFUSED);
        stage.passUntilDial(80);
      }
      stage.fail(LinkEnd.REFUSED);
      int before = stage.dials();

      stage.sight(LARGE, "192.0.2.8");
      assertEquals(before + 1, stage.dials());
      stage.fail(LinkEnd.REFUSED);
      for (int i = 0; i < 100; i++) {
        stage.sight(LARGE, "192.0.2." + (10 + i));
      }

      assertEquals(before + 1, stage.dials());
    }
  }

  @Nested
  class Goodbye {
    @Test
    void itEndsDialling() {
      stage.sight(LARGE, "192.0.2.7");
      stage.fail(LinkEnd.REFUSED);
      stage.links.lost(LARGE);
      stage.pass(3600);

      assertEquals(1, stage.dials());
      assertFalse(stage.knows(LARGE));
    }

    @Test
    void itLeavesALinkThatStands() {
      stage.sight(LARGE, "192.0.2.7");
      Up up = stage.answer();
      stage.links.lost(LARGE);
      stage.pass(60);

      assertTrue(up.isWanted());
      assertEquals(LinkState.UP, stage.view(LARGE).state());
    }

    @Test
    void afterItALinkThatFallsIsNotDialledAgain() {
      stage.sight(LARGE, "192.0.2.7");
      Up up = stage.answer();
      stage.links.lost(LARGE);
      up.falls(LinkEnd.LOST);
      stage.pass(3600);

      assertEquals(1, stage.dials());
      assertFalse(stage.knows(LARGE));
    }

    @Test
    void aGoodbyeWhileDiallingForgetsWhenTheDialFails() {
      stage.sight(LARGE, "192.0.2.7");
      stage.links.lost(LARGE);
      stage.fail(LinkEnd.SILENT);

      assertFalse(stage.knows(LARGE));
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPING", "RENAMED"})
    void aLinkThatSaysItsIdIsNoMoreIsBelieved(LinkEnd end) {
      stage.sight(LARGE, "192.0.2.7");
      stage.answer().falls(end);
      stage.pass(3600);

      assertEquals(1, stage.dials());
      assertFalse(stage.knows(LARGE));
    }
  }
}
