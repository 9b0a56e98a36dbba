package org.namedwebsockets.proxy.mdns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.LanNews;
import org.namedwebsockets.proxy.discovery.Subnet;
import org.namedwebsockets.proxy.discovery.Wire;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/**
 * Several responders on one wire, with a clock moved by hand. A packet arrives at once and also at
 * its sender, as multicast does.
 */
final class VirtualLan {
  static final Wire WIRE = new Wire("eth0", 2, 4, false);
  static final int PORT = 9010;
  private static final long FAR_NS = Duration.ofDays(300).toNanos();

  /** A packet on the wire. */
  record Sent(Station from, Optional<InetSocketAddress> to, byte[] bytes, long atNs) {
    Message message() {
      return Packets.read(bytes).orElseThrow();
    }

    boolean isResponse() {
      return message().getHeader().getFlag(Flags.QR);
    }

    boolean isProbe() {
      return !message().getSection(Section.AUTHORITY).isEmpty();
    }

    boolean isMulticast() {
      return to.isEmpty();
    }
  }

  /** News with its time. */
  record Said(LanNews news, long atNs) {}

  final List<Sent> sent = new ArrayList<>();
  private final Map<String, Station> stations = new LinkedHashMap<>();
  private final Random random;
  // Starts near the overflow of the clock, so that comparing instead of subtracting shows.
  private final long originNs = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();
  private long nowNs = originNs;

  VirtualLan(long seed) {
    random = new Random(seed);
  }

  static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }

  /** Two announce themselves as a and b, are linked, and hours pass. */
  void settle(Station ann, Station bob) {
    ann.announce('a');
    bob.announce('b');
    pass(Duration.ofSeconds(2));
    ann.mdns.hold(id('b'));
    bob.mdns.hold(id('a'));
    pass(Duration.ofHours(3));
  }

  /** One responder. */
  final class Station implements Mdns.Out {
    final InetSocketAddress address;
    final Mdns mdns;
    final List<Said> news = new ArrayList<>();
    boolean deaf;
    boolean mute;

    Station(String literal) {
      address = new InetSocketAddress(InetAddress.ofLiteral(literal), Answerer.MDNS_PORT);
      mdns = new Mdns(nowNs, random, this);
      mdns.unicastWelcome(true);
      plugIn();
    }

    void plugIn() {
      mdns.wires(Map.of(WIRE, List.of(subnet(address.getAddress().getHostAddress()))), nowNs);
    }

    void unplug() {
      mdns.wires(Map.of(), nowNs);
    }

    void announce(char letter) {
      mdns.announce(new Advert(id(letter), PORT, List.of()), nowNs);
    }

    /** The ids heard and not gone. */
    List<ProxyId> sighted() {
      Map<ProxyId, Boolean> all = new LinkedHashMap<>();
      for (Said said : news) {
        switch (said.news()) {
          case LanNews.Heard heard -> all.put(heard.id(), true);
          case LanNews.Gone gone -> all.remove(gone.id());
          case LanNews.Subnets _, LanNews.Tally _ -> {}
        }
      }
      return List.copyOf(all.keySet());
    }

    /** When the last news of a kind came, since the start of the clock. */
    Duration last(Class<? extends LanNews> kind) {
      return news.stream()
          .filter(said -> kind.isInstance(said.news()))
          .map(said -> Duration.ofNanos(said.atNs() - originNs))
          .reduce((_, b) -> b)
          .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName()));
    }

    @Override
    public void send(Wire wire, Optional<InetSocketAddress> to, byte[] packet) {
      if (!mute) {
        sent.add(new Sent(this, to, packet, nowNs));
      }
    }

    @Override
    public void news(LanNews said) {
      news.add(new Said(said, nowNs));
    }
  }

  static ProxyId id(char letter) {
    return new ProxyId(String.valueOf(letter).repeat(ProxyId.LENGTH));
  }

  static Subnet subnet(String literal) {
    return new Subnet(InetAddress.ofLiteral(literal), 24);
  }

  Station station(String literal) {
    Station station = new Station(literal);
    stations.put(literal, station);
    return station;
  }

  void remove(Station station) {
    stations.values().remove(station);
  }

  Duration now() {
    return Duration.ofNanos(nowNs - originNs);
  }

  long nowNs() {
    return nowNs;
  }

  /** Lets time pass; everything happens in order. */
  void pass(Duration time) {
    long untilNs = nowNs + time.toNanos();
    int delivered = sent.size();
    while (true) {
      deliver();
      long next = nowNs + FAR_NS;
      for (Station station : stations.values()) {
        long its = station.mdns.nextNs(next);
        next = its - next < 0 ? its : next;
      }
      if (next - untilNs > 0) {
        break;
      }
      nowNs = next - nowNs > 0 ? next : nowNs;
      stations.values().forEach(station -> station.mdns.tick(nowNs));
      if (sent.size() - delivered > 1_000_000) {
        throw new AssertionError("a storm of packets");
      }
    }
    nowNs = untilNs;
    stations.values().forEach(station -> station.mdns.tick(nowNs));
    deliver();
  }

  private int delivered;

  private void deliver() {
    while (delivered < sent.size()) {
      Sent packet = sent.get(delivered++);
      for (Station station : List.copyOf(stations.values())) {
        boolean reaches = packet.to().map(station.address::equals).orElse(true);
        if (reaches && !station.deaf) {
          station.mdns.received(WIRE, packet.from().address, packet.bytes(), nowNs);
        }
      }
    }
  }

  /** Puts a packet of a stranger on the wire. */
  void inject(String source, int port, byte[] packet) {
    InetSocketAddress from = new InetSocketAddress(InetAddress.ofLiteral(source), port);
    stations.values().forEach(station -> station.mdns.received(WIRE, from, packet, nowNs));
    deliver();
  }

  /** What was multicast since a time. */
  List<Sent> since(Duration from) {
    return sent.stream()
        .filter(Sent::isMulticast)
        .filter(packet -> packet.atNs() - originNs >= from.toNanos())
        .toList();
  }
}
