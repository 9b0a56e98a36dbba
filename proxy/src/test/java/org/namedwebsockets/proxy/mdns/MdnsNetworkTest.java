package org.namedwebsockets.proxy.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.mdns.VirtualLan.WIRE;
import static org.namedwebsockets.proxy.mdns.VirtualLan.id;
import static org.namedwebsockets.proxy.mdns.VirtualLan.ms;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.proxy.discovery.LanNews;
import org.namedwebsockets.proxy.discovery.Subnet;
import org.namedwebsockets.proxy.discovery.Wire;
import org.xbill.DNS.Record;

/** What happens when interfaces, addresses and time change under us. */
final class MdnsNetworkTest {
  private final VirtualLan lan = new VirtualLan(1);
  private final VirtualLan.Station ann = lan.station("192.0.2.1");
  private final VirtualLan.Station bob = lan.station("192.0.2.2");

  @Test
  void aChangedAddressIsSaidAtOnceAndTheOldOneTakenBack() {
    lan.settle(ann, bob);

    bob.mdns.wires(Map.of(WIRE, List.of(VirtualLan.subnet("192.0.2.9"))), lan.nowNs());
    lan.pass(ms(1));

    LanNews.Heard heard = (LanNews.Heard) ann.news.getLast().news();
    assertEquals(List.of(InetAddress.ofLiteral("192.0.2.9")), heard.addresses());
  }

  @Test
  void aSecondAddressIsAdded() {
    lan.settle(ann, bob);

    bob.mdns.wires(
        Map.of(WIRE, List.of(VirtualLan.subnet("192.0.2.2"), VirtualLan.subnet("192.0.2.9"))),
        lan.nowNs());
    lan.pass(ms(1));

    assertEquals(2, ((LanNews.Heard) ann.news.getLast().news()).addresses().size());
  }

  @Test
  void oneOfTwoAddressesIsTakenBack() {
    var two = List.of(VirtualLan.subnet("192.0.2.2"), VirtualLan.subnet("192.0.2.9"));
    lan.settle(ann, bob);
    bob.mdns.wires(Map.of(WIRE, two), lan.nowNs());
    lan.pass(Duration.ofMinutes(1));
    int before = ann.news.size();

    bob.mdns.wires(Map.of(WIRE, List.of(two.getLast())), lan.nowNs());
    lan.pass(ms(1));

    List<LanNews> news =
        ann.news.subList(before, ann.news.size()).stream()
            .map(VirtualLan.Said::news)
            .filter(one -> !(one instanceof LanNews.Tally))
            .toList();
    List<InetAddress> left = List.of(two.getLast().address());
    assertEquals(List.of(new LanNews.Heard(WIRE, id('b'), VirtualLan.PORT, left)), news);
  }

  @Test
  void anAddressThatIsNoLongerSaidEndsASecondLater() {
    lan.settle(ann, bob);
    lan.remove(bob);
    InetAddress moved = InetAddress.ofLiteral("192.0.2.99");
    int before = ann.news.size();

    lan.inject("192.0.2.2", Answerer.MDNS_PORT, advertOfBob(moved));
    assertEquals(2, ((LanNews.Heard) ann.news.getLast().news()).addresses().size());
    lan.pass(ms(1001));

    List<LanNews.Heard> told = toldSince(before);
    assertEquals(2, told.size());
    assertEquals(List.of(moved), told.getLast().addresses());
  }

  @Test
  void twoCardsThatAnswerInTurnDoNotPushEachOtherOut() {
    lan.settle(ann, bob);
    lan.remove(bob);
    byte[] first = advertOfBob(InetAddress.ofLiteral("192.0.2.2"));
    byte[] second = advertOfBob(InetAddress.ofLiteral("192.0.2.3"));
    int before = ann.news.size();

    for (int i = 0; i < 5; i++) {
      lan.inject("192.0.2.2", Answerer.MDNS_PORT, first);
      lan.pass(ms(500));
      lan.inject("192.0.2.3", Answerer.MDNS_PORT, second);
      lan.pass(Duration.ofSeconds(20));
    }

    assertEquals(1, toldSince(before).size(), "the second address, and nothing after that");
  }

