package org.namedwebsockets.verify.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Discovery;
import org.namedwebsockets.proxy.discovery.DiscoveryLimits;
import org.namedwebsockets.proxy.discovery.Lan;
import org.namedwebsockets.proxy.discovery.LanNews;
import org.namedwebsockets.proxy.discovery.PeerEntry;
import org.namedwebsockets.proxy.discovery.Sighting;
import org.namedwebsockets.proxy.discovery.SightingListener;
import org.namedwebsockets.proxy.discovery.Subnet;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.link.Crunch;
import org.namedwebsockets.proxy.link.Dial;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.LinkLimits;
import org.namedwebsockets.proxy.link.LinkState;
import org.namedwebsockets.proxy.link.LinkView;
import org.namedwebsockets.proxy.link.Links;
import org.namedwebsockets.proxy.link.Matcher;
import org.namedwebsockets.proxy.metrics.Metrics;
import org.namedwebsockets.proxy.secure.MatchLimits;
import org.namedwebsockets.proxy.secure.SecureMatcher;

/** A proxy as it runs, wired as the real one is, on wires and sockets that are not there. */
final class FakeProxy implements SightingListener, Lan {
  static final Limits LIMITS =
      new Limits(
          100,
          50,
          100,
          8_000,
          40_000,
          Duration.ofSeconds(10),
          500,
          4,
          2_000,
          Duration.ofSeconds(5),
          8,
          Duration.ofSeconds(60));

  private static final long TICK_NS = 250 * Agenda.MILLI;
  private static final long LOOK_EVERY_NS = Agenda.SECOND;
  private static final long TTL_NS = 120 * Agenda.SECOND;
  private static final long AGAIN_NS = 50 * Agenda.SECOND;

  final World world;
  final Machine machine;
  final Hub hub;
  final Links links;
  final List<FakeLink> ends = new ArrayList<>();
  final List<FakePeer> peers = new ArrayList<>();

  private final Discovery discovery;
  private final Map<ProxyId, Long> heardNs = new HashMap<>();
  private final Set<ProxyId> linked = new LinkedHashSet<>();
  private ProxyId id;
  private Matcher matcher;
  private boolean alive = true;
  private boolean stopping;
  private boolean answering;
  private long lookedNs;

  FakeProxy(World world, Machine machine) {
    this.world = world;
    this.machine = machine;
    long nowNs = world.agenda.nowNs();
    lookedNs = nowNs;
    Metrics metrics = new Metrics();
    id = world.newId();
    hub = new Hub(LIMITS, metrics, nowNs);
    matcher = newMatcher(metrics);
    links = new Links(id, LinkLimits.DEFAULTS, hub, matcher, this::dial, world.random, nowNs);
    discovery = new Discovery(this, this, DiscoveryLimits.DEFAULTS, metrics);
    machine.proxy = this;
    begin();
  }

  private Matcher newMatcher(Metrics metrics) {
    if (!world.plan.realMatch()) {
      return new FakeMatcher(
          what -> world.agenda.in(world.random.nextLong(20 * Agenda.MILLI), what));
    }
    SecureRandom seeded = new Seeded(world.random);
    Crunch crunch =
        new Crunch() {
          @Override
          public <T> boolean crunch(Supplier<T> work, Consumer<? super T> then) {
            world.agenda.in(Agenda.MILLI, () -> then.accept(work.get()));
            return true;
          }
        };
    return new SecureMatcher(MatchLimits.DEFAULTS, seeded, crunch, metrics, world.agenda.nowNs());
  }

  /** Draws from the seed of the run. */
  private static final class Seeded extends SecureRandom {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial")
    private final RandomGenerator random;

    Seeded(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }
  }

  private void begin() {
    subnets(true);
    discovery.announce(new Advert(id, Machine.PORT, List.of()));
    tick();
    sayAgain();
  }

  ProxyId id() {
    return id;
  }

  boolean isAlive() {
    return alive;
  }

  boolean isStopping() {
    return stopping;
  }

  /** Somebody wrote another machine's address into the configuration. */
  void configure(Machine other) {
    discovery.peer(
        PeerEntry.parse(other.ip.getHostAddress(), Machine.PORT), List.of(other.linkAddress()));
  }

  /** The system says which addresses there are. */
  void subnets(boolean some) {
    List<Subnet> all = some ? List.of(new Subnet(machine.ip, 16)) : List.of();
    discovery.hear(new LanNews.Subnets(all));
    links.networkChanged(world.agenda.nowNs());
    List<InetSocketAddress> own = some ? List.of(machine.linkAddress()) : List.of();
    links.reachableAt(own);
    if (some) {
      speak();
      query();
    }
  }

  void heard(LanNews news) {
    if (!alive) {
      return;
    }
    if (news instanceof LanNews.Heard heard) {
      heardNs.put(heard.id(), world.agenda.nowNs());
      world.agenda.in(TTL_NS, () -> expire(heard.id(), TTL_NS));
    }
    discovery.hear(news);
  }

