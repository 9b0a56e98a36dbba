package org.namedwebsockets.proxy.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.namedwebsockets.proxy.mdns.VirtualLan.id;
import static org.namedwebsockets.proxy.mdns.VirtualLan.ms;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** How a name comes to be ours and stays so. */
final class MdnsProbingTest {
  private final VirtualLan lan = new VirtualLan(1);
  private final VirtualLan.Station ann = lan.station("192.0.2.1");
  private final VirtualLan.Station bob = lan.station("192.0.2.2");

  @Test
  void threeProbesAndTwoAnnouncements() {
    Duration from = lan.now();

    ann.announce('a');
    lan.pass(ms(1900));

    List<VirtualLan.Sent> all =
        lan.since(from).stream().filter(packet -> packet.from() == ann).toList();
    assertEquals(3, all.stream().filter(VirtualLan.Sent::isProbe).count());
    assertEquals(2, all.stream().filter(VirtualLan.Sent::isResponse).count());
    assertEquals(6, all.size(), "and one more question");
  }

  @Test
  void aProbeForOurNameIsAnsweredAtOnce() {
    lan.settle(ann, bob);
    Message probe = new Message(0);
    probe.addRecord(
        Record.newRecord(Zone.instance(id('a')), Type.ANY, DClass.IN), Section.QUESTION);
    probe.addRecord(
        new SRVRecord(Zone.instance(id('a')), DClass.IN, 120, 0, 0, 7777, Zone.host(id('z'))),
        Section.AUTHORITY);
    Duration from = lan.now();

    lan.inject("192.0.2.66", Answerer.MDNS_PORT, probe.toWire());
    lan.pass(ms(1));

    assertEquals(1, lan.since(from).size());
  }

  @Test
  void whoSpeaksOfOurNameIsAnsweredOnceInTenSeconds() {
    lan.settle(ann, bob);
    Duration from = lan.now();

    for (int i = 0; i < 9; i++) {
      Record theirs =
          new SRVRecord(Zone.instance(id('a')), DClass.IN, 120, 0, 0, 7777, Zone.host(id('z')));
      lan.inject("192.0.2.66", Answerer.MDNS_PORT, Packets.response(List.of(theirs), List.of()));
      lan.pass(Duration.ofSeconds(1));
    }

    assertEquals(
        1, lan.since(from).stream().filter(p -> p.from() == ann && p.isResponse()).count());
  }
}
