package org.namedwebsockets.proxy.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.mdns.VirtualLan.WIRE;
import static org.namedwebsockets.proxy.mdns.VirtualLan.id;
import static org.namedwebsockets.proxy.mdns.VirtualLan.ms;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.proxy.discovery.LanNews;

final class MdnsTest {
  private final VirtualLan lan = new VirtualLan(1);
  private final VirtualLan.Station ann = lan.station("192.0.2.1");
  private final VirtualLan.Station bob = lan.station("192.0.2.2");

  @Nested
  final class Sighting {
    @Test
    void aNewcomerIsSightedAtOnceAndSightsTheOthersWithinTheirJitter() {
      ann.announce('a');
      lan.pass(Duration.ofHours(1));
      Duration start = lan.now();

      bob.announce('b');
      lan.pass(ms(130));

      assertEquals(List.of(id('b')), ann.sighted());
      assertEquals(start, ann.last(LanNews.Heard.class), "announced before probing");
      assertEquals(List.of(id('a')), bob.sighted());
      assertTrue(bob.last(LanNews.Heard.class).minus(start).compareTo(ms(120)) <= 0);
    }

    @Test
    void twoThatStartTogetherNeedNotWaitForTheSecondQuestion() {
      ann.announce('a');
      lan.pass(ms(30));
      bob.announce('b');

      lan.pass(ms(1));

      assertEquals(List.of(id('a')), bob.sighted(), "answered by unicast, at once");
    }

    @Test
    void saysWhereToDial() {
      bob.announce('b');
      lan.pass(ms(1));

      LanNews.Heard heard = (LanNews.Heard) ann.news.getLast().news();

      assertEquals(VirtualLan.PORT, heard.port());
      assertEquals(List.of(InetAddress.ofLiteral("192.0.2.2")), heard.addresses());
    }

    @Test
    void ourOwnAdvertIsNoSighting() {
      ann.announce('a');
      lan.pass(Duration.ofMinutes(5));

      assertEquals(List.of(), ann.sighted());
    }

    @Test
    void ourOwnAdvertRepeatedBySomethingOnTheWayIsNoSightingAndNoConflict() {
      ann.announce('a');
      lan.pass(Duration.ofMinutes(5));
      byte[] ours = lan.sent.stream().filter(VirtualLan.Sent::isResponse).findAny().get().bytes();
      Duration from = lan.now();

      lan.inject("192.0.2.77", Answerer.MDNS_PORT, ours);
      lan.pass(Duration.ofSeconds(5));

      assertEquals(List.of(), ann.sighted());
      assertEquals(List.of(), lan.since(from).stream().filter(p -> p.from() == ann).toList());
    }

    @Test
    void aRefreshIsNoNews() {
      lan.settle(ann, bob);
      long before = bob.news.stream().filter(s -> s.news() instanceof LanNews.Heard).count();

      lan.pass(Duration.ofHours(5));

      assertEquals(
          before, bob.news.stream().filter(s -> s.news() instanceof LanNews.Heard).count());
    }

    @Test
    void anAdvertisedAddressReplacesOurOwn() {
      InetAddress other = InetAddress.ofLiteral("192.0.2.77");
      bob.mdns.announce(new Advert(id('b'), 4000, List.of(other)), lan.nowNs());
      lan.pass(ms(1));

      LanNews.Heard heard = (LanNews.Heard) ann.news.getLast().news();
      assertEquals(List.of(other), heard.addresses());
      assertEquals(4000, heard.port());
    }
  }

  @Nested
  final class Leaving {
    @Test
    void aGoodbyeIsHeardAtOnce() {
      lan.settle(ann, bob);

      bob.mdns.withdraw(lan.nowNs());
      lan.pass(ms(1));

      assertEquals(new LanNews.Gone(WIRE, id('b'), true), ann.news.getLast().news());
    }

    @Test
    void whoFallsSilentIsLostWhenItsServiceRecordEnds() {
      ann.announce('a');
      bob.announce('b');
      lan.pass(ms(1500));
      Duration silent = lan.now();
      lan.remove(bob);

      lan.pass(Duration.ofMinutes(3));

      assertEquals(List.of(), ann.sighted());
      Duration took = ann.last(LanNews.Gone.class).minus(silent);
      assertTrue(took.compareTo(Duration.ofSeconds(121)) < 0, took.toString());
      assertTrue(took.compareTo(Duration.ofSeconds(110)) > 0, took.toString());
    }

