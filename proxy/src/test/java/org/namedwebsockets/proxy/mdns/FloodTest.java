package org.namedwebsockets.proxy.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.mdns.VirtualLan.id;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.LanNews;
import org.namedwebsockets.proxy.metrics.Counter;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;

/** What strangers may do to us; security.md section 8, T22. */
final class FloodTest {
  private final VirtualLan lan = new VirtualLan(3);
  private final VirtualLan.Station ann = lan.station("192.0.2.1");

  private static ProxyId id(Random random) {
    StringBuilder id = new StringBuilder();
    random.ints(ProxyId.LENGTH, 0, 26).forEach(c -> id.append((char) ('a' + c)));
    return new ProxyId(id.toString());
  }

  private static byte[] advert(ProxyId id) {
    List<InetAddress> there = List.of(InetAddress.ofLiteral("192.0.2.99"));
    return Packets.response(
        new OwnRecords(new Advert(id, 9010, List.of()), there).announced(), List.of());
  }

  private long counted(Counter counter) {
    lan.pass(Mdns.TALLY_INTERVAL);
    ann.mdns.tick(lan.nowNs());
    return ann.news.stream()
        .map(VirtualLan.Said::news)
        .mapToLong(n -> n instanceof LanNews.Tally(var c, var amount) && c == counter ? amount : 0)
        .sum();
  }

  private long told() {
    return ann.news.stream().filter(s -> s.news() instanceof LanNews.Heard).count();
  }

  @Test
  void tenThousandFalseAdvertsFromOneSourceAreBoundedInTableNewsAndAnswers() {
    ann.announce('a');
    lan.pass(Duration.ofSeconds(40));
    int before = lan.sent.size();
    Random random = new Random(1);

    for (int i = 0; i < 10_000; i++) {
      lan.inject("192.0.2.66", Answerer.MDNS_PORT, advert(id(random)));
    }
    lan.pass(Duration.ofSeconds(60));

    assertEquals(Cache.SOURCE_INSTANCES_MAX, ann.sighted().size());
    assertEquals(Cache.SOURCE_INSTANCES_MAX, told());
    assertTrue(lan.sent.size() - before < 10, "it makes us say nothing: " + lan.sent.size());
    assertEquals(10_000 - Segment.PACKETS_BURST, counted(Counter.MDNS_DROPPED));
    assertEquals(
        2 * (Segment.PACKETS_BURST - Cache.SOURCE_INSTANCES_MAX),
        counted(Counter.SIGHTINGS_REFUSED),
        "each by its pointer and by its service");
  }

  @Test
  void anHonestProxyIsStillSightedDuringAFloodFromOneSource() {
    ann.announce('a');
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      lan.inject("192.0.2.66", Answerer.MDNS_PORT, advert(id(random)));
    }
    lan.pass(Duration.ofSeconds(1));

    lan.station("192.0.2.2").announce('b');
    lan.pass(Duration.ofSeconds(2));

