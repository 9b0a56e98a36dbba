package org.namedwebsockets.protocol;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a proxy says on a socket of the form {@code nws.v1}. */
public sealed interface V1Event {
  /**
   * The first of all.
   *
   * @param key the channel
   * @param you the reader
   * @param proxy the proxy's id on the LAN, null if it has none
   */
  record Welcome(ChannelKey key, PeerId you, @Nullable ProxyId proxy) implements V1Event {}

  /**
   * A peer is on the channel.
   *
   * @param peer who
   * @param details what it says of itself
   * @param proxy where it is, null if here
   */
  record Joined(PeerId peer, PeerDetails details, @Nullable ProxyId proxy) implements V1Event {}

  /** All peers that were there already have been told. */
  record Ready() implements V1Event {}

  /**
   * A peer left the channel.
   *
   * @param peer who
   * @param proxy where it was, null if here
   */
  record Left(PeerId peer, @Nullable ProxyId proxy) implements V1Event {}

  /**
   * A message that a peer sent to all.
   *
   * @param from who
   * @param message text or binary
   */
  record Broadcast(PeerId from, Message message) implements V1Event {}

  /**
   * A message for the reader alone.
   *
   * @param from who sent it
   * @param call whether it asks, or is a reply, and to what
   * @param message JSON or binary
   */
  record Received(PeerId from, Call call, Message message) implements V1Event {}

  /**
   * What became of a message of the reader's.
   *
   * @param to whom it was for
   * @param call as what it was sent
   * @param outcome what became of it
   */
  record Answered(PeerId to, Call call, Outcome outcome) implements V1Event {}

  /**
   * Something the reader said was not understood.
   *
   * @param number its number, if that much was understood
   * @param why a sentence for people
   */
  record Wrong(OptionalLong number, String why) implements V1Event {}
}
