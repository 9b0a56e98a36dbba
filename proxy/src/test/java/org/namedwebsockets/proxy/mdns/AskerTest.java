package org.namedwebsockets.proxy.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.mdns.VirtualLan.id;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** RFC 6762 section 5.2, "Continuous Multicast DNS Querying", and 7, "Traffic Reduction". */
final class AskerTest {
  private static final String OTHER = "192.0.2.50";

  private final VirtualLan lan = new VirtualLan(11);
  private final VirtualLan.Station ann = lan.station("192.0.2.1");

  @BeforeEach
  void announced() {
    ann.announce('a');
  }

  /** The seconds at which we asked who is there. */
  private List<Long> askedAt() {
    return lan.sent.stream()
        .filter(VirtualLan.Sent::isMulticast)
        .filter(packet -> asksForProxies(packet.message()))
        .map(packet -> lan.now().minus(Duration.ofNanos(lan.nowNs() - packet.atNs())).toSeconds())
        .toList();
  }

  private static boolean asksForProxies(Message message) {
    return message.getSection(Section.QUESTION).stream()
        .anyMatch(question -> question.getName().equals(Zone.SERVICE));
  }

  private void othersAsk(Record... known) {
    lan.inject(
        OTHER,
        Answerer.MDNS_PORT,
        Packets.query(List.of(Asker.question(false)), List.of(known), List.of(), false));
  }

  private void advertise(ProxyId id) {
    List<InetAddress> there = List.of(InetAddress.ofLiteral(OTHER));
    OwnRecords records = new OwnRecords(new Advert(id, 9010, List.of()), there);
    lan.inject(OTHER, Answerer.MDNS_PORT, Packets.response(records.announced(), List.of()));
    ann.mdns.hold(id);
  }

  @Test
  void theIntervalsDoubleUpToAnHour() {
    lan.pass(Duration.ofHours(4));

    assertEquals(
        List.of(
            0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L, 255L, 511L, 1023L, 2047L, 4095L, 7695L, 11295L),
        askedAt());
  }

  @Test
  void aPersonsQuestionGoesOutAtOnceButNotTwiceInASecond() {
    lan.pass(Duration.ofSeconds(100));

    for (int i = 0; i < 10; i++) {
      ann.mdns.query(lan.nowNs());
      lan.pass(Duration.ofMillis(50));
    }
    lan.pass(Duration.ofSeconds(5));

    assertEquals(List.of(63L, 100L, 101L), askedAt().subList(6, 9));
  }

  @Nested
  final class AnothersQuestion {
    @Test
    void standsForOurs() {
      lan.pass(Duration.ofSeconds(100));
      othersAsk();
      lan.pass(Duration.ofSeconds(100));

      assertEquals(63L, askedAt().getLast(), "not at 127");
    }

    @Test
    void doesNotIfWeHaveJustAsked() {
      lan.pass(Duration.ofSeconds(64));
      othersAsk();
      lan.pass(Duration.ofSeconds(100));

      assertEquals(127L, askedAt().getLast());
    }

    @Test
    void standsForOursAFewTimesOnly() {
      lan.pass(Duration.ofSeconds(100));
      for (int i = 0; i < 400; i++) {
        othersAsk();
        lan.pass(Duration.ofSeconds(10));
      }

      assertTrue(askedAt().getLast() > 127, "nobody can silence us: " + askedAt());
    }

    @Test
    void doesNotIfItKeepsSomebodyWeDoNotKnowFromAnswering() {
      lan.pass(Duration.ofSeconds(100));
      othersAsk(new PTRRecord(Zone.SERVICE, DClass.IN, 4500, Zone.instance(id('z'))));
      lan.pass(Duration.ofSeconds(100));

      assertEquals(127L, askedAt().getLast());
    }

    @Test
    void doesIfWeKnowWhomItKeepsFromAnswering() {
      advertise(id('z'));
      lan.pass(Duration.ofSeconds(100));
      othersAsk(new PTRRecord(Zone.SERVICE, DClass.IN, 4500, Zone.instance(id('z'))));
      lan.pass(Duration.ofSeconds(100));

      assertEquals(63L, askedAt().getLast());
    }
  }

  @Nested
  final class KnownAnswers {
    private List<Message> questions(Duration from) {
      return lan.since(from).stream()
          .map(VirtualLan.Sent::message)
          .filter(message -> !message.getHeader().getFlag(Flags.QR))
          .toList();
    }

    @Test
    void goAlongWhileTheyAreFresh() {
      advertise(id('z'));
      lan.pass(Duration.ofMillis(1500));

      Message question = questions(Duration.ofSeconds(1)).getLast();

      assertEquals(1, question.getSection(Section.ANSWER).size());
      assertEquals(4499, question.getSection(Section.ANSWER).getFirst().getTTL());
      assertEquals(DClass.IN, question.getSection(Section.ANSWER).getFirst().getDClass());
    }

    @Test
    void doNotInTheSecondHalfOfTheirLife() {
      advertise(id('z'));
      lan.pass(Duration.ofHours(1));
      Duration from = lan.now();

      lan.pass(Duration.ofMinutes(30));

      assertEquals(0, questions(from).getFirst().getSection(Section.ANSWER).size());
    }

    @Test
    void goInSeveralPacketsIfTheyAreManyAndAllButTheLastSaySo() {
      lan.pass(Duration.ofSeconds(100));
      for (int i = 0; i < 70; i++) {
        String text = "z".repeat(24) + (char) ('a' + i / 26) + (char) ('a' + i % 26);
        advertise(new ProxyId(text));
      }
      Duration from = lan.now();
      lan.pass(Duration.ofSeconds(60));

      List<Message> all = questions(from);
      assertEquals(3, all.size());
      assertEquals(
          List.of(true, true, false),
          all.stream().map(message -> message.getHeader().getFlag(Flags.TC)).toList());
      assertEquals(
          70, all.stream().mapToInt(message -> message.getSection(Section.ANSWER).size()).sum());
      assertTrue(
          lan.since(from).stream().allMatch(p -> p.bytes().length <= Packets.SENT_BYTES_MAX));
    }
  }
}
