package org.namedwebsockets.proxy.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.metrics.Metrics;

final class DiscoveryTest {
  private static final Wire WIRE = new Wire("eth0", 2, 4, false);
  private static final Wire OTHER_WIRE = new Wire("eth1", 3, 4, false);
  private static final Wire LOOPBACK = new Wire("lo", 1, 4, true);
  private static final ProxyId ANN = id('a');
  private static final ProxyId BOB = id('b');
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long NOW = 42;

  private final ScriptedLan lan = new ScriptedLan();
  private final Metrics metrics = new Metrics();
  private final List<String> heard = new ArrayList<>();
  private final Discovery discovery =
      new Discovery(lan, new Recording(), DiscoveryLimits.DEFAULTS, metrics);

  private final class Recording implements SightingListener {
    @Override
    public void sighted(Sighting sighting) {
      heard.add(sighting.how().word() + " " + shown(sighting.addresses()));
    }

    @Override
    public void lost(ProxyId id) {
      heard.add("lost " + id.value().charAt(0));
    }
  }

  @BeforeEach
  void onTwoNetworks() {
    discovery.announce(new Advert(ANN, 9010, List.of()));
    discovery.hear(
        new LanNews.Subnets(
            List.of(
                new Subnet(address("192.0.2.1"), 24),
                new Subnet(address("198.51.100.1"), 25),
                new Subnet(address("127.0.0.1"), 8),
                new Subnet(scoped("fe80::1", 2), 64),
                new Subnet(address("2001:db8::1"), 64))));
  }