    assertTrue(ann.sighted().contains(VirtualLan.id('b')));
  }

  @Test
  void manySourcesFillTheTableAndNoMore() {
    Random random = new Random(1);
    for (int i = 0; i < 1500; i++) {
      lan.inject("192.0.2." + (100 + i % 100), Answerer.MDNS_PORT, advert(id(random)));
    }

    assertEquals(Cache.INSTANCES_MAX, ann.sighted().size());
  }

  @Test
  void falseAdvertsMakeUsAskNoMoreThanOncePerSecond() {
    Random random = new Random(1);
    for (int i = 0; i < 1500; i++) {
      lan.inject("192.0.2." + (100 + i % 100), Answerer.MDNS_PORT, advert(id(random)));
    }
    int before = lan.sent.size();

    lan.pass(Duration.ofMinutes(3));

    int asked = lan.sent.size() - before;
    assertTrue(asked < 180 + Segment.QUESTION_PACKETS_BURST + 10, "packets: " + asked);
    assertEquals(0, ann.sighted().size(), "nobody confirmed them");
  }

  @Test
  void comingAndGoingIsBoundedToo() {
    Random random = new Random(1);
    for (int i = 0; i < 1900; i++) {
      ProxyId id = id(random);
      lan.inject("192.0.2.66", Answerer.MDNS_PORT, advert(id));
      List<Record> goodbye =
          new OwnRecords(new Advert(id, 9010, List.of()), List.of())
              .announced().stream().map(r -> Zone.with(r, 0, true)).toList();
      lan.inject("192.0.2.66", Answerer.MDNS_PORT, Packets.response(goodbye, List.of()));
    }

    assertTrue(told() <= Cache.INSTANCES_MAX + 1, "told " + told());
    assertEquals(0, ann.sighted().size());
  }

  @Test
  void aProxyThatMovesAllTheTimeIsToldOfNowAndThen() {
    for (int i = 0; i < 1900; i++) {
      List<InetAddress> there = List.of(InetAddress.ofLiteral("192.0.2." + (3 + i % 200)));
      Advert advert = new Advert(VirtualLan.id('b'), 2000 + i, List.of());
      lan.inject(
          "192.0.2.66",
          Answerer.MDNS_PORT,
          Packets.response(new OwnRecords(advert, there).announced(), List.of()));
    }
    long during = told();
    lan.pass(Duration.ofSeconds(3));

    assertEquals(Cache.INSTANCES_MAX, during);
    LanNews last =
        ann.news.stream()
            .map(VirtualLan.Said::news)
            .filter(LanNews.Heard.class::isInstance)
            .reduce((_, b) -> b)
            .orElseThrow();
    assertEquals(2000 + 1899, ((LanNews.Heard) last).port(), "the truth comes in the end");
  }

  @Test
  void manyThatShareOneHostAreAllSightedAndAllLost() {
    InetAddress there = InetAddress.ofLiteral("192.0.2.99");
    Name host = Zone.host(VirtualLan.id('z'));
    List<Record> records = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      Name instance = Zone.instance(id(random));
      records.add(new SRVRecord(instance, DClass.IN, 120, 0, 0, 9010, host));
    }
    records.add(new ARecord(host, DClass.IN, 120, there));
    byte[] packet = Packets.response(records, List.of());

    lan.inject("192.0.2.66", Answerer.MDNS_PORT, packet);
    assertEquals(100, ann.sighted().size());
    lan.inject(
        "192.0.2.66",
        Answerer.MDNS_PORT,
        Packets.response(List.of(Zone.with(records.getLast(), 0, false)), List.of()));
    assertEquals(0, ann.sighted().size());
  }

  @Test
  void bigPacketsAreReadByTheirWeight() {
    List<Record> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(Asker.question(false));
    }
    byte[] packet = Packets.query(many, List.of(), List.of(), false);

    for (int i = 0; i < 1900; i++) {
      lan.inject("192.0.2.66", Answerer.MDNS_PORT, packet);
    }

    assertEquals(1900 - Segment.BYTES_BURST / packet.length, counted(Counter.MDNS_DROPPED));
  }

  @Test
  void aTinyLifetimeDoesNotMakeUsAskAllTheTime() {
    List<Record> records =
        new OwnRecords(
                new Advert(VirtualLan.id('b'), 9010, List.of()),
                List.of(InetAddress.ofLiteral("192.0.2.99")))
            .announced().stream().map(r -> Zone.with(r, 1, true)).toList();
    lan.inject("192.0.2.66", Answerer.MDNS_PORT, Packets.response(records, List.of()));
    Duration from = lan.now();

    lan.pass(Duration.ofSeconds(40));

    assertEquals(
        0,
        lan.since(from).stream()
            .filter(p -> p.message().getSection(Section.QUESTION).size() > 1)
            .count());
  }

  @Test
  void onlyNeighboursAreHeard() {
    lan.inject("203.0.113.66", Answerer.MDNS_PORT, advert(VirtualLan.id('b')));
    lan.inject("192.0.2.66", 5354, advert(VirtualLan.id('b')));

    assertEquals(List.of(), ann.sighted());
    assertEquals(2, counted(Counter.MDNS_DROPPED));
  }

  @Test
  void recordsOfAnotherClassAreNotForUs() {
    List<Record> records =
        new OwnRecords(
                new Advert(VirtualLan.id('b'), 9010, List.of()),
                List.of(InetAddress.ofLiteral("192.0.2.99")))
            .announced().stream()
                .map(r ->
                    Record.newRecord(
                        r.getName(), r.getType(), DClass.CH, 120, r.rdataToWireCanonical()))
                .toList();

    lan.inject("192.0.2.66", Answerer.MDNS_PORT, Packets.response(records, List.of()));

    assertEquals(List.of(), ann.sighted());
  }

  static Stream<byte[]> crafted() {
    byte[] loop = header(0, 1, 0, 0, 17);
    loop[12] = (byte) 0xc0;
    loop[13] = 12;
    byte[] forward = header(0, 1, 0, 0, 17);
    forward[12] = (byte) 0xc0;
    forward[13] = 16;
    byte[] pair = header(0, 1, 0, 0, 20);
    pair[12] = (byte) 0xc0;
    pair[13] = 14;
    pair[14] = (byte) 0xc0;
    pair[15] = 12;
    byte[] longLabel = header(0, 1, 0, 0, 20);
    longLabel[12] = 63;
    byte[] oddLabel = header(0, 1, 0, 0, 20);
    oddLabel[12] = (byte) 0x80;
    return Stream.of(
        new byte[0],
        new byte[1],
        new byte[11],
        header(65535, 65535, 65535, 65535, 12),
        header(0, 65535, 0, 0, 9000),
        header(0, 0, 65535, 65535, 200),
        header(1, 0, 0, 0, 12),
        loop,
        forward,
        pair,
        longLabel,
        oddLabel,
        new byte[Packets.RECEIVED_BYTES_MAX + 1]);
  }

  private static byte[] header(int questions, int answers, int authority, int more, int length) {
    byte[] packet = new byte[length];
    packet[2] = (byte) 0x84;
    int at = 4;
    for (int count : new int[] {questions, answers, authority, more}) {
      packet[at++] = (byte) (count >> 8);
      packet[at++] = (byte) count;
    }
    return packet;
  }

  @ParameterizedTest
  @MethodSource("crafted")
  void aCraftedPacketIsCountedAndNothingElse(byte[] packet) {
    lan.inject("192.0.2.66", Answerer.MDNS_PORT, packet);

    assertEquals(1, counted(Counter.MDNS_DROPPED));
    assertEquals(List.of(), ann.sighted());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noBytesMakeItThrow(long seed) {
    ann.announce('a');
    lan.pass(Duration.ofSeconds(2));
    Random random = new Random(seed);
    List<byte[]> seeds = new ArrayList<>();
    lan.sent.forEach(packet -> seeds.add(packet.bytes()));
    seeds.add(advert(VirtualLan.id('b')));
    Message legacy = new Message(9);
    legacy.addRecord(Record.newRecord(Zone.SERVICE, 255, DClass.ANY), Section.QUESTION);
    seeds.add(legacy.toWire());

    for (int i = 0; i < 5_000; i++) {
      byte[] packet = seeds.get(random.nextInt(seeds.size())).clone();
      mutate(packet, random);
      int port = random.nextInt(4) == 0 ? 40000 : Answerer.MDNS_PORT;
      lan.inject("192.0.2." + (2 + random.nextInt(200)), port, packet);
      if (i % 100 == 0) {
        lan.pass(Duration.ofSeconds(1));
      }
    }
    lan.pass(Duration.ofMinutes(5));

    assertTrue(ann.sighted().size() <= Cache.INSTANCES_MAX);
  }

  private static void mutate(byte[] packet, Random random) {
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(packet.length);
      switch (random.nextInt(4)) {
        case 0 -> packet[at] = (byte) random.nextInt(256);
        case 1 -> packet[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> packet[at] = (byte) 0xc0;
        default -> {
          int from = random.nextInt(packet.length);
          int length = Math.min(packet.length - at, packet.length - from);
          System.arraycopy(packet, from, packet, at, random.nextInt(length + 1));
        }
      }
    }
  }
}
