package org.namedwebsockets.proxy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.link.LinkStage.CHAT;
import static org.namedwebsockets.proxy.link.LinkStage.LARGE;
import static org.namedwebsockets.proxy.link.LinkStage.LARGE2;
import static org.namedwebsockets.proxy.link.LinkStage.SMALL;
import static org.namedwebsockets.proxy.link.LinkStage.at;
import static org.namedwebsockets.proxy.link.LinkStage.id;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Found;
import org.namedwebsockets.proxy.link.LinkStage.Up;

/** Who is dialled after a link fell, a network changed, or the configuration said so. */
class LinksRedialTest {
  private final LinkStage stage = new LinkStage();

  @Nested
  class AfterALinkFell {
    @Test
    void aResetLinkIsDialledAgainAtOnceButOnlyOnce() {
      stage.sight(LARGE, "192.0.2.7");
      stage.answer().falls(LinkEnd.LOST);
      assertEquals(2, stage.dials());

      stage.answer().falls(LinkEnd.LOST);

      assertEquals(2, stage.dials());
      stage.pass(1.4);
      assertEquals(3, stage.dials());
      stage.answer().falls(LinkEnd.LOST);
      stage.pass(1.9);
      assertEquals(3, stage.dials());
      stage.pass(0.8);
      assertEquals(4, stage.dials());
    }

    @Test
    void aLinkThatStoodForAWhileMakesUpForPastFailures() {
      stage.sight(LARGE, "192.0.2.7");
      stage.answer().falls(LinkEnd.LOST);
      Up up = stage.answer();
      stage.pass(10);
      up.falls(LinkEnd.LOST);

      assertEquals(3, stage.dials());
    }

    @Test
    void aSilentLinkIsDialledAgainAfterAWait() {
      stage.sight(LARGE, "192.0.2.7");
      stage.answer().falls(LinkEnd.SILENT);
      assertEquals(1, stage.dials());

      stage.pass(1.4);

      assertEquals(2, stage.dials());
    }

    @Test
    void theLargerIdLeavesTheOtherItsChance() {
      stage.sight(SMALL, "192.0.2.7");
      stage.accept(SMALL, "192.0.2.7").falls(LinkEnd.LOST);
      stage.pass(4.9);
      assertEquals(0, stage.dials());

      stage.pass(0.2);

      assertEquals(1, stage.dials());
    }

    @Test
    void whoSharedAChannelIsDialledEveryTwoSecondsForTenMinutesAndThenRarely() {
      stage.sight(LARGE, "192.0.2.7");
      stage.join(CHAT, "ann");
      Up up = stage.answer();
      up.bridge(CHAT, 1);
      up.falls(LinkEnd.SILENT);
      double last = 0;
      for (double at = 0.1; at < 595; at += 0.1) {
        int before = stage.dials();
        stage.pass(0.1);
        if (stage.dials() > before) {
          assertTrue(at - last < 2.6, "a gap of " + (at - last) + " s at " + at);
          last = at;
          stage.fail(LinkEnd.SILENT);
        }
      }
      stage.pass(60);
      int before = stage.dials();
      for (int i = 0; i < 600; i++) {
        stage.pass(1);
        if (stage.dials() > before + 1) {
          break;
        }
        stage.fail(LinkEnd.SILENT);
      }

      assertTrue(stage.dials() <= before + 1, "hardly ever after that");
    }

    @Test
    void itIsDialledEvenWhenItsAdvertIsGoneForTheCutTookThatToo() {
      Up up = linkWithLarge();
      up.falls(LinkEnd.SILENT);
      stage.links.lost(LARGE);
      for (int i = 0; i < 20; i++) {
        stage.passUntilDial(2.6);
        stage.fail(LinkEnd.SILENT);
      }

      stage.passUntilDial(2.6);

      assertTrue(stage.answer().isWanted());
    }

    @Test
    void itIsGivenUpWhenItsMachineSaysThatNothingListens() {
      Up up = linkWithLarge();
      up.falls(LinkEnd.LOST);
      stage.links.lost(LARGE);
      stage.fail(LinkEnd.REFUSED);

      assertFalse(stage.knows(LARGE));
    }