    @Test
    void whoIsLinkedIsNotLostBySilence() {
      lan.settle(ann, bob);
      lan.remove(bob);

      lan.pass(Duration.ofMinutes(30));

      assertEquals(List.of(id('b')), ann.sighted());
    }

    @Test
    void whoseLinkFellIsAskedForAndLostInTenSeconds() {
      lan.settle(ann, bob);
      lan.remove(bob);
      Duration start = lan.now();

      ann.mdns.release(id('b'), lan.nowNs());
      lan.pass(Duration.ofMinutes(1));

      assertEquals(List.of(), ann.sighted());
      assertEquals(Duration.ofSeconds(10), ann.last(LanNews.Gone.class).minus(start));
    }

    @Test
    void whoseLinkFellAndAnswersStays() {
      lan.settle(ann, bob);

      ann.mdns.release(id('b'), lan.nowNs());
      lan.pass(Duration.ofMinutes(10));

      assertEquals(List.of(id('b')), ann.sighted());
    }

    @Test
    void whoWasLostIsFoundAgainThoughItNeverNoticed() {
      lan.settle(ann, bob);
      ann.deaf = true;
      ann.mdns.release(id('b'), lan.nowNs());
      lan.pass(Duration.ofSeconds(20));
      assertEquals(List.of(), ann.sighted());
      ann.deaf = false;

      lan.pass(Duration.ofSeconds(30));

      assertEquals(List.of(id('b')), ann.sighted());
    }
  }

  @Nested
  final class Rest {
    @Test
    void aSettledPairIsFarBelowOnePacketAMinute() {
      lan.settle(ann, bob);
      Duration from = lan.now();

      lan.pass(Duration.ofHours(10));

      double perMinute = lan.since(from).size() / 600.0 / 2;
      System.out.printf("at rest, linked: %.3f packets a minute and proxy%n", perMinute);
      assertTrue(perMinute < 0.1, "packets a minute and proxy: " + perMinute);
    }

    @Test
    void aMinuteAfterTheStartThereIsLessThanOnePacketAMinute() {
      ann.announce('a');
      bob.announce('b');
      lan.pass(ms(500));
      ann.mdns.hold(id('b'));
      bob.mdns.hold(id('a'));
      lan.pass(Duration.ofSeconds(64));
      Duration from = lan.now();

      lan.pass(Duration.ofMinutes(60));

      long mostInAMinute = 0;
      for (int minute = 0; minute < 60; minute++) {
        Duration start = from.plusMinutes(minute);
        mostInAMinute =
            Math.max(
                mostInAMinute, lan.since(start).size() - lan.since(start.plusMinutes(1)).size());
      }
      assertTrue(mostInAMinute <= 2, "one each at most, not " + mostInAMinute);
    }

    @Test
    void twentyProxiesShareTheirQuestions() {
      ann.announce('a');
      bob.announce('b');
      for (int i = 3; i < 21; i++) {
        lan.station("192.0.2." + i).announce((char) ('a' + i));
      }
      lan.pass(Duration.ofMinutes(10));
      Duration from = lan.now();

      lan.pass(Duration.ofMinutes(16));

      // No link stands: each proxy costs the wire a question and an answer in 96 s, not twenty.
      double perMinute = lan.since(from).size() / 16.0 / 20;
      System.out.printf("at rest, 20 unlinked: %.3f packets a minute and proxy%n", perMinute);
      assertTrue(perMinute < 1.5, "packets a minute and proxy: " + perMinute);
    }

    @Test
    void whoIsSeenButNotLinkedIsRefreshedOncePerLife() {
      ann.announce('a');
      bob.announce('b');
      lan.pass(Duration.ofMinutes(30));
      Duration from = lan.now();

      lan.pass(Duration.ofMinutes(100));

      double perMinute = lan.since(from).size() / 100.0 / 2;
      System.out.printf("at rest, unlinked pair: %.3f packets a minute and proxy%n", perMinute);
      assertTrue(perMinute < 1.5, "packets a minute and proxy: " + perMinute);
      assertEquals(List.of(id('b')), ann.sighted());
    }
  }

  @Test
  void nothingIsSaidWithoutAnAddress() {
    VirtualLan empty = new VirtualLan(2);
    VirtualLan.Station cat = empty.station("192.0.2.3");
    cat.mdns.wires(Map.of(WIRE, List.of()), empty.nowNs());
    cat.announce('c');
    empty.pass(ms(900));

    assertFalse(empty.sent.stream().anyMatch(VirtualLan.Sent::isResponse));
  }
}
