package org.namedwebsockets.client;

import org.namedwebsockets.protocol.Outcome;

/** A message for one peer, or a request, did not reach it. */
public sealed class UndeliveredException extends NamedWebSocketException
    permits NoSuchPeerException {
  private static final long serialVersionUID = 1;

  private final String peer;

  UndeliveredException(String peer, String why) {
    super(why);
    this.peer = peer;
  }

  /** The exception that fits what became of a message. */
  static NamedWebSocketException of(String peer, Outcome outcome) {
    return switch (outcome) {
      case NO_SUCH_PEER -> new NoSuchPeerException(peer);
      case TIMED_OUT -> new TimedOutException("no reply in time");
      case NUMBER_TAKEN, TOO_MANY_CALLS -> new NamedWebSocketException(outcome.words());
      case DELIVERED, NO_DIRECTS, NO_REQUESTS, TOO_MANY_WAIT, PEER_LEFT, TOO_BIG ->
          new UndeliveredException(peer, outcome.words());
    };
  }

  /**
   * Whom it was for.
   *
   * @return a peer id
   */
  public String peer() {
    return peer;
  }
}
