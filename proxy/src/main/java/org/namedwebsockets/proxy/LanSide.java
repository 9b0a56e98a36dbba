package org.namedwebsockets.proxy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Discovery;
import org.namedwebsockets.proxy.discovery.DiscoveryLimits;
import org.namedwebsockets.proxy.discovery.Found;
import org.namedwebsockets.proxy.discovery.LanNews;
import org.namedwebsockets.proxy.discovery.PeerEntry;
import org.namedwebsockets.proxy.discovery.Sighting;
import org.namedwebsockets.proxy.discovery.SightingListener;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.link.LinkLimits;
import org.namedwebsockets.proxy.link.LinkState;
import org.namedwebsockets.proxy.link.LinkView;
import org.namedwebsockets.proxy.link.Links;
import org.namedwebsockets.proxy.mdns.InterfaceRule;
import org.namedwebsockets.proxy.mdns.MdnsLan;
import org.namedwebsockets.proxy.metrics.Metrics;
import org.namedwebsockets.proxy.net.LinkNetwork;
import org.namedwebsockets.proxy.net.LinksStatus;
import org.namedwebsockets.proxy.net.Network;
import org.namedwebsockets.proxy.secure.Identity;
import org.namedwebsockets.proxy.secure.MatchLimits;
import org.namedwebsockets.proxy.secure.SecureMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a proxy has on the LAN: its identity of this run, discovery, and links, wired together.
 *
 * <p>Made off the loop; everything that means something happens on the loop after that.
 */
final class LanSide implements SightingListener {
  private static final Logger LOG = LoggerFactory.getLogger(LanSide.class);
  private static final int DEFAULT_LINK_PORT = ProxyConfig.LanConfig.DEFAULTS.linkPort();
  private static final Duration STOP_MAX = Duration.ofMillis(500);
  private static final long LOOK_EVERY_NS = Duration.ofSeconds(1).toNanos();
  private static final long PROVE_AFTER_NS = Duration.ofSeconds(10).toNanos();
  private static final long GUESSING_AFTER_NS = Duration.ofMinutes(1).toNanos();

  private final ProxyConfig.LanConfig config;
  private final Network network;
  private final Metrics metrics;
  private final SecureRandom random = new SecureRandom();
  private final LinkNetwork linkNetwork;
  private final MdnsLan mdns;
  private final @Nullable PeerNames peerNames;
  private final NetworkChange networkChange = new NetworkChange();
  private final Set<ProxyId> linked = new HashSet<>();
  private final Discovery discovery;
  private final List<InetAddress> advertise;

  private Identity identity;
  private SecureMatcher matcher;
  private Links links;
  private final long openedNs = System.nanoTime();
  private long lookedNs = openedNs;
  private boolean proved;
  private long guessingWarnedNs;

  /**
   * What links are for: the channels of this machine.
   *
   * @param network where the hub's loop runs
   * @param hub the channels
   * @param metrics where to count
   */
  record Local(Network network, Hub hub, Metrics metrics) {}

  /**
   * Listens who is there while the keys of this run are made, and begins; the first adverts go out
   * before this returns or just after.
   *
   * @param config what the user said
   * @param local this machine's side
   * @throws BindException if no port for links can be had
   * @throws IOException if the system gives no multicast socket
   */
  LanSide(ProxyConfig.LanConfig config, Local local) throws IOException {
    this.config = config;
    this.advertise = config.advertise().stream().map(InetAddress::ofLiteral).toList();
    List<PeerEntry> peers =
        config.peers().stream().map(text -> PeerEntry.parse(text, DEFAULT_LINK_PORT)).toList();
    Patience news = new Patience();
    // Without multicast too: it tells of our own addresses and their changes.
    this.mdns =
        new MdnsLan(
            InterfaceRule.parse(config.interfaces()),
            config.multicast(),
            new Random(),
            news,
            this::hear);
    mdns.start();
    try {
      this.identity = Identity.make(random);
      this.network = local.network();
      this.metrics = local.metrics();
      this.linkNetwork = network.bindLinks(config.linkPort());
      this.matcher = newMatcher(System.nanoTime());
      this.links = newLinks(local.hub());
      this.discovery = new Discovery(mdns, this, DiscoveryLimits.DEFAULTS, metrics);
      network.execute(this::begin);
      news.end(network::execute);
      network.everyTick(this::tick);
      this.peerNames = peers.isEmpty() ? null : newPeerNames(peers);
    } catch (IOException | RuntimeException | Error unable) {
      mdns.close();
      throw unable;
    }
  }

  private PeerNames newPeerNames(List<PeerEntry> peers) {
    return new PeerNames(
        peers, (entry, found) -> network.execute(() -> discovery.peer(entry, found)));
  }

  private Links newLinks(Hub hub) {
    return new Links(
        identity.id(),
        LinkLimits.DEFAULTS,
        hub,
        matcher,
        linkNetwork.dialer(),
        new Random(),
        System.nanoTime());
  }

