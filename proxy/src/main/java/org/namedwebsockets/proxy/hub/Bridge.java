package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.ProxyId;

/** One shared channel carried on a link to one other proxy. */
public interface Bridge extends Outbox {
  /**
   * The proxy at the other end.
   *
   * @return its id of this run
   */
  ProxyId remote();

  /**
   * Takes an envelope for the other end. It leaves at the end of the current burst of reads.
   *
   * @param envelope what to say
   */
  void send(Envelope envelope);
}
