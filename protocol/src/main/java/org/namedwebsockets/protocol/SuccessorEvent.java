package org.namedwebsockets.protocol;

/** What a proxy says in the form of 2015: one socket, all ids as strings. */
public sealed interface SuccessorEvent {
  /**
   * A peer is on the channel.
   *
   * @param you the reader
   * @param peer who is there
   */
  record Connect(PeerId you, PeerId peer) implements SuccessorEvent {}

  /**
   * A peer left the channel.
   *
   * @param you the reader
   * @param peer who left
   */
  record Disconnect(PeerId you, PeerId peer) implements SuccessorEvent {}

  /**
   * A message that a peer sent to all.
   *
   * @param from who
   * @param message text, or binary, which was unknown to the original
   */
  record Broadcast(PeerId from, Message message) implements SuccessorEvent {}

  /**
   * A message for the reader alone.
   *
   * @param from who sent it
   * @param you the reader
   * @param message JSON or binary
   */
  record Received(PeerId from, PeerId you, Message message) implements SuccessorEvent {}

  /**
   * The reader's own id.
   *
   * @param you the reader
   */
  record Status(PeerId you) implements SuccessorEvent {}

  /**
   * A message the reader sent to one peer did not arrive. Ours, unknown to the original.
   *
   * @param you the reader
   * @param to whom it was for
   * @param why a few words for people
   */
  record Undelivered(PeerId you, PeerId to, String why) implements SuccessorEvent {}
}
