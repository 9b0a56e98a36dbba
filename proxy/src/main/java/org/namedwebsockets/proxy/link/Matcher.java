package org.namedwebsockets.proxy.link;

import java.util.Collection;
import org.namedwebsockets.protocol.ChannelName;

/** Port: finds which channel names both ends of a link hold, without telling any other. */
public interface Matcher {
  /**
   * Begins the match of one link.
   *
   * @param terms what this link's match is bound to
   * @param channels the network channels that are here now
   * @param sink where the match says what to send and what it found
   * @return the match, confined to the hub's loop
   */
  MatchSession start(MatchTerms terms, Collection<ChannelName> channels, MatchSink sink);
}
