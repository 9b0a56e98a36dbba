package org.namedwebsockets.proxy.link;

import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Found;
import org.namedwebsockets.proxy.discovery.Sighting;
import org.namedwebsockets.proxy.discovery.SightingListener;
import org.namedwebsockets.proxy.hub.Hub;

/**
 * Which proxies to hold a link with. Every proxy we hear of gets one, dialled by one side; the link
 * stands before channels open, so that a channel is bridged at once when it does.
 *
 * <p>When to dial, and when again, is told at {@link Turns}; in which order at {@link DialQueue};
 * which of two links to one proxy stays at {@link Rivals}; what is said of third proxies at {@link
 * Gossip}. The life of one proxy in here is drawn at {@link LinkState}.
 *
 * <p>A goodbye on the LAN proves nothing, anyone can say it: it ends dialling, unless the proxy
 * shared a channel with us and its link fell without a word, and it leaves a link that stands. What
 * a link says of its own end is believed, for there its id is proven.
 *
 * <p>Not thread safe: confined to the hub's loop, which passes it the time.
 */
public final class Links implements LinkOwner, SightingListener {
  private final LinkLimits limits;
  private final Hub hub;
  private final Prospects prospects;
  private final Turns turns;
  private final DialQueue queue;
  private final Gossip gossip;
  private final Matching matching;
  private boolean stopped;
  private long nowNs;

  /**
   * No links yet.
   *
   * @param self our own id
   * @param limits the bounds
   * @param hub whose network channels are bridged
   * @param matcher finds out which channels both ends of a link hold
   * @param dialer opens connections
   * @param random for jitter
   * @param nowNs the time, on the hub's clock
   */
  public Links(
      ProxyId self,
      LinkLimits limits,
      Hub hub,
      Matcher matcher,
      Dialer dialer,
      RandomGenerator random,
      long nowNs) {
    this.limits = limits;
    this.hub = hub;
    this.nowNs = nowNs;
    prospects = new Prospects(limits);
    turns = new Turns(self, limits.waits(), prospects, random, nowNs);
    queue = new DialQueue(limits, dialer, prospects, random);
    gossip = new Gossip(limits, prospects, turns, nowNs);
    matching = new Matching(hub, matcher);
  }

  @Override
  public void sighted(Sighting sighting) {
    Prospect row = rowOf(sighting);
    if (row == null) {
      return;
    }
    boolean first = row.found.add(sighting.how());
    boolean moved = row.moved(sighting.addresses());
    row.introducer = null;
    switch (row.state()) {
      case UP -> {
        if (moved && row.link != null) {
          row.link.link().probe();
        }
      }
      case DIALLING -> {}
      case SHUNNED -> {
        if (moved || first) {
          turns.pardon(row, first, nowNs);
        }
      }
      case WAITING -> turns.pardon(row, first, nowNs);
    }
    pump();
  }

  private @Nullable Prospect rowOf(Sighting sighting) {
    if (sighting.id().isEmpty()) {
      return prospects.configured(sighting.key(), nowNs);
    }
    ProxyId id = sighting.id().get();
    return id.equals(turns.self())
        ? null
        : prospects.admit(id, sighting.addresses().getFirst(), nowNs);
  }

  @Override
  public void lost(ProxyId id) {
    Prospect row = prospects.find(id);
    if (row != null) {
      row.found.remove(Found.MDNS);
      turns.forgetIfUseless(row, nowNs);
    }
  }

  @Override
  public Optional<LinkListener> up(Link link, long nowNs) {
    this.nowNs = nowNs;
    Prospect dialled = link.dial().map(queue::take).orElse(null);
    LinkEnd refusal = refusal(link);
    Prospect row = refusal == null ? prospects.admit(link.remote(), null, nowNs) : null;
    if (row == null && refusal == null) {
      refusal = LinkEnd.SURPLUS;
    }
    if (dialled != null) {
      answered(dialled, link.dial().orElseThrow(), row, refusal);
    }
    if (row == null || refusal != null) {
      link.close(refusal == null ? LinkEnd.SURPLUS : refusal);
      pump();
      return Optional.empty();
    }
    Optional<LinkListener> listener = settle(row, link);
    pump();
    return listener;
  }

