package org.namedwebsockets.proxy.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.mdns.VirtualLan.id;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** RFC 6762 section 6, "Responding", and 7, "Traffic Reduction", as one settled proxy does it. */
final class AnswererTest {
  private static final String ASKER = "192.0.2.50";
  private static final String OTHER = "192.0.2.51";
  private static final Name INSTANCE = Zone.instance(id('a'));
  private static final Name HOST = Zone.host(id('a'));

  private final VirtualLan lan = new VirtualLan(7);
  private Duration start;

  @BeforeEach
  void settled() {
    lan.station("192.0.2.1").announce('a');
    lan.pass(Duration.ofMinutes(40));
    start = lan.now();
  }

  private static Record question(Name name, int type) {
    return Record.newRecord(name, type, DClass.IN);
  }

  private static Record unicastQuestion(Name name, int type) {
    return Record.newRecord(name, type, DClass.IN | Zone.TOP_BIT);
  }

  private static Record pointer(long ttlS) {
    return new PTRRecord(Zone.SERVICE, DClass.IN, ttlS, INSTANCE);
  }

  private void ask(Record question, Record... known) {
    ask(ASKER, Packets.query(List.of(question), List.of(known), List.of(), false));
  }

  private void ask(String source, byte[] packet) {
    lan.inject(source, Answerer.MDNS_PORT, packet);
  }

  /** All answers since the start. */
  private List<VirtualLan.Sent> answers() {
    return lan.sent.stream()
        .filter(p -> p.atNs() - lan.nowNs() >= start.minus(lan.now()).toNanos())
        .filter(VirtualLan.Sent::isResponse)
        .toList();
  }

  private Duration delay(VirtualLan.Sent packet) {
    return Duration.ofNanos(packet.atNs() - lan.nowNs()).plus(lan.now()).minus(start);
  }

  @Nested
  final class Timing {
    @Test
    void anAnswerThatOthersMayAlsoGiveWaitsARandomMoment() {
      ask(question(Zone.SERVICE, Type.PTR));
      lan.pass(Duration.ofSeconds(2));

      Duration delay = delay(answers().getFirst());
      assertEquals(1, answers().size());
      assertTrue(delay.toMillis() >= 20 && delay.toMillis() <= 120, delay.toString());
    }

    @Test
    void anAnswerOnlyWeCanGiveGoesOutAtOnce() {
      ask(question(INSTANCE, Type.SRV));
      lan.pass(Duration.ofMillis(1));

      assertEquals(1, answers().size());
    }

    @Test
    void nothingIsMulticastTwiceInASecond() {
      for (int i = 0; i < 40; i++) {
        ask(question(INSTANCE, Type.SRV));
        ask(question(Zone.SERVICE, Type.PTR));
        lan.pass(Duration.ofMillis(100));
      }
      lan.pass(Duration.ofSeconds(2));

      long services =
          answers().stream()
              .filter(p ->
                  p.message().getSection(Section.ANSWER).stream()
                      .anyMatch(r -> r.getType() == Type.SRV))
              .count();
      assertTrue(services >= 4 && services <= 5, "in 4 s: " + services);
    }

    @Test
    void aTruncatedQuestionWaitsForTheRestOfItsKnownAnswers() {
      Record asked = question(Zone.SERVICE, Type.PTR);
      ask(ASKER, Packets.query(List.of(asked), List.of(), List.of(), true));
      lan.pass(Duration.ofMillis(300));
      assertEquals(0, answers().size());

      ask(ASKER, Packets.query(List.of(), List.of(pointer(4000)), List.of(), false));
      lan.pass(Duration.ofSeconds(2));

      assertEquals(0, answers().size(), "the rest held our answer");
    }

    @Test
    void aTruncatedQuestionIsAnsweredHalfASecondLater() {
      Record asked = question(Zone.SERVICE, Type.PTR);
      ask(ASKER, Packets.query(List.of(asked), List.of(), List.of(), true));
      ask(OTHER, Packets.query(List.of(), List.of(pointer(4000)), List.of(), false));
      lan.pass(Duration.ofSeconds(2));

      Duration delay = delay(answers().getFirst());
      assertTrue(delay.toMillis() >= 400 && delay.toMillis() <= 500, delay.toString());
    }
  }

  @Nested
  final class KnownAnswers {
    @Test
    void areNotSentAgain() {
      ask(question(Zone.SERVICE, Type.PTR), pointer(2250));
      lan.pass(Duration.ofSeconds(2));

      assertEquals(0, answers().size());
    }

    @Test
    void areSentAgainInTheSecondHalfOfTheirLife() {
      ask(question(Zone.SERVICE, Type.PTR), pointer(2249));
      lan.pass(Duration.ofSeconds(2));

      assertEquals(1, answers().size());
    }

    @Test
    void ofAnotherInstanceDoNotCount() {
      Record other = new PTRRecord(Zone.SERVICE, DClass.IN, 4500, Zone.instance(id('z')));

      ask(question(Zone.SERVICE, Type.PTR), other);
      lan.pass(Duration.ofSeconds(2));

      assertEquals(1, answers().size());
    }
  }

  @Nested
  final class Content {
    private Message only() {
      lan.pass(Duration.ofSeconds(2));
      assertEquals(1, answers().size());
      return answers().getFirst().message();
    }

    private static boolean has(Message message, int section, int type) {
      return message.getSection(section).stream().anyMatch(r -> r.getType() == type);
    }

