package org.namedwebsockets.proxy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.link.LinkStage.CHAT;
import static org.namedwebsockets.proxy.link.LinkStage.LARGE;
import static org.namedwebsockets.proxy.link.LinkStage.SMALL;
import static org.namedwebsockets.proxy.link.LinkStage.at;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.link.LinkStage.Up;

/** Cases T20 and T22 of security.md, and what a crowd of strangers may cost. */
class LinksFloodTest {
  /** As in production, but a table that ten thousand overrun forty times over. */
  private static final LinkLimits SMALL_TABLE =
      new LinkLimits(256, 64, 256, 8, 16, 64, 2, LinkWaits.DEFAULTS);

  private LinkStage stage = new LinkStage();
  private final Random random = new Random(22);

  @Test
  void tenThousandFalseAdvertsMakeTwoDialsAtOnceAndABoundedTable() {
    for (int i = 0; i < 10_000; i++) {
      stage.sight(anyId(), "192.0." + random.nextInt(256) + "." + random.nextInt(256));
    }

    assertEquals(2, stage.dials());
    assertEquals(LinkLimits.DEFAULTS.prospectsMax(), stage.links.view().size());
  }

  @Test
  void behindOneAddressOnlySomeAreRemembered() {
    for (int i = 0; i < 10_000; i++) {
      stage.sight(anyId(), "192.0.2.66");
    }

    assertEquals(LinkLimits.DEFAULTS.perAddressMax(), stage.links.view().size());
  }

  @Test
  void anAddressWhereNothingAnswersIsSparedHoweverManyIdsAreSaidToBeThere() {
    int before = 0;
    for (int second = 0; second < 600; second++) {
      stage.sight(anyId(), "192.0.2.66");
      stage.pass(1);
      if (stage.dials() > before) {
        stage.fail(LinkEnd.REFUSED);
        before = stage.dials();
      }
    }

    assertTrue(before <= 12, before + " dials in ten minutes");
  }

  @Test
  void aProxyThatSharedAChannelIsDialledWithinSecondsInTheMiddleOfAFlood() {
    stage = new LinkStage(SMALL_TABLE);
    stage.join(CHAT, "ann");
    stage.sight(LARGE, "192.0.2.7");
    Up up = stage.answer();
    up.bridge(CHAT, 1);
    for (int i = 0; i < 10_000; i++) {
      stage.sight(anyId(), "192.0." + random.nextInt(256) + "." + random.nextInt(256));
    }
    up.falls(LinkEnd.SILENT);
    int before = stage.dials();

    stage.pass(1.5);

    List<Dial> since = stage.dialer.dials.subList(before, stage.dials());
    assertTrue(since.stream().anyMatch(dial -> dial.expected().equals(Optional.of(LARGE))));
    assertTrue(stage.knows(LARGE));
  }

  @Test
  void aConfiguredAddressIsNotStarvedEither() {
    stage = new LinkStage(SMALL_TABLE);
    for (int i = 0; i < 10_000; i++) {
      stage.sight(anyId(), "192.0." + random.nextInt(256) + "." + random.nextInt(256));
    }
    int before = stage.dials();
    stage.configure("198.51.100.9");
    stage.pass(5.1);

    List<Dial> since = stage.dialer.dials.subList(before, stage.dials());
    assertEquals(at("198.51.100.9"), since.getFirst().address());
  }

  @Test
  void falseAdvertsOfARealProxyDoNotHideWhereItsIdWasProven() {
    stage.join(CHAT, "ann");
    stage.sight(LARGE, "192.0.2.7");
    Up up = stage.answer();
    up.bridge(CHAT, 1);
    for (int i = 0; i < 100; i++) {
      stage.sight(LARGE, "192.0.2." + (100 + i));
    }
    up.falls(LinkEnd.LOST);

    assertEquals(at("192.0.2.7"), stage.dialer.last().address());
  }

  @Test
  void aRealNewcomerIsReachedThroughAFloodOnceItsTurnHasCome() {
    for (int i = 0; i < 60; i++) {
      stage.sight(anyId(), "192.0." + random.nextInt(4) + "." + random.nextInt(256));
    }
    stage.sight(LARGE, "192.0.9.7");
    for (int i = 0; i < 6000 && stage.view(LARGE).state() != LinkState.DIALLING; i++) {
      stage.pass(0.1);
    }

    assertEquals(LinkState.DIALLING, stage.view(LARGE).state());
  }

  @Test
  void ofMoreThanSixtyFourLinksWithoutABridgeTheLongestIdleGoes() {
    stage.join(CHAT, "ann");
    Up shared = stage.accept(SMALL, "192.0.2.1");
    shared.bridge(CHAT, 1);
    List<Up> strangers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      strangers.add(stage.accept(anyId(), "192.0.2.2"));
      stage.pass(0.1);
    }
    assertTrue(strangers.stream().allMatch(Up::isWanted));

    Up last = stage.accept(anyId(), "192.0.2.2");

    assertTrue(last.isWanted());
    assertTrue(shared.isWanted());
    assertEquals(List.of(LinkEnd.SURPLUS), strangers.getFirst().link.ends);
    assertTrue(strangers.get(1).isWanted());
  }

  @Test
  void aFullHouseOfStrangersIsNotDialledOutOfUntilOneHasBeenIdleForAMinute() {
    for (int i = 0; i < 64; i++) {
      stage.accept(anyId(), "192.0.2.2");
    }
    stage.sight(LARGE, "192.0.2.7");
    stage.pass(59);
    assertEquals(0, stage.dials());

    stage.pass(1.1);

    assertEquals(1, stage.dials());
  }

  @Test
  void atTheMostLinksANewcomerIsRefusedAndNobodyDialled() {
    var crowded = new LinkStage(new LinkLimits(3, 64, 16, 8, 16, 64, 2, LinkWaits.DEFAULTS));
    for (int i = 0; i < 3; i++) {
      crowded.accept(anyId(), "192.0.2.2");
    }
    Up fourth = crowded.accept(anyId(), "192.0.2.2");
    crowded.sight(LARGE, "192.0.2.7");
    crowded.pass(600);

    assertEquals(List.of(LinkEnd.SURPLUS), fourth.link.ends);
    assertEquals(0, crowded.dials());
  }

  private ProxyId anyId() {
    StringBuilder id = new StringBuilder("z");
    while (id.length() < 26) {
      id.append((char) ('a' + random.nextInt(26)));
    }
    return new ProxyId(id.toString());
  }
}