  private void expire(ProxyId other, long afterNs) {
    Long atNs = heardNs.get(other);
    boolean old = atNs != null && world.agenda.nowNs() - atNs >= afterNs;
    if (alive && old && !linked.contains(other)) {
      heardNs.remove(other);
      discovery.hear(new LanNews.Gone(FakeLan.WIRE, other, false));
    }
  }

  private void dial(Dial dial) {
    world.lan.dial(this, dial);
  }

  void dialFailed(Optional<Dial> dial, LinkEnd end) {
    dial.ifPresent(one -> dialFailed(one, end));
  }

  void dialFailed(Dial dial, LinkEnd end) {
    if (alive) {
      links.failed(dial, end, world.agenda.nowNs());
    }
  }

  private void tick() {
    if (!alive) {
      return;
    }
    long nowNs = world.agenda.nowNs();
    hub.tick(nowNs);
    links.tick(nowNs);
    if (nowNs - lookedNs >= LOOK_EVERY_NS) {
      lookedNs = nowNs;
      discovery.tick(nowNs);
      tellDiscovery();
    }
    world.truth.checkAlways(this);
    world.agenda.in(TICK_NS, this::tick);
  }

  private void tellDiscovery() {
    Set<ProxyId> up =
        links.view().stream()
            .filter(view -> view.state() == LinkState.UP)
            .map(LinkView::id)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    if (up.equals(linked)) {
      return;
    }
    Set<ProxyId> before = new HashSet<>(linked);
    linked.clear();
    linked.addAll(up);
    up.stream().filter(one -> !before.contains(one)).forEach(discovery::linked);
    before.stream().filter(one -> !up.contains(one)).forEach(discovery::unlinked);
  }

  @Override
  public void sighted(Sighting sighting) {
    links.sighted(sighting);
  }

  @Override
  public void lost(ProxyId other) {
    links.lost(other);
  }

  // The LAN as discovery uses it.

  @Override
  public void announce(Advert advert) {
    for (int seconds = 0; seconds < 3; seconds++) {
      world.agenda.in(seconds * Agenda.SECOND, this::speak);
    }
  }

  private void speak() {
    if (alive) {
      InetAddress ip = machine.ip;
      world.lan.speak(this, new LanNews.Heard(FakeLan.WIRE, id, Machine.PORT, List.of(ip)));
    }
  }

  private void sayAgain() {
    if (alive) {
      speak();
      world.agenda.in(AGAIN_NS + world.random.nextLong(AGAIN_NS), this::sayAgain);
    }
  }

  @Override
  public void withdraw() {
    world.lan.speak(this, new LanNews.Gone(FakeLan.WIRE, id, true));
  }

  @Override
  public void query() {
    for (Machine other : world.machines) {
      FakeProxy there = other.proxy;
      if (there != null && there != this && world.lan.isOpen(machine, other)) {
        there.answer();
      }
    }
  }

  /** Says once what many may have asked. */
  private void answer() {
    if (!answering) {
      answering = true;
      world.agenda.in(
          world.delayNs(),
          () -> {
            answering = false;
            speak();
          });
    }
  }

  @Override
  public void hold(ProxyId other) {}

  @Override
  public void release(ProxyId other) {
    query();
    long askedNs = world.agenda.nowNs();
    world.agenda.in(
        10 * Agenda.SECOND,
        () -> {
          Long atNs = heardNs.get(other);
          if (atNs == null || atNs < askedNs) {
            expire(other, 0);
          }
        });
  }

  // How it ends.

  /** The process is killed: the system resets its connections. */
  void crash() {
    world.agenda.note(this + " crashes");
    end(true);
  }

  /** The machine loses power. */
  void powerOff() {
    world.agenda.note(this + " loses power");
    end(false);
  }

  private void end(boolean reset) {
    alive = false;
    machine.proxy = null;
    List.copyOf(peers).forEach(FakePeer::vanish);
    for (FakeLink end : ends) {
      if (!end.isGone()) {
        if (reset) {
          end.send(new Frame.Broken());
        }
        end.vanish();
      }
    }
  }

  /** Asked to stop, it says goodbye. */
  void stop() {
    world.agenda.note(this + " stops");
    stopping = true;
    List.copyOf(peers).forEach(FakePeer::leave);
    discovery.withdraw();
    links.stop(world.agenda.nowNs());
    world.agenda.in(
        Agenda.SECOND,
        () -> {
          if (alive) {
            world.truth.checkEmpty(this);
            end(true);
          }
        });
  }

  /** Goes on under another id. */
  void rename() {
    ProxyId before = id;
    id = world.newId();
    world.agenda.note(before + " is now " + id);
    matcher = newMatcher(new Metrics());
    links.rename(id, matcher, world.agenda.nowNs());
    discovery.announce(new Advert(id, Machine.PORT, List.of()));
  }

  /** How many matches are under way; 0 if nobody counts. */
  int sessions() {
    return matcher instanceof FakeMatcher fake ? fake.sessions() : 0;
  }

  @Override
  public String toString() {
    return machine.index + "/" + id.value().substring(0, 4);
  }
}
