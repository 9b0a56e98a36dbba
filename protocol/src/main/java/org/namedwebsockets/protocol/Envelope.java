package org.namedwebsockets.protocol;

/** What a bridge carries from one proxy to the other about the one channel it stands for. */
public sealed interface Envelope {
  /**
   * A peer of the sending proxy is on the channel.
   *
   * @param peer who
   */
  record Joined(PeerId peer) implements Envelope {}

  /**
   * A peer of the sending proxy left.
   *
   * @param peer who
   */
  record Left(PeerId peer) implements Envelope {}

  /**
   * A message for every peer of the receiving proxy.
   *
   * @param from the peer that sent it
   * @param message text or binary
   */
  record Broadcast(PeerId from, Message message) implements Envelope {}

  /**
   * A message for one peer of the receiving proxy.
   *
   * @param from the peer that sent it
   * @param to the peer it is for
   * @param message JSON or binary
   */
  record Direct(PeerId from, PeerId to, Message message) implements Envelope {}

  /**
   * The answer to a {@link Direct} that could not be delivered.
   *
   * @param from the peer that had sent it
   * @param to the peer it was for
   */
  record Undelivered(PeerId from, PeerId to) implements Envelope {}

  /**
   * The length of the message it carries.
   *
   * @return bytes, 0 if it carries none
   */
  default int length() {
    return switch (this) {
      case Broadcast(var _, var message) -> message.length();
      case Direct(var _, var _, var message) -> message.length();
      case Joined _, Left _, Undelivered _ -> 0;
    };
  }
}