  /** Why a link is not wanted whatever else stands; null if it may be. */
  private @Nullable LinkEnd refusal(Link link) {
    ProxyId remote = link.remote();
    if (stopped) {
      return LinkEnd.STOPPING;
    }
    if (remote.equals(turns.self())) {
      return LinkEnd.SELF;
    }
    if (!link.dial().flatMap(Dial::expected).orElse(remote).equals(remote)) {
      return LinkEnd.WRONG_ID;
    }
    boolean full = prospects.links().size() >= limits.linksMax();
    return full && !prospects.isLinked(remote) ? LinkEnd.SURPLUS : null;
  }

  /** An attempt of ours led to a connection with the proxy of a row, or was refused. */
  private void answered(
      Prospect dialled, Dial dial, @Nullable Prospect row, @Nullable LinkEnd refusal) {
    queue.clear(dial.address());
    if (refusal == LinkEnd.WRONG_ID || (refusal == LinkEnd.SELF && !dialled.isConfigured())) {
      failed(dialled, dial, LinkEnd.WRONG_ID);
    } else if (refusal != null) {
      failed(dialled, dial, refusal);
    } else if (row != null) {
      row.proven(dial.address());
      prospects.bind(row, dial.address(), dialled);
      if (dialled != row && dialled.state() == LinkState.DIALLING) {
        dialled.waitUntil(nowNs, nowNs);
      }
    }
  }

  private Optional<LinkListener> settle(Prospect row, Link link) {
    LinkChannels fresh = new LinkChannels(link, row, this, hub, matching, nowNs);
    LinkChannels old = row.link;
    if (old == null) {
      adopt(row, fresh);
      return Optional.of(fresh);
    }
    boolean weDialledOld = old.link().dial().isPresent();
    boolean weDialledNew = link.dial().isPresent();
    switch (Rivals.judge(turns.weAreSmaller(link.remote()), weDialledOld, weDialledNew)) {
      case KEEP_OLD -> {
        old.link().probe();
        link.close(LinkEnd.DUPLICATE);
        return Optional.empty();
      }
      case KEEP_NEW -> {
        inherit(row, fresh);
        old.shut(LinkEnd.DUPLICATE);
      }
      case ASK_OLD -> {
        inherit(row, fresh);
        old.link().probe();
      }
    }
    return Optional.of(fresh);
  }

  private void inherit(Prospect row, LinkChannels fresh) {
    LinkChannels before = row.heir;
    row.heir = fresh;
    row.heirUntilNs = nowNs + 2 * limits.waits().probeMax().toNanos();
    if (before != null) {
      before.shut(LinkEnd.DUPLICATE);
    }
  }

  private void adopt(Prospect row, LinkChannels link) {
    prospects.linked(row, link);
    row.enter(LinkState.UP, nowNs);
    gossip.news();
    turns.wayIsFree(nowNs);
    link.begin();
    dropSurplus(link);
  }

  /** Too many links without a bridge: the one longest so goes. */
  private void dropSurplus(LinkChannels newest) {
    List<LinkChannels> strangers = strangers();
    if (strangers.size() > limits.strangersMax()) {
      strangers.stream()
          .filter(link -> link != newest)
          .min(Comparator.comparingLong(LinkChannels::idleSinceNs))
          .ifPresent(link -> link.shut(LinkEnd.SURPLUS));
    }
  }

  private List<LinkChannels> strangers() {
    return prospects.links().stream().filter(link -> !link.hasBridges()).toList();
  }

  @Override
  public void failed(Dial dial, LinkEnd end, long nowNs) {
    this.nowNs = nowNs;
    Prospect row = queue.take(dial);
    if (row != null) {
      failed(row, dial, end);
    }
    pump();
  }

  private void failed(Prospect row, Dial dial, LinkEnd end) {
    switch (end) {
      case WRONG_ID -> row.isNotAt(dial.address());
      case REFUSED, SILENT, LOST, HANDSHAKE -> queue.blame(dial.address(), nowNs);
      case VERSION, SURPLUS, RULES, DUPLICATE, STOPPING, RENAMED, SELF -> {}
    }
    if (row.state() == LinkState.DIALLING) {
      turns.failed(row, dial.address(), end, nowNs);
    }
  }