    private Up linkWithLarge() {
      stage.sight(LARGE, "192.0.2.7");
      stage.join(CHAT, "ann");
      Up up = stage.answer();
      up.bridge(CHAT, 1);
      return up;
    }

    @Test
    void whoSharedNoChannelIsNotHurriedFor() {
      stage.sight(LARGE, "192.0.2.7");
      stage.answer().falls(LinkEnd.SILENT);
      int before = stage.dials();
      for (int i = 0; i < 600; i++) {
        stage.pass(0.1);
        if (stage.view(LARGE).state() == LinkState.DIALLING) {
          stage.fail(LinkEnd.REFUSED);
        }
      }

      assertTrue(stage.dials() - before <= 6, stage.dials() - before + " dials in a minute");
    }
  }

  @Nested
  class TheNetworkChanged {
    @Test
    void linksThatStandAreAskedForASignOfLife() {
      stage.sight(LARGE, "192.0.2.7");
      Up up = stage.answer();

      stage.links.networkChanged(stage.nowNs);

      assertEquals(1, up.link.probes);
    }

    @Test
    void whatFailedBeforeIsDialledWithinASecondWhoeverIsSmaller() {
      stage.sight(LARGE, "192.0.2.7");
      for (int i = 0; i < 8; i++) {
        stage.fail(LinkEnd.SILENT);
        stage.passUntilDial(400);
      }
      stage.fail(LinkEnd.SILENT);
      stage.sight(SMALL, "192.0.2.8");
      int before = stage.dials();

      stage.links.networkChanged(stage.nowNs);
      stage.pass(0.4);

      assertEquals(before + 2, stage.dials());
    }

    @Test
    void aSilentLinkIsHealedWithinFiveSecondsByTheLargerIdToo() {
      stage.sight(SMALL, "192.0.2.7");
      Up up = stage.accept(SMALL, "192.0.2.7");
      stage.links.networkChanged(stage.nowNs);
      stage.pass(2);
      up.falls(LinkEnd.SILENT);
      stage.pass(1.5);

      assertEquals(1, stage.dials());
      assertTrue(stage.answer().isWanted());
    }

    @Test
    void aLinkThatComesUpMakesAllThatAreMissedDue() {
      stage.join(CHAT, "ann");
      stage.sight(LARGE, "192.0.2.7");
      Up up = stage.answer();
      up.bridge(CHAT, 1);
      up.falls(LinkEnd.SILENT);
      stage.accept(SMALL, "192.0.2.8");
      stage.pass(0.3);

      assertEquals(2, stage.dials());
    }
  }

  @Nested
  class ConfiguredAddress {
    @Test
    void itIsDialledWhoeverIsThereAndKeptWhenItFails() {
      stage.configure("198.51.100.9");
      assertEquals(Optional.empty(), stage.dialer.last().expected());
      for (int i = 0; i < 20; i++) {
        stage.fail(LinkEnd.REFUSED);
        stage.passUntilDial(60.2);
      }

      assertTrue(stage.answer(stage.dialer.last(), SMALL).isWanted());

      assertEquals(Set.of(Found.PEER), stage.view(SMALL).found());
      assertEquals(1, stage.links.view().size());
    }

    @Test
    void itIsNotDialledWhileItsProxyIsLinked() {
      stage.configure("198.51.100.9");
      stage.answer(stage.dialer.last(), SMALL);
      stage.pass(3600);

      assertEquals(1, stage.dials());
    }

    @Test
    void afterItsProxyRestartedUnderAnotherIdItIsFoundAgain() {
      stage.configure("198.51.100.9");
      Up up = stage.answer(stage.dialer.last(), SMALL);
      up.falls(LinkEnd.STOPPING);
      stage.pass(1.5);
      assertEquals(2, stage.dials());

      assertTrue(stage.answer(stage.dialer.last(), LARGE).isWanted());

      assertFalse(stage.knows(SMALL));
      assertEquals(LinkState.UP, stage.view(LARGE).state());
    }

