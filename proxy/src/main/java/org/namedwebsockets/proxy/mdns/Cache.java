package org.namedwebsockets.proxy.mdns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.namedwebsockets.protocol.ProxyId;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/**
 * The other proxies announced on one wire. Not thread safe: confined to the thread of the wire.
 *
 * <p>Only records about proxies are kept: pointers and services under our type, and their hosts'
 * addresses. All is bounded, for a flood of adverts: in all, of one source, and in a second.
 */
final class Cache {
  static final int INSTANCES_MAX = 512;
  static final int SOURCE_INSTANCES_MAX = 128;
  static final int NEW_PER_SECOND_MAX = 64;

  /** How often a second the hub hears where somebody is, once the table has been filled. */
  static final int NEWS_PER_SECOND_MAX = 64;

  /** How long what was too much news waits. */
  static final Duration NEWS_WAIT = Duration.ofSeconds(1);

  /** Shorter lives would make us ask more often than the LAN should bear. */
  static final long TTL_MIN_S = 60;

  static final long TTL_MAX_S = Zone.SERVICE_TTL_S;

  /** Hears of what changes. */
  interface Listener {
    void heard(ProxyId id, Instance.Told where);

    void gone(ProxyId id, boolean goodbye);

    void refused();
  }

  private final int scope;
  private final RandomGenerator random;
  private final Predicate<ProxyId> held;
  private final Predicate<ProxyId> self;
  private final Listener listener;
  private final Gate newcomers = new Gate(INSTANCES_MAX, NEW_PER_SECOND_MAX);
  private final Gate news = new Gate(INSTANCES_MAX, NEWS_PER_SECOND_MAX);
  private final Set<Instance> untold = new LinkedHashSet<>();
  private long untoldSinceNs;
  private final Map<ProxyId, Instance> instances = new LinkedHashMap<>();
  private final Map<Name, Host> hosts = new HashMap<>();
  private final Map<InetAddress, Integer> perSource = new HashMap<>();

  /**
   * Knows nobody yet.
   *
   * @param scope the scope that link-local addresses get
   * @param random for the spread of questions
   * @param held whose link stands
   * @param self who is not another proxy
   * @param listener who hears of changes
   */
  Cache(
      int scope,
      RandomGenerator random,
      Predicate<ProxyId> held,
      Predicate<ProxyId> self,
      Listener listener) {
    this.scope = scope;
    this.random = random;
    this.held = held;
    this.self = self;
    this.listener = listener;
  }

  /** Takes the records of one response; order among them does not matter. */
  void take(List<Record> records, InetAddress source, long nowNs) {
    Set<Instance> touched = new LinkedHashSet<>();
    Set<ProxyId> leaving = new LinkedHashSet<>();
    for (Record record : records.stream().filter(Zone::isInternet).toList()) {
      if (record instanceof PTRRecord pointer && pointer.getName().equals(Zone.SERVICE)) {
        pointer(pointer, source, nowNs, touched, leaving);
      } else if (record instanceof SRVRecord service) {
        service(service, source, nowNs, touched, leaving);
      }
    }
    addresses(records, nowNs, touched);
    leaving.forEach(id -> remove(id, true));
    for (Instance one : touched) {
      if (!leaving.contains(one.id)) {
        if (one.host != null && one.current() == null) {
          one.doubt(nowNs);
        }
        settle(one, nowNs);
      }
    }
  }

  private void pointer(
      PTRRecord record,
      InetAddress source,
      long nowNs,
      Set<Instance> touched,
      Set<ProxyId> leaving) {
    Optional<ProxyId> id = Zone.idOf(record.getTarget()).filter(self.negate());
    if (id.isPresent() && record.getTTL() == 0) {
      leaving.add(id.get());
    } else if (id.isPresent()) {
      admit(id.get(), source, nowNs)
          .ifPresent(one -> {
            one.pointed(ttlNs(record), nowNs);
            touched.add(one);
          });
    }
  }

