package org.namedwebsockets.protocol;

/** What a bridge carries from one proxy to the other about the one channel it stands for. */
public sealed interface Envelope {
  /**
   * A peer of the sending proxy is on the channel.
   *
   * @param peer who
   * @param details what it says of itself
   */
  record Joined(PeerId peer, PeerDetails details) implements Envelope {
    /**
     * A peer that says nothing of itself.
     *
     * @param peer who
     */
    public Joined(PeerId peer) {
      this(peer, PeerDetails.NONE);
    }
  }

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
   * A message for one peer of the receiving proxy that is to be answered, or is a reply.
   *
   * @param from the peer that sent it
   * @param to the peer it is for
   * @param call any but a plain one, which is a {@link Direct}
   * @param message JSON or binary
   */
  record Called(PeerId from, PeerId to, Call call, Message message) implements Envelope {
    /**
     * Checks the call.
     *
     * @throws IllegalArgumentException if it is plain
     */
    public Called {
      if (call.kind() == Call.Kind.PLAIN) {
        throw new IllegalArgumentException("a plain message is a Direct");
      }
    }
  }

  /**
   * What became of a {@link Called} that was no reply.
   *
   * @param from the peer that had sent it
   * @param to the peer it was for
   * @param call as what it was sent
   * @param outcome what became of it
   */
  record Answered(PeerId from, PeerId to, Call call, Outcome outcome) implements Envelope {}

  /**
   * The length of the message it carries.
   *
   * @return bytes, 0 if it carries none
   */
  default int length() {
    return switch (this) {
      case Broadcast(var _, var message) -> message.length();
      case Direct(var _, var _, var message) -> message.length();
      case Called(var _, var _, var _, var message) -> message.length();
      case Joined _, Left _, Undelivered _, Answered _ -> 0;
    };
  }
}
