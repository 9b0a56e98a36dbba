package org.namedwebsockets.proxy.link;

import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * Port: finds which channel names both ends of a link hold, without telling any other. Confined to
 * the hub's loop.
 *
 * <p>It is told once of each channel, not once per link: what a name costs to prepare is spent when
 * its channel opens, so no peer can make this end spend it again by connecting again.
 */
public interface Matcher {
  /**
   * A network channel came to be here; all sessions hear of it.
   *
   * @param name which; a name that is here already changes nothing
   */
  void opened(ChannelName name);

  /**
   * A network channel is no more here; all sessions hear of it.
   *
   * @param name which; a name that is not here changes nothing
   */
  void closed(ChannelName name);

  /**
   * Begins the match of one link. Nothing is said to the sink before this returns.
   *
   * @param terms what this link's match is bound to
   * @param sink where the match says what to send and what it found
   * @return the match, confined to the hub's loop
   * @throws ProtocolException if the other end shows this end's own certificate: the proxy is
   *     connected to itself; the link must be closed
   */
  MatchSession start(MatchTerms terms, MatchSink sink) throws ProtocolException;

  /**
   * Time passes. Called ten times a second or so; what waits for an allowance goes on from here.
   *
   * @param nowNs now, of a monotonic clock
   */
  void tick(long nowNs);
}