  private void service(
      SRVRecord record,
      InetAddress source,
      long nowNs,
      Set<Instance> touched,
      Set<ProxyId> leaving) {
    Optional<ProxyId> id = Zone.idOf(record.getName()).filter(self.negate());
    if (id.isPresent() && record.getTTL() == 0) {
      leaving.add(id.get());
    } else if (id.isPresent()) {
      admit(id.get(), source, nowNs)
          .ifPresent(one -> {
            one.port = record.getPort();
            use(one, record.getTarget());
            one.refreshed(ttlNs(record), nowNs, random);
            touched.add(one);
          });
    }
  }

  /** The instance of an id, made if there is room. */
  private Optional<Instance> admit(ProxyId id, InetAddress source, long nowNs) {
    Instance known = instances.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    boolean full =
        instances.size() >= INSTANCES_MAX
            || perSource.getOrDefault(source, 0) >= SOURCE_INSTANCES_MAX
            || !newcomers.pass(nowNs);
    if (full) {
      listener.refused();
      return Optional.empty();
    }
    Instance made = new Instance(id, source, nowNs);
    instances.put(id, made);
    perSource.merge(source, 1, Integer::sum);
    return Optional.of(made);
  }

  private void use(Instance one, Name target) {
    if (one.host != null && one.host.name.equals(target)) {
      return;
    }
    unuse(one);
    Host host = hosts.computeIfAbsent(target, Host::new);
    host.users.add(one);
    one.host = host;
  }

  private void unuse(Instance one) {
    Host host = one.host;
    if (host != null) {
      host.users.remove(one);
      if (host.users.isEmpty()) {
        hosts.remove(host.name);
      }
      one.host = null;
    }
  }

  private void addresses(List<Record> records, long nowNs, Set<Instance> touched) {
    Set<List<Object>> replaced = new HashSet<>();
    Set<Host> changed = new LinkedHashSet<>();
    for (Record record : records) {
      Host host = hosts.get(record.getName());
      Optional<InetAddress> address =
          host == null || !Zone.isInternet(record) ? Optional.empty() : addressOf(record);
      if (host == null || address.isEmpty()) {
        continue;
      }
      if (record.getTTL() == 0) {
        host.takenBack(address.get());
      } else {
        if (Zone.hasTopBit(record) && replaced.add(List.of(host.name, record.getType()))) {
          host.replace(address.get().getClass(), nowNs);
        }
        host.said(address.get(), ttlNs(record), nowNs);
      }
      changed.add(host);
    }
    // Once for each host, since a stranger may let hundreds of instances share one.
    changed.forEach(host -> touched.addAll(host.users));
  }