  private static ProxyId id(char letter) {
    return new ProxyId(String.valueOf(letter).repeat(ProxyId.LENGTH));
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static InetAddress scoped(String literal, int scope) {
    try {
      return Inet6Address.getByAddress(null, address(literal).getAddress(), scope);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static String shown(List<InetSocketAddress> addresses) {
    return String.join(
        " ",
        addresses.stream().map(a -> a.getAddress().getHostAddress() + "#" + a.getPort()).toList());
  }

  private void hears(Wire wire, ProxyId id, String... literals) {
    List<InetAddress> all = Stream.of(literals).map(DiscoveryTest::address).toList();
    discovery.hear(new LanNews.Heard(wire, id, 9010, all));
  }

  @Nested
  final class Merging {
    @Test
    void wiresMakeOneSighting() {
      hears(WIRE, BOB, "192.0.2.2");
      hears(OTHER_WIRE, BOB, "198.51.100.2");

      assertEquals(List.of("mdns 192.0.2.2#9010", "mdns 192.0.2.2#9010 198.51.100.2#9010"), heard);
      assertEquals(1, discovery.sightings().size());
    }

    @Test
    void theSameAgainIsNoNews() {
      hears(WIRE, BOB, "192.0.2.2");
      hears(WIRE, BOB, "192.0.2.2");

      assertEquals(1, heard.size());
    }

    @Test
    void whoIsGoneFromOneWireIsStillOnTheOther() {
      hears(WIRE, BOB, "192.0.2.2");
      hears(OTHER_WIRE, BOB, "198.51.100.2");
      heard.clear();

      discovery.hear(new LanNews.Gone(WIRE, BOB, false));
      discovery.hear(new LanNews.Gone(OTHER_WIRE, BOB, false));

      assertEquals(List.of("mdns 198.51.100.2#9010", "lost b"), heard);
      assertEquals(List.of(), discovery.sightings());
    }

    @Test
    void aGoodbyeCountsForEveryWireAndForGossip() {
      hears(WIRE, BOB, "192.0.2.2");
      hears(OTHER_WIRE, BOB, "198.51.100.2");
      discovery.gossip(BOB, List.of(new InetSocketAddress("192.0.2.3", 9010)), NOW);
      heard.clear();

      discovery.hear(new LanNews.Gone(WIRE, BOB, true));

      assertEquals(List.of("lost b"), heard);
    }

    @Test
    void dialOrderIsThisMachineThenIpv4ThenLinkLocalThenTheRest() {
      discovery.hear(new LanNews.Heard(LOOPBACK, BOB, 9010, List.of(address("127.0.0.1"))));
      discovery.hear(
          new LanNews.Heard(
              WIRE,
              BOB,
              9010,
              List.of(address("2001:db8::2"), scoped("fe80::2", 2), address("192.0.2.2"))));

      assertEquals(
          "mdns 127.0.0.1#9010 192.0.2.2#9010 fe80:0:0:0:0:0:0:2%2#9010"
              + " 2001:db8:0:0:0:0:0:2#9010",
          heard.getLast());
    }
  }

  @Nested
  final class Belief {
    @Test
    void ourselvesWeDoNotSight() {
      hears(WIRE, ANN, "192.0.2.1");
      discovery.gossip(ANN, List.of(new InetSocketAddress("192.0.2.1", 9010)), NOW);

      assertEquals(List.of(), heard);
    }

    @ParameterizedTest
    @CsvSource({
      "203.0.113.5, 9010, somewhere else",
      "198.51.100.200, 9010, behind our prefix of 25 bits",
      "192.0.2.255, 9010, everybody",
      "192.0.2.0, 9010, the network itself",
      "255.255.255.255, 9010, everybody",
      "0.0.0.0, 9010, nobody",
      "224.0.0.251, 9010, a group",
      "ff02::fb, 9010, a group",
      "127.0.0.1, 9010, this machine though heard from outside",
      "fe80::2, 9010, a neighbour without saying on which wire",
      "2001:db8:1::2, 9010, another prefix",
      "192.0.2.2, 22, the port of another service",
      "192.0.2.2, 1023, the port of another service",
      "192.0.2.2, 0, no port"
    })
    void anAdvertCannotAimUsAt(String literal, int port, String why) {
      discovery.hear(new LanNews.Heard(WIRE, BOB, port, List.of(address(literal))));
      discovery.gossip(BOB, List.of(new InetSocketAddress(address(literal), port)), NOW);

      assertEquals(List.of(), heard, why);
      assertTrue(metrics.value(Counter.SIGHTINGS_REFUSED) > 0, "it is counted");
    }

    @Test
    void aNeighbourOfAnotherWireIsStillANeighbour() {
      hears(WIRE, BOB, "198.51.100.2");

      assertEquals(List.of("mdns 198.51.100.2#9010"), heard);
    }

    @Test
    void linkLocalNeedsTheScopeOfAWireOfOurs() {
      discovery.hear(new LanNews.Heard(WIRE, BOB, 9010, List.of(scoped("fe80::2", 9))));
      assertEquals(List.of(), heard);

      discovery.hear(new LanNews.Heard(WIRE, BOB, 9010, List.of(scoped("fe80::2", 2))));
      assertEquals(1, heard.size());
    }

    @Test
    void whoIsNoLongerANeighbourIsLostAndComesBackWithTheNetwork() {
      hears(WIRE, BOB, "192.0.2.2");

      discovery.hear(new LanNews.Subnets(List.of()));
      discovery.hear(new LanNews.Subnets(List.of(new Subnet(address("192.0.2.1"), 24))));

      assertEquals(List.of("mdns 192.0.2.2#9010", "lost b", "mdns 192.0.2.2#9010"), heard);
    }

    @Test
    void tenThousandFalseAdvertsHitTheBound() {
      Random random = new Random(1);
      for (int i = 0; i < 10_000; i++) {
        StringBuilder id = new StringBuilder();
        random.ints(ProxyId.LENGTH, 'a', 'z').forEach(c -> id.append((char) c));
        hears(WIRE, new ProxyId(id.toString()), "192.0.2." + (1 + i % 250));
      }

      assertEquals(DiscoveryLimits.DEFAULTS.sightingsMax(), discovery.sightings().size());
      assertEquals(
          10_000 - DiscoveryLimits.DEFAULTS.sightingsMax(),
          metrics.value(Counter.SIGHTINGS_REFUSED));
    }

    @Test
    void oneProxyHasABoundedNumberOfAddresses() {
      String[] many = new String[100];
      for (int i = 0; i < many.length; i++) {
        many[i] = "192.0.2." + (i + 2);
      }

      hears(WIRE, BOB, many);

      assertEquals(
          DiscoveryLimits.DEFAULTS.addressesMax(),
          discovery.sightings().getFirst().addresses().size());
    }
  }

  @Nested
  final class Gossip {
    private static final String THERE = "192.0.2.7";

    private void gossips(ProxyId id, long nowNs) {
      discovery.gossip(id, List.of(new InetSocketAddress(THERE, 9010)), nowNs);
    }

    @Test
    void isASightingUntilItIsOld() {
      gossips(BOB, NOW);
      discovery.tick(NOW + 599 * SECOND);
      assertEquals(List.of("gossip 192.0.2.7#9010"), heard);

      discovery.tick(NOW + 600 * SECOND);

      assertEquals("lost b", heard.getLast());
    }

    @Test
    void repeatedItLastsLonger() {
      gossips(BOB, NOW);
      gossips(BOB, NOW + 500 * SECOND);

      discovery.tick(NOW + 700 * SECOND);

      assertEquals(1, discovery.sightings().size());
    }

    @Test
    void anAdvertIsTheBetterWayAndOutlivesIt() {
      gossips(BOB, NOW);
      hears(WIRE, BOB, THERE);

      discovery.tick(NOW + 700 * SECOND);

      assertEquals(List.of("gossip 192.0.2.7#9010", "mdns 192.0.2.7#9010"), heard);
    }

    @Test
    void hasItsOwnBoundAndTheBoundIsGivenBack() {
      int max = DiscoveryLimits.DEFAULTS.gossipMax();
      for (int i = 0; i < max + 5; i++) {
        gossips(
            new ProxyId(
                "x%025d".formatted(i).replaceAll("[0189]", "c").substring(0, 20) + letters(i)),
            NOW);
      }
      assertEquals(max, discovery.sightings().size());

      discovery.tick(NOW + 601 * SECOND);
      gossips(BOB, NOW + 601 * SECOND);

      assertEquals(1, discovery.sightings().size());
    }

    private static String letters(int i) {
      StringBuilder six = new StringBuilder();
      for (int k = 0; k < 6; k++) {
        six.append((char) ('a' + (i >> (4 * k) & 15)));
      }
      return six.toString();
    }
  }

  @Nested
  final class ConfiguredPeers {
    private final PeerEntry entry = PeerEntry.parse("far.example:22", 9010);

    @Test
    void mayBeAnywhereAndHaveNoId() {
      discovery.peer(entry, List.of(new InetSocketAddress("203.0.113.9", 22)));

      Sighting sighting = discovery.sightings().getFirst();
      assertEquals(List.of("peer 203.0.113.9#22"), heard);
      assertTrue(sighting.id().isEmpty());
      assertEquals("far.example:22", sighting.key());
    }

    @Test
    void areToldAgainOnlyIfTheNameStandsForSomethingElse() {
      discovery.peer(entry, List.of(new InetSocketAddress("203.0.113.9", 22)));
      discovery.peer(entry, List.of(new InetSocketAddress("203.0.113.9", 22)));
      discovery.peer(entry, List.of());
      discovery.peer(entry, List.of(new InetSocketAddress("203.0.113.10", 22)));

      assertEquals(List.of("peer 203.0.113.9#22", "peer 203.0.113.10#22"), heard);
      assertEquals(1, discovery.sightings().size());
    }
  }

  @Test
  void linksTellTheLanWhomNotToAskFor() {
    discovery.linked(BOB);
    discovery.unlinked(BOB);
    discovery.query();
    discovery.withdraw();

    assertEquals(
        List.of("announce " + ANN, "hold " + BOB, "release " + BOB, "query", "withdraw"), lan.told);
  }

  @Test
  void whatTheWireCountsIsCounted() {
    discovery.hear(new LanNews.Tally(Counter.MDNS_SENT, 7));

    assertEquals(7, metrics.value(Counter.MDNS_SENT));
  }
}
