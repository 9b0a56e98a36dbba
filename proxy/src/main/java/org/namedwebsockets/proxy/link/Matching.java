package org.namedwebsockets.proxy.link;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.hub.ChannelListener;
import org.namedwebsockets.proxy.hub.Hub;

/**
 * Tells the match and all links of network channels that come and go here. Not thread safe:
 * confined to the hub's loop.
 */
final class Matching implements ChannelListener {
  private final Hub hub;
  private final Set<LinkChannels> links = new LinkedHashSet<>();
  private Matcher matcher;

  Matching(Hub hub, Matcher matcher) {
    this.hub = hub;
    this.matcher = matcher;
    hub.networkChannels().forEach(matcher::opened);
    hub.listen(this);
  }

  /** Goes on under another identity; no link may stand. */
  void use(Matcher other) {
    hub.networkChannels().forEach(matcher::closed);
    matcher = other;
    hub.networkChannels().forEach(matcher::opened);
  }

  MatchSession begin(LinkChannels link) throws ProtocolException {
    MatchSession session = matcher.start(link.terms(), link);
    links.add(link);
    return session;
  }

  void end(LinkChannels link) {
    links.remove(link);
  }

  void tick(long nowNs) {
    matcher.tick(nowNs);
  }

  @Override
  public void opened(ChannelName name) {
    matcher.opened(name);
  }

  @Override
  public void closed(ChannelName name) {
    matcher.closed(name);
    List.copyOf(links).forEach(link -> link.closed(name));
  }
}
