package org.namedwebsockets.proxy.discovery;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * Which other proxies there are: what each wire, gossip and the configuration say of a proxy,
 * merged into one {@link Sighting}. Not thread safe: confined to the hub's loop.
 *
 * <p>An advert is anybody's word. It is believed only as far as dialling a neighbour at a port that
 * can be a proxy's ({@link Reach}); who answers there, the handshake tells. How often to dial is
 * the links' business.
 */
public final class Discovery {
  private final Lan lan;
  private final SightingListener listener;
  private final DiscoveryLimits limits;
  private final Metrics metrics;

  private final Map<ProxyId, Known> known = new LinkedHashMap<>();
  private final Map<String, Sighting> peers = new LinkedHashMap<>();
  private Optional<ProxyId> self = Optional.empty();
  private Reach reach = Reach.NONE;
  private int gossiped;

  /**
   * Knows nobody yet.
   *
   * @param lan where adverts are spoken and heard; its news goes to {@link #hear}
   * @param listener who wants to know
   * @param limits the bounds
   * @param metrics what is counted
   */
  public Discovery(Lan lan, SightingListener listener, DiscoveryLimits limits, Metrics metrics) {
    this.lan = lan;
    this.listener = listener;
    this.limits = limits;
    this.metrics = metrics;
  }

  /**
   * Announces us, in place of what was announced before.
   *
   * @param advert who we are and where to dial us
   */
  public void announce(Advert advert) {
    self = Optional.of(advert.id());
    lan.announce(advert);
    forget(advert.id());
  }

  /** Says goodbye. Sightings stay as they are. */
  public void withdraw() {
    lan.withdraw();
  }

  /** Asks now who is there, for a person who waits or a link that could not be made. */
  public void query() {
    lan.query();
  }

  /**
   * Takes news from the LAN.
   *
   * @param news what was heard
   */
  public void hear(LanNews news) {
    switch (news) {
      case LanNews.Heard heard -> heard(heard);
      case LanNews.Gone gone -> gone(gone);
      case LanNews.Subnets subnets -> {
        reach = new Reach(subnets.subnets());
        List.copyOf(known.keySet()).forEach(this::settle);
      }
      case LanNews.Tally(var counter, var amount) -> metrics.count(counter, amount);
    }
  }

  /**
   * Takes what a configured peer's name stands for now. Nothing is refused: the person who wrote
   * the configuration may aim us anywhere.
   *
   * @param entry the configured peer
   * @param addresses where to dial it; if none, what was known stays
   */
  public void peer(PeerEntry entry, List<InetSocketAddress> addresses) {
    if (addresses.isEmpty()) {
      return;
    }
    Sighting sighting = Sighting.ofPeer(entry.text(), addresses);
    if (!sighting.equals(peers.put(entry.text(), sighting))) {
      listener.sighted(sighting);
    }
  }

  /**
   * Takes what another proxy says of a third one. Believed no further than an advert, and not for
   * long.
   *
   * @param id the third proxy
   * @param addresses where it is said to be
   * @param nowNs now
   */
  public void gossip(ProxyId id, List<InetSocketAddress> addresses, long nowNs) {
    if (isSelf(id)) {
      return;
    }
    Known one = known.get(id);
    boolean isNew = one == null || one.gossip().isEmpty();
    List<InetSocketAddress> said =
        addresses.stream().filter(a -> !a.isUnresolved()).limit(limits.addressesMax()).toList();
    if (isNew && (said.isEmpty() || gossiped >= limits.gossipMax() || isFull(id))) {
      metrics.count(Counter.SIGHTINGS_REFUSED);
      return;
    }
    if (one == null) {
      one = new Known(id);
      known.put(id, one);
    }
    gossiped += (said.isEmpty() ? 0 : 1) - (isNew ? 0 : 1);
    one.gossip(said, nowNs + limits.gossipKept().toNanos());
    settle(id);
  }

  /**
   * A link with a proxy stands: nobody needs to ask whether it is still there.
   *
   * @param id the proxy at the other end
   */
  public void linked(ProxyId id) {
    lan.hold(id);
  }

  /**
   * The link with a proxy is gone: ask whether the proxy is, too.
   *
   * @param id the proxy that was at the other end
   */
  public void unlinked(ProxyId id) {
    lan.release(id);
  }

  /**
   * Forgets gossip that got old.
   *
   * @param nowNs now; call about once a second
   */
  public void tick(long nowNs) {
    if (gossiped == 0) {
      return;
    }
    for (Known one : List.copyOf(known.values())) {
      if (one.expireGossip(nowNs)) {
        gossiped--;
        settle(one.id());
      }
    }
  }

  /**
   * Who is known now.
   *
   * @return the sightings in force, those of the configuration first
   */
  public List<Sighting> sightings() {
    List<Sighting> all = new ArrayList<>(peers.values());
    known.values().forEach(one -> one.told().ifPresent(all::add));
    return List.copyOf(all);
  }

  /**
   * Our addresses and neighbourhoods on the interfaces in use.
   *
   * @return one for each address
   */
  public List<Subnet> subnets() {
    return reach.subnets();
  }

  private void heard(LanNews.Heard heard) {
    if (isSelf(heard.id())) {
      return;
    }
    if (isFull(heard.id())) {
      metrics.count(Counter.SIGHTINGS_REFUSED);
      return;
    }
    known.computeIfAbsent(heard.id(), Known::new).heard(heard);
    settle(heard.id());
  }

  private void gone(LanNews.Gone gone) {
    Known one = known.get(gone.id());
    if (one == null) {
      return;
    }
    if (gone.goodbye()) {
      one.unhear();
      gossiped -= one.gossip().isEmpty() ? 0 : 1;
      one.gossip(List.of(), 0);
    } else {
      one.unhear(gone.wire());
    }
    settle(gone.id());
  }

  /** Tells the listener if what we know of a proxy changed; forgets it if nothing is left. */
  private void settle(ProxyId id) {
    Known one = known.get(id);
    if (one == null) {
      return;
    }
    Optional<Sighting> before = one.told();
    Optional<Sighting> now = one.merge(reach, limits.addressesMax());
    if (one.isEmpty()) {
      known.remove(id);
    } else if (now.isEmpty() && before.isEmpty()) {
      metrics.count(Counter.SIGHTINGS_REFUSED);
    }
    if (now.equals(before)) {
      return;
    }
    one.told(now);
    if (now.isPresent()) {
      metrics.count(Counter.SIGHTINGS, before.isPresent() ? 0 : 1);
      listener.sighted(now.get());
    } else {
      listener.lost(id);
    }
  }

  private void forget(ProxyId id) {
    Known one = known.remove(id);
    if (one != null && !one.gossip().isEmpty()) {
      gossiped--;
    }
  }

  private boolean isSelf(ProxyId id) {
    return self.filter(id::equals).isPresent();
  }

  private boolean isFull(ProxyId id) {
    return known.size() >= limits.sightingsMax() && !known.containsKey(id);
  }
}