    @Test
    void aResetOneIsDialledAgainAtOnce() {
      stage.configure("198.51.100.9");
      Up up = stage.answer(stage.dialer.last(), LARGE);
      up.falls(LinkEnd.LOST);

      assertEquals(2, stage.dials());
      assertEquals(Optional.empty(), stage.dialer.last().expected());
    }

    @Test
    void whatMulticastFoundThereFirstIsNotDialledTwice() {
      stage.sight(LARGE, "192.0.2.7");
      stage.configure("192.0.2.7");
      assertEquals(1, stage.dials());

      stage.answer();
      stage.pass(60);

      assertEquals(1, stage.dials());
      assertEquals(Set.of(Found.MDNS, Found.PEER), stage.view(LARGE).found());
    }

    @Test
    void anotherVersionThereIsAskedAgainAfterTenMinutes() {
      stage.configure("198.51.100.9");
      stage.fail(LinkEnd.VERSION);
      stage.pass(599);
      assertEquals(1, stage.dials());

      stage.pass(2);

      assertEquals(2, stage.dials());
    }
  }

  @Nested
  class Stopping {
    @Test
    void allLinksEndAndNobodyIsDialled() {
      stage.sight(LARGE, "192.0.2.7");
      Up up = stage.answer();
      stage.links.stop(stage.nowNs);
      up.falls(LinkEnd.STOPPING);
      stage.sight(LARGE2, "192.0.2.8");
      stage.pass(60);

      assertEquals(List.of(LinkEnd.STOPPING), up.link.ends);
      assertEquals(1, stage.dials());
      assertEquals(List.of(LinkEnd.STOPPING), stage.accept(SMALL, "192.0.2.9").link.ends);
    }

    @Test
    void anotherIdentityMakesAllLinksAnew() {
      stage.sight(LARGE, "192.0.2.7");
      stage.sight(SMALL, "192.0.2.8");
      Up first = stage.answer();
      Up second = stage.accept(SMALL, "192.0.2.8");
      var other = new ScriptedMatcher();
      stage.join(CHAT, "ann");

      stage.links.rename(id("ppp"), other, stage.nowNs);
      stage.pass(0.5);

      assertEquals(List.of(LinkEnd.RENAMED), first.link.ends);
      assertEquals(List.of(LinkEnd.RENAMED), second.link.ends);
      assertEquals(3, stage.dials());
      assertEquals(Set.of(CHAT), other.channels);
      assertEquals(Set.of(), stage.matcher.channels);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"STOPPING", "RENAMED"})
  void howeverALinkEndsItsProxyIsSoughtAgainBeforeLong(LinkEnd end) {
    stage.sight(LARGE, "192.0.2.7");
    stage.answer().falls(end);
    stage.passUntilDial(76);
  }

  @Test
  void theViewTellsHowAProxyWasFoundWhereItIsAndSinceWhen() {
    stage.sight(LARGE, "192.0.2.7");
    stage.join(CHAT, "ann");
    stage.pass(1);
    long sinceNs = stage.nowNs;
    Up up = stage.answer();
    up.bridge(CHAT, 3);
    stage.pass(1);

    LinkView view = stage.view(LARGE);

    assertEquals(
        new LinkView(
            Optional.of(LARGE),
            Optional.of(at("192.0.2.7")),
            Set.of(Found.MDNS),
            LinkState.UP,
            sinceNs,
            List.of(CHAT)),
        view);
  }

  @Test
  void wordsOfEndsThatAreToldAreReadBackAndOthersAreNot() {
    for (LinkEnd end : LinkEnd.values()) {
      Optional<LinkEnd> wanted = end.told() ? Optional.of(end) : Optional.empty();
      assertEquals(wanted, LinkEnd.parse(end.word()));
    }
    assertEquals(Optional.empty(), LinkEnd.parse("nonsense"));
  }

  @Test
  void aProxyThatDialledUsAndFellIsForgottenForNobodyNamesIt() {
    ProxyId unknown = id("zzz");
    stage.accept(unknown, "192.0.2.7").falls(LinkEnd.LOST);

    assertFalse(stage.knows(unknown));
  }
}
