package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;

/**
 * Who hears of joins, leaves and direct messages for one peer id: a control socket, or a peer's own
 * socket in a form that carries both.
 *
 * <p>Called on the hub's loop only, also from inside its own calls: the roster arrives within
 * {@link Hub#watch}, and an answer or a message to oneself within {@link Hub#send}.
 */
public interface Watcher extends Outbox {
  /**
   * A peer is on the channel; never the watcher's own id on this proxy.
   *
   * @param peer who
   */
  void joined(PeerId peer);

  /** Every peer that was there when the watch began has been told. */
  void rosterDone();

  /**
   * A peer left.
   *
   * @param peer who
   */
  void left(PeerId peer);

  /**
   * A message for this id alone.
   *
   * @param from who sent it, as its proxy knows it
   * @param message JSON or binary
   */
  void received(PeerId from, Message message);

  /**
   * A direct message of this id's was not delivered.
   *
   * @param to whom it was for
   * @param why a few words for people
   */
  void undelivered(PeerId to, String why);

  /**
   * A broadcast is about to be handed to the peer of this id; told so that a client can learn who
   * sent what its data socket receives.
   *
   * @param from who sent it
   * @param number which message of that peer's data socket it is, from 1
   */
  void sender(PeerId from, long number);
}
