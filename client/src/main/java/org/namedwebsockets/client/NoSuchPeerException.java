package org.namedwebsockets.client;

import org.namedwebsockets.protocol.Outcome;

/** Nobody of that id is on the channel. */
public final class NoSuchPeerException extends UndeliveredException {
  private static final long serialVersionUID = 1;

  NoSuchPeerException(String peer) {
    super(peer, Outcome.NO_SUCH_PEER.words());
  }
}