    @Test
    void aPointerComesWithAllThatABrowserAsksNext() {
      ask(question(Zone.SERVICE, Type.PTR));

      Message answer = only();
      assertTrue(has(answer, Section.ANSWER, Type.PTR));
      assertTrue(has(answer, Section.ADDITIONAL, Type.SRV));
      assertTrue(has(answer, Section.ADDITIONAL, Type.TXT));
      assertTrue(has(answer, Section.ADDITIONAL, Type.A));
    }

    @Test
    void aServiceComesWithItsAddressesAndTheTextIsTheVersion() {
      ask(question(INSTANCE, Type.ANY));

      Message answer = only();
      assertTrue(has(answer, Section.ADDITIONAL, Type.A));
      List<Record> said = answer.getSection(Section.ANSWER);
      TXTRecord text =
          (TXTRecord) said.stream().filter(TXTRecord.class::isInstance).findAny().get();
      assertEquals(List.of("v=1"), text.getStrings());
      assertTrue(answer.getHeader().getFlag(Flags.AA));
      assertEquals(0, answer.getHeader().getID());
      assertTrue(answer.getSection(Section.QUESTION).isEmpty());
    }

    @Test
    void namesAreFoundInAnyCase() throws Exception {
      ask(question(Name.fromString(INSTANCE.toString().toUpperCase(java.util.Locale.ROOT)), 33));

      assertTrue(has(only(), Section.ANSWER, Type.SRV));
    }

    @Test
    void anAddressWeDoNotHaveIsDenied() {
      ask(question(HOST, Type.AAAA));

      assertTrue(has(only(), Section.ANSWER, Type.NSEC));
    }

    @Test
    void whoListsAllServiceTypesSeesOurs() {
      ask(question(Zone.SERVICE_TYPES, Type.PTR));

      Record answer = only().getSection(Section.ANSWER).getFirst();
      assertEquals(Zone.SERVICE, ((PTRRecord) answer).getTarget());
    }

    @Test
    void ourTypeIsNotListedAgainIfAnotherProxyJustDid() {
      ask(question(Zone.SERVICE_TYPES, Type.PTR));
      Record theirs = new PTRRecord(Zone.SERVICE_TYPES, DClass.IN, 4500, Zone.SERVICE);
      ask(OTHER, Packets.response(List.of(theirs), List.of()));
      lan.pass(Duration.ofSeconds(2));

      assertEquals(0, answers().size());
    }

    @Test
    void otherNamesTypesAndClassesAreNotOurs() throws Exception {
      ask(question(Name.fromString("_http._tcp.local."), Type.PTR));
      ask(question(Zone.SERVICE, Type.A));
      ask(question(Zone.instance(id('z')), Type.SRV));
      ask(Record.newRecord(INSTANCE, Type.SRV, DClass.CH));
      lan.pass(Duration.ofSeconds(2));

      assertEquals(0, answers().size());
    }

    @Test
    void theMachinesNameIsNowhere() {
      ask(question(Zone.SERVICE, Type.PTR));

      String all = only().toString();
      assertFalse(all.contains(String.valueOf(System.getenv("HOSTNAME"))), all);
      assertEquals(HOST.toString(), id('a') + ".local.");
    }
  }

  @Nested
  final class Unicast {
    @Test
    void isWhatAQuestionMayAskForIfTheMulticastIsFresh() {
      ask(question(Zone.SERVICE, Type.PTR));
      lan.pass(Duration.ofSeconds(2));

      ask(unicastQuestion(Zone.SERVICE, Type.PTR));
      lan.pass(Duration.ofSeconds(2));

      assertEquals(2, answers().size());
      assertTrue(answers().getFirst().isMulticast());
      assertFalse(answers().getLast().isMulticast());
    }

    @Test
    void isMulticastIfTheOthersHaveNotHeardItForLong() {
      ask(unicastQuestion(Zone.SERVICE, Type.PTR));
      lan.pass(Duration.ofSeconds(2));

      assertTrue(answers().getFirst().isMulticast());
    }

    @Test
    void isPlainDnsForWhoKnowsNothingElse() {
      Message query = new Message(4711);
      query.addRecord(question(Zone.SERVICE, Type.PTR), Section.QUESTION);

      lan.inject(ASKER, 40000, query.toWire());
      lan.pass(Duration.ofSeconds(2));

      VirtualLan.Sent answer = answers().getFirst();
      assertEquals(40000, answer.to().orElseThrow().getPort());
      assertEquals(4711, answer.message().getHeader().getID());
      assertEquals(1, answer.message().getSection(Section.QUESTION).size());
      for (int section : new int[] {Section.ANSWER, Section.ADDITIONAL}) {
        for (Record record : answer.message().getSection(section)) {
          assertTrue(record.getTTL() <= 10);
          assertEquals(DClass.IN, record.getDClass());
        }
      }
    }

    @Test
    void isBoundedSoThatNobodyIsFloodedThroughUs() {
      Message query = new Message(4711);
      query.addRecord(question(Zone.SERVICE, Type.PTR), Section.QUESTION);

      for (int i = 0; i < 1000; i++) {
        lan.inject(ASKER, 40000, query.toWire());
      }

      assertEquals(Answerer.UNICAST_BURST, answers().size());
    }

    @Test
    void isNotSentToStrangersBehindARouter() {
      Message query = new Message(4711);
      query.addRecord(question(Zone.SERVICE, Type.PTR), Section.QUESTION);

      lan.inject("203.0.113.1", 40000, query.toWire());
      lan.pass(Duration.ofSeconds(2));

      assertEquals(0, answers().size());
    }
  }
}