  private Optional<InetAddress> addressOf(Record record) {
    if (record instanceof ARecord a) {
      return Optional.of(a.getAddress());
    }
    if (!(record instanceof AAAARecord aaaa) || aaaa.getAddress() == null) {
      return Optional.empty();
    }
    InetAddress address = aaaa.getAddress();
    if (!(address instanceof Inet6Address)) {
      return Optional.empty();
    }
    if (!address.isLinkLocalAddress()) {
      return Optional.of(address);
    }
    try {
      return Optional.of(Inet6Address.getByAddress(null, address.getAddress(), scope));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }

  private static long ttlNs(Record record) {
    return Zone.ns(Math.clamp(record.getTTL(), TTL_MIN_S, TTL_MAX_S));
  }

  /** Tells the listener if where to dial it changed; later, if there is too much to tell. */
  private void settle(Instance one, long nowNs) {
    Instance.Told now = one.current();
    if (Objects.equals(now, one.told)) {
      return;
    }
    if (now != null && !news.pass(nowNs)) {
      untoldSinceNs = untold.isEmpty() ? nowNs : untoldSinceNs;
      untold.add(one);
      return;
    }
    one.told = now;
    if (now != null) {
      listener.heard(one.id, now);
    } else {
      listener.gone(one.id, false);
    }
  }

  private void tellTheRest(long nowNs) {
    if (!untold.isEmpty() && nowNs - untoldSinceNs >= NEWS_WAIT.toNanos()) {
      List<Instance> all = List.copyOf(untold);
      untold.clear();
      all.stream().filter(one -> instances.get(one.id) == one).forEach(one -> settle(one, nowNs));
    }
  }

  private void remove(ProxyId id, boolean goodbye) {
    Instance one = instances.remove(id);
    if (one == null) {
      return;
    }
    unuse(one);
    perSource.computeIfPresent(one.source, (_, n) -> n == 1 ? null : n - 1);
    if (one.told != null) {
      listener.gone(id, goodbye);
    }
  }

  /** Drops what is over; true if a proxy went out of sight without a goodbye. */
  boolean expire(long nowNs) {
    tellTheRest(nowNs);
    boolean lost = false;
    for (Instance one : List.copyOf(instances.values())) {
      if (!held.test(one.id) && one.isOver(nowNs)) {
        lost |= one.told != null;
        remove(one.id, false);
      }
    }
    for (Host host : List.copyOf(hosts.values())) {
      lost |= expire(host, nowNs);
    }
    return lost;
  }

  /** Drops addresses that are over; true if none is left. */
  private boolean expire(Host host, long nowNs) {
    boolean kept = host.users.stream().anyMatch(user -> held.test(user.id));
    if (!host.expire(kept, nowNs)) {
      return false;
    }
    for (Instance user : host.users) {
      if (host.isEmpty()) {
        user.doubt(nowNs);
      }
      settle(user, nowNs);
    }
    return host.isEmpty();
  }

  /** Questions whose time has come. */
  List<Record> questions(long nowNs) {
    List<Record> all = new ArrayList<>();
    for (Instance one : instances.values()) {
      if (!held.test(one.id) && one.isToBeAsked(nowNs)) {
        all.addAll(one.questions());
      }
    }
    return all;
  }

  /** When {@link #expire} or {@link #questions} has something to do; far off if never. */
  long nextNs(long farNs) {
    long next = farNs;
    if (!untold.isEmpty() && untoldSinceNs + NEWS_WAIT.toNanos() - next < 0) {
      next = untoldSinceNs + NEWS_WAIT.toNanos();
    }
    for (Instance one : instances.values()) {
      if (!held.test(one.id) && one.nextNs() - next < 0) {
        next = one.nextNs();
      }
    }
    for (Host host : hosts.values()) {
      next = host.nextNs(next);
    }
    return next;
  }

  /** The pointers nobody needs to tell us again; RFC 6762 section 7.1. */
  Collection<Record> knownAnswers(long nowNs) {
    List<Record> all = new ArrayList<>();
    for (Instance one : instances.values()) {
      long ttlS = one.knownAnswerTtlS(nowNs);
      if (one.told != null && ttlS > 0) {
        all.add(new PTRRecord(Zone.SERVICE, DClass.IN, ttlS, Zone.instance(one.id)));
      }
    }
    return all;
  }

  /** Whether we would say of this pointer that we know it. */
  boolean knows(Record answer, long nowNs) {
    return answer instanceof PTRRecord pointer
        && Zone.idOf(pointer.getTarget())
            .map(instances::get)
            .filter(one -> one.told != null && one.knownAnswerTtlS(nowNs) > 0)
            .isPresent();
  }

  /** A link is gone: is the proxy? */
  void released(ProxyId id, long nowNs) {
    Instance one = instances.get(id);
    if (one != null) {
      doubt(one, nowNs);
    }
  }

  /** Asks at once; what nobody confirms is over soon, however long it was said to live. */
  private static void doubt(Instance one, long nowNs) {
    one.doubt(nowNs);
    if (one.host != null) {
      one.host.doubt(nowNs + Instance.DOUBT_MAX.toNanos());
    }
  }

  /** Time has passed that no clock of ours counted: everything must be said again. */
  void doubtAll(long nowNs) {
    for (Instance one : instances.values()) {
      one.unpoint(nowNs);
      doubt(one, nowNs);
    }
  }

  /** The wire is gone. */
  void clear() {
    List.copyOf(instances.keySet()).forEach(id -> remove(id, false));
  }

  int size() {
    return instances.size();
  }
}
