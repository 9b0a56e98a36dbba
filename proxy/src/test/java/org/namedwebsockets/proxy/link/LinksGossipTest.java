package org.namedwebsockets.proxy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.link.LinkStage.CHAT;
import static org.namedwebsockets.proxy.link.LinkStage.LARGE;
import static org.namedwebsockets.proxy.link.LinkStage.SELF;
import static org.namedwebsockets.proxy.link.LinkStage.SMALL;
import static org.namedwebsockets.proxy.link.LinkStage.SMALL2;
import static org.namedwebsockets.proxy.link.LinkStage.at;
import static org.namedwebsockets.proxy.link.LinkStage.id;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Found;
import org.namedwebsockets.proxy.link.LinkStage.Up;

/** What proxies that share a channel tell each other of further proxies. */
class LinksGossipTest {
  private final LinkStage stage = new LinkStage();

  @BeforeEach
  void hereIsAnn() {
    stage.join(CHAT, "ann");
    stage.links.reachableAt(List.of(at("192.0.2.1"), at("127.0.0.1"), at("169.254.1.1")));
  }

  @Test
  void ourselvesComeFirstWhenAChannelIsShared() {
    Up up = stage.accept(SMALL, "192.0.2.8");
    assertEquals(List.of(), up.link.introductions);

    up.bridge(CHAT, 1);

    assertEquals(List.of(new Introduction(SELF, List.of(at("192.0.2.1")))), up.link.introductions);
  }

  @Test
  void whoSharesAChannelHearsOfThoseWhoseIdWasProvenWhereWeDialled() {
    stage.sight(LARGE, "192.0.2.7");
    stage.answer();
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    stage.pass(1.1);

    assertEquals(
        new Introduction(LARGE, List.of(at("192.0.2.7"))), up.link.introductions.getLast());
  }

  @Test
  void whoSharesNoChannelHearsNothing() {
    stage.sight(LARGE, "192.0.2.7");
    Up stranger = stage.answer();
    stage.accept(SMALL, "192.0.2.8").bridge(CHAT, 1);
    stage.pass(5);

    assertEquals(List.of(), stranger.link.introductions);
  }

  @Test
  void anAdvertAloneIsNotPassedOn() {
    stage.sight(SMALL2, "192.0.2.66");
    stage.accept(SMALL2, "192.0.2.66");
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    stage.pass(5);

    assertEquals(List.of(SELF), up.link.introduced());
  }

  @Test
  void whatAProxyTellsOfItselfIsPassedOnToOthersOnceEach() {
    Up one = stage.accept(SMALL, "192.0.2.8");
    Up two = stage.accept(SMALL2, "192.0.2.9");
    one.bridge(CHAT, 1);
    two.bridge(CHAT, 1);
    one.edge()
        .introduced(
            List.of(new Introduction(SMALL, List.of(at("198.51.100.8", 9011)))), stage.nowNs);
    stage.pass(60);

    assertEquals(
        List.of(
            new Introduction(SELF, List.of(at("192.0.2.1"))),
            new Introduction(SMALL, List.of(at("192.0.2.8", 9011), at("198.51.100.8", 9011)))),
        two.link.introductions);
    assertEquals(List.of(SELF), one.link.introduced());
  }

  @Test
  void aProxyThatCameBackIsIntroducedAgain() {
    stage.sight(LARGE, "192.0.2.7");
    Up back = stage.answer();
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    stage.pass(2);
    back.falls(LinkEnd.LOST);
    stage.answer();
    stage.pass(2);

    assertEquals(List.of(SELF, LARGE, LARGE), up.link.introduced());
  }

  @Test
  void whomWeAreToldOfIsDialledEvenOffLinkByTheSmallerId() {
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    tell(up, LARGE, at("198.51.100.3"));

    assertEquals(Optional.of(LARGE), stage.dialer.last().expected());
    assertEquals(at("198.51.100.3"), stage.dialer.last().address());
    assertEquals(Set.of(Found.GOSSIP), stage.view(LARGE).found());
    tell(up, SMALL2, at("198.51.100.4"));
    assertEquals(1, stage.dials());
    stage.pass(5.1);
    assertEquals(Optional.of(SMALL2), stage.dialer.last().expected());
  }

  @Test
  void whoSaysItselfWhereItIsWasNotToldOfByAnother() {
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    tell(up, SMALL, at("192.0.2.8"));

    assertEquals(Set.of(Found.ACCEPTED), stage.view(SMALL).found());
    assertEquals(Optional.of(at("192.0.2.8")), stage.view(SMALL).address());
  }

