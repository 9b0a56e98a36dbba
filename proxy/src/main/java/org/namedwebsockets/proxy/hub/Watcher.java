package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
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
   * @param details what it says of itself
   */
  void joined(Party peer, PeerDetails details);

  /** Every peer that was there when the watch began has been told. */
  void rosterDone();

  /**
   * A peer left.
   *
   * @param peer who
   */
  void left(Party peer);

  /**
   * A message for this id alone.
   *
   * @param from who sent it, as its proxy knows it
   * @param call whether it asks, or is a reply that was waited for; a request only if it {@link
   *     #takesRequests}
   * @param message JSON or binary
   */
  void received(Party from, Call call, Message message);

  /**
   * What became of a direct message of this id's; of a plain one only that it was not delivered.
   *
   * @param to whom it was for
   * @param call as what it was sent
   * @param outcome what became of it
   */
  void answered(PeerId to, Call call, Outcome outcome);

  /**
   * Whether it can be asked something, and reply.
   *
   * @return always the same
   */
  boolean takesRequests();

  /**
   * A broadcast is about to be handed to the peer of this id; told so that a client can learn who
   * sent what its data socket receives.
   *
   * @param from who sent it
   * @param number which message of that peer's data socket it is, from 1
   */
  void sender(PeerId from, long number);
}
