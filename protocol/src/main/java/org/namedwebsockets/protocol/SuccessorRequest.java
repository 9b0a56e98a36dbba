package org.namedwebsockets.protocol;

/** What a client says in the form of 2015. */
public sealed interface SuccessorRequest {
  /**
   * A message for every other peer of the channel.
   *
   * @param message text
   */
  record Broadcast(Message message) implements SuccessorRequest {}

  /**
   * A message for one peer.
   *
   * @param target whom it is for
   * @param message JSON
   */
  record Direct(PeerId target, Message message) implements SuccessorRequest {}

  /** Asks for the client's own id. */
  record Status() implements SuccessorRequest {}
}