  private SecureMatcher newMatcher(long nowNs) {
    return new SecureMatcher(MatchLimits.DEFAULTS, random, linkNetwork.crunch(), metrics, nowNs);
  }

  private void begin() {
    linkNetwork.open(identity, links, LinkLimits.DEFAULTS.waits());
    announce();
    LOG.info("lan.open id={} port={} multicast={}", identity.id(), port(), config.multicast());
  }

  private int port() {
    return linkNetwork.port();
  }

  private void announce() {
    discovery.announce(new Advert(identity.id(), port(), advertise));
    links.reachableAt(at(advertise));
  }

  private List<InetSocketAddress> at(List<InetAddress> addresses) {
    return addresses.stream().map(address -> new InetSocketAddress(address, port())).toList();
  }

  private void hear(LanNews news) {
    discovery.hear(news);
    if (news instanceof LanNews.Subnets changed) {
      long nowNs = System.nanoTime();
      links.networkChanged(nowNs);
      if (advertise.isEmpty()) {
        links.reachableAt(at(NetworkChange.addresses(changed.subnets())));
      }
      if (networkChange.isAnotherNetwork(changed.subnets())) {
        rename(nowNs);
        network.endInvites();
      }
    }
  }

  /** In another network nobody should recognise us: a new key, a new id, new links. */
  private void rename(long nowNs) {
    Identity before = identity;
    identity = Identity.make(random);
    matcher = newMatcher(nowNs);
    links.rename(identity.id(), matcher, nowNs);
    linkNetwork.open(identity, links, LinkLimits.DEFAULTS.waits());
    announce();
    LOG.info("lan.renamed from={} to={}", before.id(), identity.id());
  }

  @Override
  public void sighted(Sighting sighting) {
    links.sighted(sighting);
  }

  @Override
  public void lost(ProxyId id) {
    links.lost(id);
  }

  private void tick(long nowNs) {
    links.tick(nowNs);
    if (nowNs - lookedNs >= LOOK_EVERY_NS) {
      lookedNs = nowNs;
      look(nowNs);
    }
  }

  /** What need not be known at once, so that a proxy at rest costs next to nothing. */
  private void look(long nowNs) {
    discovery.tick(nowNs);
    tellDiscovery();
    proveIfAlone(nowNs);
    matcher
        .bucketEmptySinceNs()
        .ifPresent(sinceNs -> {
          if (nowNs - sinceNs > GUESSING_AFTER_NS && nowNs - guessingWarnedNs > GUESSING_AFTER_NS) {
            guessingWarnedNs = nowNs;
            LOG.warn("match.guessing: the allowance for strangers has been used up for a minute");
          }
        });
  }

  /** Whether links can work at all is told in good time, but not while the first ones are made. */
  private void proveIfAlone(long nowNs) {
    if (proved || nowNs - openedNs < PROVE_AFTER_NS) {
      return;
    }
    proved = true;
    if (linked.isEmpty()) {
      Identity proven = identity;
      Thread.ofPlatform().name("nws-lan-prove").daemon().start(() -> prove(proven));
    }
  }

  private static void prove(Identity identity) {
    try {
      LinkNetwork.prove(identity);
    } catch (IllegalStateException unable) {
      LOG.error("lan.unable: only this machine's channels work, because {}", unable.getMessage());
    }
  }

  /** Whoever is linked need not be asked for by multicast. */
  private void tellDiscovery() {
    Set<ProxyId> up =
        links.view().stream()
            .filter(view -> view.state() == LinkState.UP)
            .flatMap(view -> view.id().stream())
            .collect(Collectors.toSet());
    if (up.equals(linked)) {
      return;
    }
    Set<ProxyId> gone = new HashSet<>(linked);
    gone.removeAll(up);
    up.stream().filter(id -> !linked.contains(id)).forEach(discovery::linked);
    gone.forEach(discovery::unlinked);
    linked.clear();
    linked.addAll(up);
  }

  /** The links now; on the loop. */
  LinksStatus status() {
    List<LinksStatus.Entry> entries = new ArrayList<>();
    for (LinkView view : links.view()) {
      entries.add(
          new LinksStatus.Entry(
              view.id().map(ProxyId::value).orElse(""),
              view.address().map(LanSide::text).orElse(""),
              view.found().stream().map(Found::word).sorted().collect(Collectors.joining(",")),
              view.state().word(),
              view.channels().size()));
    }
    return new LinksStatus(identity.id().value(), port(), entries);
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Says goodbye and ends all links; called off the loop. */
  void close() {
    if (peerNames != null) {
      peerNames.close();
    }
    network.execute(() -> links.stop(System.nanoTime()));
    mdns.close();
    linkNetwork.close(STOP_MAX);
  }
}