  /** A link is over: its bridges are down and its match has ended. */
  void down(LinkChannels link, LinkEnd end, long nowNs) {
    this.nowNs = nowNs;
    gossip.end(link);
    Prospect row = link.row();
    if (row.heir == link) {
      row.heir = null;
    } else if (row.link == link) {
      LinkChannels heir = row.heir;
      row.heir = null;
      prospects.unlinked(row);
      if (heir == null) {
        turns.fell(row, link, end, nowNs);
      } else {
        adopt(row, heir);
      }
    }
    pump();
  }

  /** A link carries its first bridge. */
  void shared(LinkChannels link) {
    gossip.begin(link);
  }

  /** A proxy told us of itself or of others. */
  void introduced(LinkChannels from, List<Introduction> introductions, long nowNs) {
    this.nowNs = nowNs;
    gossip.heard(from, introductions, nowNs);
    pump();
  }

  /**
   * Where our own link port can be reached, to be told to proxies that share a channel with us.
   *
   * @param addresses of our interfaces, or what the configuration says instead
   */
  public void reachableAt(List<InetSocketAddress> addresses) {
    gossip.reachableAt(List.copyOf(addresses));
  }

  /**
   * An interface came, went, or has another address.
   *
   * @param nowNs the time
   */
  public void networkChanged(long nowNs) {
    this.nowNs = nowNs;
    queue.clear();
    List.copyOf(prospects.links()).forEach(link -> link.link().probe());
    turns.networkChanged(nowNs);
    pump();
  }

  /**
   * Lets time pass, for the match too; to be called ten times a second or so.
   *
   * @param nowNs the time, never less than before
   */
  public void tick(long nowNs) {
    this.nowNs = nowNs;
    matching.tick(nowNs);
    for (Dial dial : queue.overdue(nowNs)) {
      failed(dial, LinkEnd.SILENT, nowNs);
    }
    for (Prospect row : List.copyOf(prospects.withId())) {
      if (row.heir != null && nowNs - row.heirUntilNs >= 0) {
        row.heir.shut(LinkEnd.DUPLICATE);
      }
    }
    gossip.tick(nowNs);
    pump();
  }

  /**
   * Goes on under another identity: all links end, and are made anew. Connections that are still
   * being made under the old one the edge gives up.
   *
   * @param self our id from now on
   * @param matcher the match under it
   * @param nowNs the time
   */
  public void rename(ProxyId self, Matcher matcher, long nowNs) {
    this.nowNs = nowNs;
    turns.rename(self);
    prospects.shutAll(LinkEnd.LOST, LinkEnd.RENAMED);
    matching.use(matcher);
    networkChanged(nowNs);
  }

  /**
   * Ends all links and dials nobody any more.
   *
   * @param nowNs the time
   */
  public void stop(long nowNs) {
    this.nowNs = nowNs;
    stopped = true;
    prospects.shutAll(LinkEnd.STOPPING, LinkEnd.STOPPING);
  }

  /**
   * All proxies we know of, for people.
   *
   * @return one view of each, in no order
   */
  public List<LinkView> view() {
    return prospects
        .all()
        .filter(row -> row.bound == null || prospects.find(row.bound) == null)
        .map(LinkView::of)
        .toList();
  }

  long nowNs() {
    return nowNs;
  }

  private void pump() {
    if (!stopped && queue.hasRoom() && prospects.links().size() < limits.linksMax()) {
      queue.pump(strangersMax(), nowNs);
    }
  }

  /** How many proxies that we would not miss may be dialled at once. */
  private int strangersMax() {
    List<LinkChannels> strangers = strangers();
    long idleMinNs = limits.waits().idleMin().toNanos();
    if (strangers.size() >= limits.strangersMax()
        && strangers.stream().noneMatch(link -> nowNs - link.idleSinceNs() >= idleMinNs)) {
      return 0;
    }
    boolean someWeWouldMiss =
        strangers.size() < prospects.links().size() || prospects.hasKnown(nowNs);
    return someWeWouldMiss ? Math.max(1, limits.dialsMax() - 1) : limits.dialsMax();
  }
}
