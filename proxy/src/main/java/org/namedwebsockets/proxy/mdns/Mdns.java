package org.namedwebsockets.proxy.mdns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.LanNews;
import org.namedwebsockets.proxy.discovery.Subnet;
import org.namedwebsockets.proxy.discovery.Wire;
import org.namedwebsockets.proxy.metrics.Counter;
import org.xbill.DNS.Record;

/**
 * Multicast DNS on all wires, without sockets or a clock: whoever owns those tells it what arrives
 * and what time it is, and sends what it says. Not thread safe: confined to one thread.
 */
final class Mdns {
  /** How often counts are handed over. */
  static final Duration TALLY_INTERVAL = Duration.ofSeconds(2);

  /** The world outside. */
  interface Out {
    /** Sends a packet to one host, or to all on a wire. */
    void send(Wire wire, Optional<InetSocketAddress> to, byte[] packet);

    /** Hands over what was heard. */
    void news(LanNews news);
  }

  private final RandomGenerator random;
  private final Out out;
  private final Map<Wire, Segment> segments = new LinkedHashMap<>();
  private final Map<Wire, List<Subnet>> wires = new LinkedHashMap<>();
  private final Set<ProxyId> held = new HashSet<>();
  private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);
  private Optional<Advert> advert = Optional.empty();
  private List<Subnet> subnets = List.of();
  private boolean unicastWelcome;
  private long talliedNs;

  /**
   * On no wire yet.
   *
   * @param nowNs now
   * @param random for moments to wait
   * @param out where packets and news go
   */
  Mdns(long nowNs, RandomGenerator random, Out out) {
    this.random = random;
    this.talliedNs = nowNs;
    this.out = out;
  }

  /**
   * Whether the first question on a wire may ask for unicast answers, which come without delay but
   * reach only one of several responders on a machine.
   *
   * @param welcome false if we share the port with others
   */
  void unicastWelcome(boolean welcome) {
    unicastWelcome = welcome;
  }

  /** Takes all addresses this machine has now, on wires or not. */
  void subnets(List<Subnet> now) {
    if (!now.equals(subnets)) {
      subnets = List.copyOf(now);
      out.news(new LanNews.Subnets(subnets));
    }
  }

  /** Takes all wires there are now, each with our addresses on its card. */
  void wires(Map<Wire, List<Subnet>> now, long nowNs) {
    if (now.equals(wires)) {
      return;
    }
    Map<Wire, List<Subnet>> before = Map.copyOf(wires);
    wires.clear();
    wires.putAll(now);
    for (Wire wire : before.keySet()) {
      Segment segment = now.containsKey(wire) ? null : segments.remove(wire);
      if (segment != null) {
        segment.close();
      }
    }
    now.forEach((wire, addresses) -> wire(wire, addresses, before.get(wire), nowNs));
  }

  private void wire(Wire wire, List<Subnet> ours, @Nullable List<Subnet> before, long nowNs) {
    Segment known = segments.get(wire);
    if (known == null) {
      Segment made = new Segment(wire, ours, unicastWelcome, nowNs, random, new Others());
      segments.put(wire, made);
      advert.ifPresent(said -> made.announce(said, nowNs));
    } else if (!ours.equals(before)) {
      known.moved(ours, advert, nowNs);
    }
  }

  /** Counts once; the sums are handed over as news. */
  void count(Counter counter) {
    counts.merge(counter, 1L, Long::sum);
  }

  void announce(Advert changed, long nowNs) {
    if (advert.isPresent()) {
      withdraw(nowNs);
    }
    advert = Optional.of(changed);
    segments.values().forEach(segment -> segment.announce(changed, nowNs));
  }

  void withdraw(long nowNs) {
    advert = Optional.empty();
    segments.values().forEach(segment -> segment.withdraw(nowNs));
  }

  void query(long nowNs) {
    segments.values().forEach(segment -> segment.query(nowNs));
  }

  void hold(ProxyId id) {
    held.add(id);
  }

  void release(ProxyId id, long nowNs) {
    if (held.remove(id)) {
      segments.values().forEach(segment -> segment.released(id, nowNs));
    }
  }

  /** The machine slept, or its clock was set. */
  void woke(long nowNs) {
    segments.values().forEach(segment -> segment.woke(nowNs));
  }

  /**
   * Takes a packet from anywhere. An answer that was sent to this machine alone arrives at any of
   * the sockets that share the port: the source tells which wire it came by. A source can be
   * forged, so this is believed only of answers, and only where one was asked for just now.
   */
  void received(Wire wire, InetSocketAddress source, byte[] packet, long nowNs) {
    Segment segment = segments.get(wire);
    boolean misled = segment != null && !segment.isNeighbour(source.getAddress());
    if (misled && Packets.isResponse(packet)) {
      segment = asking(wire.version(), source.getAddress(), nowNs).orElse(segment);
    }
    if (segment != null) {
      segment.received(source, packet, nowNs);
    }
  }

  private Optional<Segment> asking(int version, InetAddress source, long nowNs) {
    return segments.entrySet().stream()
        .filter(one -> one.getKey().version() == version)
        .filter(one -> one.getValue().awaitsUnicast(nowNs) && one.getValue().isNeighbour(source))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Does what is due. */
  void tick(long nowNs) {
    segments.values().forEach(segment -> segment.tick(nowNs));
    if (nowNs - talliedNs >= TALLY_INTERVAL.toNanos()) {
      talliedNs = nowNs;
      counts.forEach((counter, amount) -> out.news(new LanNews.Tally(counter, amount)));
      counts.clear();
    }
  }

  /** When {@link #tick} is to be called at the latest, unless something happens before. */
  long nextNs(long farNs) {
    long next = farNs;
    for (Segment segment : segments.values()) {
      long its = segment.nextNs();
      next = its - next < 0 ? its : next;
    }
    return next;
  }

  private final class Others implements Segment.Around {
    @Override
    public boolean isHeld(ProxyId id) {
      return held.contains(id);
    }

    @Override
    public boolean isOurs(Record record) {
      return segments.values().stream().anyMatch(segment -> segment.says(record));
    }

    @Override
    public void takenBack(Wire wire, List<Record> addresses, InetAddress source) {
      segments.forEach((other, segment) -> {
        if (other.index() == wire.index() && !other.equals(wire)) {
          segment.takenBack(addresses, source);
        }
      });
    }

    @Override
    public void send(Wire wire, Optional<InetSocketAddress> to, byte[] packet) {
      out.send(wire, to, packet);
    }

    @Override
    public void news(LanNews news) {
      out.news(news);
    }

    @Override
    public void count(Counter counter) {
      Mdns.this.count(counter);
    }
  }
}
