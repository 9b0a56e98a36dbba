package org.namedwebsockets.proxy.mdns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.LanNews;
import org.namedwebsockets.proxy.discovery.Subnet;
import org.namedwebsockets.proxy.discovery.Wire;
import org.namedwebsockets.proxy.metrics.Counter;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Multicast DNS on one wire: packets and time in, packets and news out. Not thread safe: confined
 * to the thread of the wire.
 */
final class Segment {
  /** What is read of a flood: so many packets, and since work grows with size, so many bytes. */
  static final int PACKETS_BURST = 2000;

  static final int PACKETS_PER_SECOND = 400;
  static final int BYTES_BURST = 1 << 20;
  static final int BYTES_PER_SECOND = 1 << 18;

  /** How many questions about single proxies go into one packet. */
  static final int PACKET_QUESTIONS_MAX = 16;

  static final int QUESTION_PACKETS_BURST = 8;
  static final int QUESTION_PACKETS_PER_SECOND = 1;

  /** How long a packet of ours may take to come back from the wire, and how many are remembered. */
  static final Duration ECHO_MAX = Duration.ofSeconds(1);

  static final int ECHOES_MAX = 64;

  /** All that is not this wire. */
  interface Around {
    /** Whether a link with a proxy stands. */
    boolean isHeld(ProxyId id);

    /** Whether a record is one we say, on any wire. */
    boolean isOurs(Record record);

    /** A host took addresses back, which counts for the other wires of the card, too. */
    void takenBack(Wire wire, List<Record> addresses, InetAddress source);

    /** Sends a packet to one host, or to all on a wire. */
    void send(Wire wire, Optional<InetSocketAddress> to, byte[] packet);

    /** Hands over what was heard. */
    void news(LanNews news);

    /** Counts once. */
    void count(Counter counter);
  }

  private record Echo(long sentNs, int hash, int length) {}

  private final Wire wire;
  private final Around around;
  private final Cache cache;
  private final Asker asker;
  private final Announcer announcer = new Announcer();
  private final Gate packets = new Gate(PACKETS_BURST, PACKETS_PER_SECOND);
  private final Gate bytes = new Gate(BYTES_BURST, BYTES_PER_SECOND);
  private final Gate questions = new Gate(QUESTION_PACKETS_BURST, QUESTION_PACKETS_PER_SECOND);
  private final Deque<Echo> echoes = new ArrayDeque<>();
  private final Answerer answerer;
  private List<Subnet> subnets;
  private @Nullable OwnRecords own;
  private long nowNs;

  /**
   * A wire on which nothing was said or heard yet. Asks with the first tick or probe.
   *
   * @param wire which
   * @param subnets our addresses on it, of both versions of IP
   * @param unicastWelcome whether the first question may be answered by unicast
   * @param nowNs now
   * @param random for moments to wait
   * @param around all else
   */
  Segment(
      Wire wire,
      List<Subnet> subnets,
      boolean unicastWelcome,
      long nowNs,
      RandomGenerator random,
      Around around) {
    this.wire = wire;
    this.subnets = subnets;
    this.nowNs = nowNs;
    this.around = around;
    this.cache = new Cache(wire.index(), random, around::isHeld, this::isSelf, new Hearing());
    this.asker = new Asker(nowNs, unicastWelcome, random, cache);
    this.answerer = new Answerer(random, new Sending());
  }

  /** Begins to announce; a question that is due goes along with the first probe. */
  void announce(Advert advert, long now) {
    nowNs = now;
    own = new OwnRecords(advert, addresses());
    answerer.own(own);
    announcer.start(now);
    say(now);
  }

  private List<InetAddress> addresses() {
    return subnets.stream().map(Subnet::address).toList();
  }

  /** Says goodbye. */
  void withdraw(long now) {
    nowNs = now;
    if (own != null && own.areComplete()) {
      goodbye(own.announced());
    }
    own = null;
    answerer.own(null);
    announcer.stop();
  }

  private void goodbye(List<Record> records) {
    multicast(
        Packets.response(records.stream().map(r -> Zone.with(r, 0, false)).toList(), List.of()));
  }

  /** Our addresses changed: says so, and takes back those we lost. */
  void moved(List<Subnet> changed, Optional<Advert> advert, long now) {
    nowNs = now;
    List<Record> before = own == null ? List.of() : own.addresses();
    subnets = changed;
    if (advert.isPresent()) {
      OwnRecords after = new OwnRecords(advert.get(), addresses());
      own = after;
      answerer.own(after);
      List<Record> lost = before.stream().filter(r -> after.ours(r).isEmpty()).toList();
      if (!lost.isEmpty()) {
        goodbye(lost);
      }
      announcer.again(now);
    }
    asker.restart(now);
    tick(now);
  }

  /** The machine slept: nobody heard us and we heard nobody, for who knows how long. */
  void woke(long now) {
    nowNs = now;
    cache.doubtAll(now);
    asker.restart(now);
    if (own != null) {
      announcer.again(now);
    }
    tick(now);
  }

  void query(long now) {
    asker.ask(now);
  }

  void released(ProxyId id, long now) {
    nowNs = now;
    cache.released(id, now);
  }

  /** The wire is gone: so is all that was heard on it. */
  void close() {
    cache.clear();
  }

  /** Whether a record is one we say here. */
  boolean says(Record record) {
    return own != null && own.ours(record).isPresent();
  }

