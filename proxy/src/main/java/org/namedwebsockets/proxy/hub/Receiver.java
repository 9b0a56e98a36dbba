package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;

/** The outbox of a peer of this machine: takes what its channel's other peers broadcast. */
public interface Receiver extends Outbox {
  /**
   * Takes a message. It leaves at the end of the current burst of reads.
   *
   * @param from who sent it
   * @param message text or binary
   */
  void offer(PeerId from, Message message);
}
