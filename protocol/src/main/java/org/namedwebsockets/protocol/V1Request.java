package org.namedwebsockets.protocol;

import java.util.OptionalLong;

/** What a client says on a socket of the form {@code nws.v1}. */
public sealed interface V1Request {
  /**
   * A message for every other peer of the channel.
   *
   * @param message text or binary
   */
  record Broadcast(Message message) implements V1Request {}

  /**
   * A message for one peer.
   *
   * @param to whom it is for
   * @param call how it is to be answered
   * @param message JSON or binary
   */
  record Send(PeerId to, Call call, Message message) implements V1Request {}

  /**
   * A request to one peer.
   *
   * @param to who is asked
   * @param number what its answer will be known by
   * @param patienceMs how long the answer may take, milliseconds
   * @param message JSON or binary
   */
  record Ask(PeerId to, long number, int patienceMs, Message message) implements V1Request {}

  /**
   * Something that is not understood, but does no harm.
   *
   * @param number its number, if that much was understood
   * @param why a sentence for people
   */
  record Wrong(OptionalLong number, String why) implements V1Request {}
}