  @Test
  void whatAHostTakesBackOnOneWireIsGoneOnTheOtherWireOfTheCard() {
    Wire six = new Wire("eth0", 2, 6, false);
    List<Subnet> both = List.of(VirtualLan.subnet("192.0.2.1"), VirtualLan.subnet("fd00::1"));
    ann.mdns.wires(Map.of(WIRE, both, six, both), lan.nowNs());
    InetAddress four = InetAddress.ofLiteral("192.0.2.2");
    InetSocketAddress source = new InetSocketAddress("fd00::2", Answerer.MDNS_PORT);
    lan.inject("192.0.2.2", Answerer.MDNS_PORT, advertOfBob(four, source.getAddress()));
    List<Record> over =
        new OwnRecords(new Advert(id('b'), 9010, List.of()), List.of(four))
            .addresses().stream().map(r -> Zone.with(r, 0, false)).toList();

    ann.mdns.received(six, source, Packets.response(over, List.of()), lan.nowNs());

    LanNews.Heard heard = (LanNews.Heard) ann.news.getLast().news();
    assertEquals(List.of(source.getAddress()), heard.addresses());
  }

  @Nested
  final class AtTheSocketOfAnotherWire {
    private final Wire other = new Wire("eth1", 3, 4, false);
    private final InetAddress bob = InetAddress.ofLiteral("198.51.100.2");
    private final InetSocketAddress source = new InetSocketAddress(bob, Answerer.MDNS_PORT);

    private void pass(Duration time) {
      Wire six = new Wire("eth1", 3, 6, false);
      List<Subnet> there = List.of(VirtualLan.subnet("198.51.100.1"), VirtualLan.subnet("fd00::1"));
      ann.mdns.wires(
          Map.of(WIRE, List.of(VirtualLan.subnet("192.0.2.1")), six, there, other, there),
          lan.nowNs());
      lan.pass(time);
    }

    private long heardThere() {
      return ann.news.stream()
          .filter(said -> said.news() instanceof LanNews.Heard heard && heard.wire().equals(other))
          .count();
    }

    @Test
    void anAnswerToUsAloneCountsForTheWireOfItsSource() {
      pass(Duration.ofMillis(200));

      ann.mdns.received(WIRE, source, advertOfBob(bob), lan.nowNs());

      assertEquals(1, heardThere());
    }

    @Test
    void nothingCountsForAWireThatDidNotAskJustNow() {
      pass(Duration.ofSeconds(3));

      ann.mdns.received(WIRE, source, advertOfBob(bob), lan.nowNs());

      assertEquals(0, heardThere());
    }
  }

  private static byte[] advertOfBob(InetAddress... addresses) {
    Advert advert = new Advert(id('b'), VirtualLan.PORT, List.of());
    return Packets.response(new OwnRecords(advert, List.of(addresses)).announced(), List.of());
  }

  private List<LanNews.Heard> toldSince(int before) {
    return ann.news.subList(before, ann.news.size()).stream()
        .map(VirtualLan.Said::news)
        .filter(LanNews.Heard.class::isInstance)
        .map(LanNews.Heard.class::cast)
        .toList();
  }

  @Test
  void aWireThatGoesTakesItsSightingsAlong() {
    lan.settle(ann, bob);

    ann.unplug();

    assertEquals(List.of(), ann.sighted());
  }

  @Test
  void aWireThatComesBackIsAnnouncedAndAskedAtOnce() {
    lan.settle(ann, bob);
    ann.unplug();
    lan.pass(Duration.ofMinutes(5));

    ann.plugIn();
    lan.pass(ms(130));

    assertEquals(List.of(id('b')), ann.sighted());
  }

  @Test
  void afterSleepThoseWhoWentAreLostInTenSecondsAndTheOthersStay() {
    lan.settle(ann, bob);
    VirtualLan.Station cat = lan.station("192.0.2.3");
    cat.announce('c');
    lan.pass(Duration.ofMinutes(5));
    assertEquals(2, ann.sighted().size());
    lan.remove(cat);

    ann.mdns.release(id('b'), lan.nowNs());
    ann.mdns.woke(lan.nowNs());
    lan.pass(Duration.ofSeconds(11));

    assertEquals(List.of(id('b')), ann.sighted());
  }

  @Test
  void wakingAnnouncesAtOnce() {
    lan.settle(ann, bob);
    Duration from = lan.now();

    bob.mdns.woke(lan.nowNs());
    lan.pass(ms(1));

    assertTrue(lan.since(from).stream().anyMatch(VirtualLan.Sent::isResponse));
  }

  @Test
  void aNewIdSaysGoodbyeForTheOldOne() {
    lan.settle(ann, bob);

    bob.announce('c');
    lan.pass(ms(1));

    assertEquals(List.of(id('c')), ann.sighted());
  }
}