  @Test
  void whoSharesNoChannelIsNotListenedTo() {
    Up up = stage.accept(SMALL, "192.0.2.8");
    tell(up, LARGE, at("198.51.100.3"));

    assertFalse(stage.knows(LARGE));
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.3,   9010, true,  another network",
    "10.1.2.3,       9010, true,  another private network",
    "2001:db8::3,    9010, true,  IPv6",
    "127.0.0.1,      9010, false, this machine",
    "::1,            9010, false, this machine",
    "0.0.0.0,        9010, false, any",
    "224.0.0.251,    9010, false, multicast",
    "ff02::fb,       9010, false, multicast",
    "255.255.255.255,9010, false, broadcast",
    "169.254.7.7,    9010, false, link-local: means another host there",
    "fe80::7,        9010, false, link-local: means another host there",
    "198.51.100.3,   22,   false, a port of the system",
    "198.51.100.3,   1023, false, a port of the system",
    "198.51.100.3,   1024, true,  the first free port",
  })
  void onlyAddressesThatMeanTheSameHereAreDialled(
      String ip, int port, boolean dialled, String why) {
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    tell(up, LARGE, at(ip, port));

    assertEquals(dialled, stage.knows(LARGE), why);
  }

  @Test
  void proxiesOfOneMachineMaySpeakOfItsLoopback() {
    Up up = stage.accept(SMALL, "127.0.0.1");
    up.bridge(CHAT, 1);
    tell(up, LARGE, at("127.0.0.1", 9011));

    assertTrue(stage.knows(LARGE));
    assertEquals(
        List.of(at("192.0.2.1"), at("127.0.0.1")), up.link.introductions.getFirst().addresses());
  }

  @Test
  void oneLinkCanOnlyPutSoManyProxiesInOurTable() {
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    for (int i = 0; i < 200; i++) {
      tell(up, number(i), at("198.51.100." + (1 + i)));
    }

    long gossip =
        stage.links.view().stream()
            .filter(view -> view.found().contains(Found.GOSSIP))
            .filter(view -> view.state() != LinkState.UP)
            .count();
    assertEquals(LinkLimits.DEFAULTS.introducedMax(), gossip);
    assertEquals(2 - 1, stage.dials(), "one place is kept for those we would miss");
  }

  @Test
  void aLinkThatTalksWithoutEndIsNotHeardAnyMore() {
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    for (int i = 0; i < 256; i++) {
      tell(up, SELF, at("198.51.100.1"));
    }
    tell(up, LARGE, at("198.51.100.3"));
    assertFalse(stage.knows(LARGE));
    stage.pass(1.1);

    tell(up, LARGE, at("198.51.100.3"));

    assertTrue(stage.knows(LARGE));
  }

  @Test
  void whomOnlyAFallenLinkSpokeOfIsForgottenAfterSomeTries() {
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    tell(up, LARGE, at("198.51.100.3"));
    up.falls(LinkEnd.STOPPING);
    for (int i = 0; i < 7; i++) {
      stage.fail(LinkEnd.REFUSED);
      stage.passUntilDial(300);
    }
    assertTrue(stage.knows(LARGE));

    stage.fail(LinkEnd.REFUSED);

    assertFalse(stage.knows(LARGE));
  }

  @Test
  void manyProxiesAreToldInMessagesOfSixtyFour() {
    for (int i = 0; i < 70; i++) {
      stage.sight(number(i), "192.0.2." + (20 + i));
      stage.answer().bridge(CHAT, 1);
    }
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    stage.pass(2.1);

    assertEquals(71, up.link.introduced().size());
    assertEquals(Introduction.LIST_MAX, up.link.longestMessage);
  }

  @Test
  void ourNewAddressesAreToldToAllWhoShareAChannel() {
    Up up = stage.accept(SMALL, "192.0.2.8");
    up.bridge(CHAT, 1);
    stage.links.reachableAt(List.of(at("192.0.2.99")));

    assertEquals(
        new Introduction(SELF, List.of(at("192.0.2.99"))), up.link.introductions.getLast());
  }

  private void tell(Up up, ProxyId id, InetSocketAddress address) {
    up.edge().introduced(List.of(new Introduction(id, List.of(address))), stage.nowNs);
  }

  private static ProxyId number(int i) {
    return id("z" + (char) ('a' + i / 26) + (char) ('a' + i % 26));
  }
}
