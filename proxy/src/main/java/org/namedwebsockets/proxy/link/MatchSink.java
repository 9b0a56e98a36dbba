package org.namedwebsockets.proxy.link;

import org.namedwebsockets.protocol.ChannelName;

/**
 * What a match says. Called on the hub's loop, possibly from inside a call into the matcher or the
 * session, and may call into the session, {@link MatchSession#end} included.
 */
public interface MatchSink {
  /**
   * A message for the other end's match.
   *
   * @param message one whole binary message, given away
   */
  void send(byte[] message);

  /**
   * Initiator only: both ends hold a channel; open its stream.
   *
   * @param name the channel
   * @param slot the other end's slot
   * @param tag the proof to show, given away
   */
  void matched(ChannelName name, long slot, byte[] tag);

  /**
   * The match found a fault outside {@link MatchSession#received}: the session has ended, the link
   * must be closed.
   *
   * @param why a sentence for the log, never a secret
   */
  void failed(String why);
}
