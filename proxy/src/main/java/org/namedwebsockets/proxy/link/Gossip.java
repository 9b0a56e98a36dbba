package org.namedwebsockets.proxy.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Found;

/**
 * What we tell the proxies that share a channel with us of ourselves and of the others we are
 * linked with. It is for networks where multicast fails: who was told of one proxy finds the rest.
 *
 * <p>Nothing is passed on that was only heard. Another proxy is introduced while our own link with
 * it stands, by an address where it proved its id to us, or which it told us itself and shares a
 * channel. So a false introduction ends where it arrives, and there is no loop. Each link is told
 * of each other link once, which makes n proxies on one channel say n² short sentences in all, and
 * nothing once they know each other.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Gossip {
  private static final int PORT_MIN = 1024;

  /** How much one link may tell us before it has to wait. */
  private static final int HEARD_MAX = 4 * Introduction.LIST_MAX;

  private final LinkLimits limits;
  private final Prospects prospects;
  private final Turns turns;
  private final long everyNs;
  private final Map<LinkChannels, Talk> talks = new LinkedHashMap<>();
  private List<InetSocketAddress> own = List.of();
  private boolean news;
  private long nextNs;

  /** What was said over one link. */
  private static final class Talk {
    final Set<ProxyId> told = new HashSet<>();
    int mayTell = HEARD_MAX;
  }

  Gossip(LinkLimits limits, Prospects prospects, Turns turns, long nowNs) {
    this.limits = limits;
    this.prospects = prospects;
    this.turns = turns;
    everyNs = limits.waits().gossipEvery().toNanos();
    nextNs = nowNs;
  }

  /** Where our own link port is. */
  void reachableAt(List<InetSocketAddress> addresses) {
    own = addresses;
    talks.keySet().forEach(this::introduceOurselves);
  }

  /** A link carries its first bridge. */
  void begin(LinkChannels link) {
    talks.put(link, new Talk());
    introduceOurselves(link);
    news = true;
  }

  /** A link is down; if it comes back, the others are told again. */
  void end(LinkChannels link) {
    talks.remove(link);
    talks.values().forEach(talk -> talk.told.remove(link.link().remote()));
  }

  /** There is somebody new to speak of. */
  void news() {
    news = true;
  }

  /** Says what is new, at most so often. */
  void tick(long nowNs) {
    if (nowNs - nextNs < 0) {
      return;
    }
    nextNs = nowNs + everyNs;
    talks.values().forEach(talk -> talk.mayTell = Math.min(talk.mayTell + 1, HEARD_MAX));
    if (news) {
      news = false;
      talks.forEach((link, talk) -> tell(link, talk));
    }
  }

  /** Takes what a link said, unless it must not speak or speaks too much. */
  void heard(LinkChannels from, List<Introduction> introductions, long nowNs) {
    Talk talk = talks.get(from);
    ProxyId remote = from.link().remote();
    for (Introduction one : introductions) {
      if (talk == null || talk.mayTell == 0) {
        return;
      }
      talk.mayTell--;
      List<InetSocketAddress> addresses = fit(one.addresses(), from);
      if (one.id().equals(remote)) {
        ofItself(from, addresses);
      } else if (!one.id().equals(turns.self()) && !addresses.isEmpty()) {
        ofAnother(remote, one.id(), addresses, nowNs);
      }
    }
  }

  private void ofItself(LinkChannels from, List<InetSocketAddress> addresses) {
    List<InetSocketAddress> all = new ArrayList<>(addresses);
    if (from.link().dial().isEmpty() && !addresses.isEmpty()) {
      // Where it came from, in case it does not know all its addresses.
      int port = addresses.getFirst().getPort();
      all.addFirst(new InetSocketAddress(from.link().address().getAddress(), port));
    }
    from.row().told(all.stream().distinct().limit(limits.addressesMax()).toList());
    if (from.row().found.isEmpty()) {
      // Its own word is no hearsay; when the link falls we know where to dial.
      from.row().found.add(from.link().dial().isEmpty() ? Found.ACCEPTED : Found.GOSSIP);
    }
    news = true;
  }

  private void ofAnother(
      ProxyId introducer, ProxyId id, List<InetSocketAddress> addresses, long nowNs) {
    Prospect row = prospects.find(id);
    if (row == null && prospects.roomFor(introducer, nowNs)) {
      row = prospects.admit(id, addresses.getFirst(), nowNs);
      if (row != null) {
        row.introducer = introducer;
        turns.take(row, nowNs);
      }
    }
    if (row != null && row.state() != LinkState.UP) {
      row.found.add(Found.GOSSIP);
      row.alsoAt(addresses);
    }
  }

  private void introduceOurselves(LinkChannels link) {
    List<InetSocketAddress> addresses = fit(own, link);
    link.link().sendIntroductions(List.of(new Introduction(turns.self(), addresses)));
  }

  private void tell(LinkChannels to, Talk talk) {
    List<Introduction> all = new ArrayList<>();
    for (LinkChannels other : prospects.links()) {
      List<InetSocketAddress> addresses = fit(other.row().vouched(), to);
      if (other == to || addresses.isEmpty() || talk.told.contains(other.link().remote())) {
        continue;
      }
      if (all.size() == Introduction.LIST_MAX) {
        news = true;
        break;
      }
      talk.told.add(other.link().remote());
      all.add(new Introduction(other.link().remote(), addresses));
    }
    if (!all.isEmpty()) {
      to.link().sendIntroductions(all);
    }
  }

  /** The addresses that mean the same at both ends of a link. */
  private static List<InetSocketAddress> fit(List<InetSocketAddress> addresses, LinkChannels link) {
    boolean oneMachine = link.link().address().getAddress().isLoopbackAddress();
    return addresses.stream()
        .filter(address -> isDialable(address, oneMachine))
        .limit(Introduction.ADDRESSES_MAX)
        .toList();
  }

  /**
   * Whether an address that was told may be dialled.
   *
   * @param address resolved
   * @param oneMachine whether who told it is on this machine
   */
  static boolean isDialable(InetSocketAddress address, boolean oneMachine) {
    InetAddress ip = address.getAddress();
    boolean reserved = ip.getAddress().length == 4 && (ip.getAddress()[0] & 0xf0) == 0xf0;
    return address.getPort() >= PORT_MIN
        && !reserved
        && !ip.isAnyLocalAddress()
        && !ip.isMulticastAddress()
        && !ip.isLinkLocalAddress()
        && (oneMachine || !ip.isLoopbackAddress());
  }
}