  /** Takes a packet from anywhere. */
  void received(InetSocketAddress source, byte[] packet, long now) {
    nowNs = now;
    if (isEcho(packet)) {
      return;
    }
    around.count(Counter.MDNS_RECEIVED);
    Optional<Message> message =
        packets.pass(now) && bytes.pass(packet.length, now) && isNeighbour(source.getAddress())
            ? Packets.read(packet)
            : Optional.empty();
    if (message.isEmpty()) {
      around.count(Counter.MDNS_DROPPED);
    } else if (message.get().getHeader().getFlag(Flags.QR)) {
      response(message.get(), source);
    } else {
      asker.heard(message.get(), now);
      answerer.asked(message.get(), source, now);
    }
  }

  private boolean isSelf(ProxyId id) {
    return own != null && own.isOf(id);
  }

  /** Whether somebody may still answer us alone. */
  boolean awaitsUnicast(long now) {
    return asker.awaitsUnicast(now);
  }

  /** Whether an address is on this wire. */
  boolean isNeighbour(@Nullable InetAddress source) {
    return source != null && subnets.stream().anyMatch(subnet -> subnet.holds(source));
  }

  private void response(Message message, InetSocketAddress source) {
    if (source.getPort() != Answerer.MDNS_PORT) {
      around.count(Counter.MDNS_DROPPED);
      return;
    }
    List<Record> records = new ArrayList<>(message.getSection(Section.ANSWER));
    answerer.heard(records);
    records.addAll(message.getSection(Section.ADDITIONAL));
    if (own != null && records.stream().anyMatch(this::isAgainstUs)) {
      announcer.defend(nowNs);
    }
    cache.take(records, source.getAddress(), nowNs);
    List<Record> over = records.stream().filter(Segment::isAddressOver).toList();
    if (!over.isEmpty()) {
      around.takenBack(wire, over, source.getAddress());
    }
  }

  private static boolean isAddressOver(Record record) {
    return record.getTTL() == 0 && (record.getType() == Type.A || record.getType() == Type.AAAA);
  }

  /** A host took addresses back on another wire of this card. */
  void takenBack(List<Record> addresses, InetAddress source) {
    cache.take(addresses, source, nowNs);
  }

  /** Whether somebody else speaks for us, or says goodbye for us. */
  private boolean isAgainstUs(Record record) {
    if (record.getTTL() == 0) {
      return says(record);
    }
    return own != null && own.speaksOfUs(record) && !around.isOurs(record);
  }

  /** Does what is due. */
  void tick(long now) {
    nowNs = now;
    say(now);
    answerer.tick(now);
    if (cache.expire(now)) {
      asker.lost(now);
    }
    asker.packets(now).forEach(this::multicast);
    askForSingle(cache.questions(now));
  }

  private void say(long now) {
    OwnRecords ours = own;
    while (true) {
      Optional<Announcer.Say> due = announcer.due(now);
      if (due.isEmpty()) {
        return;
      }
      if (ours == null || !ours.areComplete()) {
        continue;
      }
      switch (due.get()) {
        case ANNOUNCEMENT -> answerer.announce(now);
        case PROBE -> probe(ours);
      }
    }
  }

  private void probe(OwnRecords ours) {
    List<Record> asked = new ArrayList<>(ours.probes());
    asked.addAll(asker.alongProbe(nowNs));
    multicast(Packets.query(asked, List.of(), ours.claimed(), false));
  }

  private void askForSingle(List<Record> asked) {
    for (int i = 0; i < asked.size(); i += PACKET_QUESTIONS_MAX) {
      if (!questions.pass(nowNs)) {
        return;
      }
      List<Record> some = asked.subList(i, Math.min(asked.size(), i + PACKET_QUESTIONS_MAX));
      multicast(Packets.query(some, List.of(), List.of(), false));
    }
  }

  /** When {@link #tick} is to be called at the latest. */
  long nextNs() {
    long next = asker.nextNs();
    next = cache.nextNs(next);
    next = announcer.nextNs(next);
    return answerer.nextNs(next);
  }

  private void multicast(byte[] packet) {
    if (echoes.size() == ECHOES_MAX) {
      echoes.removeFirst();
    }
    echoes.add(new Echo(nowNs, Arrays.hashCode(packet), packet.length));
    around.count(Counter.MDNS_SENT);
    around.send(wire, Optional.empty(), packet);
  }

  /** Whether this is what we sent ourselves; each packet comes back once. */
  private boolean isEcho(byte[] packet) {
    int hash = Arrays.hashCode(packet);
    Iterator<Echo> all = echoes.iterator();
    while (all.hasNext()) {
      Echo echo = all.next();
      if (nowNs - echo.sentNs() > ECHO_MAX.toNanos()) {
        all.remove();
      } else if (echo.hash() == hash && echo.length() == packet.length) {
        all.remove();
        return true;
      }
    }
    return false;
  }

  private final class Sending implements Answerer.Out {
    @Override
    public void multicast(byte[] packet) {
      Segment.this.multicast(packet);
    }

    @Override
    public void unicast(InetSocketAddress to, byte[] packet) {
      around.count(Counter.MDNS_SENT);
      around.send(wire, Optional.of(to), packet);
    }
  }

  private final class Hearing implements Cache.Listener {
    @Override
    public void heard(ProxyId id, Instance.Told where) {
      around.news(new LanNews.Heard(wire, id, where.port(), where.addresses()));
    }

    @Override
    public void gone(ProxyId id, boolean goodbye) {
      around.news(new LanNews.Gone(wire, id, goodbye));
    }

    @Override
    public void refused() {
      around.count(Counter.SIGHTINGS_REFUSED);
    }
  }
}
