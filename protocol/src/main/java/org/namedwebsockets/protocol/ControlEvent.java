package org.namedwebsockets.protocol;

/**
 * What a proxy says on a control socket. Each names two peers, and one of them is the client that
 * reads it.
 */
public sealed interface ControlEvent {
  /**
   * A peer is on the channel.
   *
   * @param you the reader
   * @param peer who is there
   */
  record Connect(PeerId you, PeerId peer) implements ControlEvent {}

  /**
   * A peer left the channel.
   *
   * @param you the reader
   * @param peer who left
   */
  record Disconnect(PeerId you, PeerId peer) implements ControlEvent {}

  /**
   * A message for the reader alone.
   *
   * @param from who sent it
   * @param you the reader
   * @param message of any kind; JSON is passed on unchanged, text as a JSON string, binary as
   *     base64
   */
  record Received(PeerId from, PeerId you, Message message) implements ControlEvent {}

  /**
   * A message the reader sent to one peer did not arrive. Ours, unknown to the seed.
   *
   * @param you the reader
   * @param to whom it was for
   * @param why a few words for people
   */
  record Undelivered(PeerId you, PeerId to, String why) implements ControlEvent {}

  /**
   * All peers that were there already have been told. Ours, and only for who asks for it.
   *
   * @param you the reader
   */
  record Ready(PeerId you) implements ControlEvent {}

  /**
   * Who sent a message of the reader's data socket. Ours, and only for who asks for it.
   *
   * @param from who sent it
   * @param you the reader
   * @param number which message of the data socket it is, from 1
   */
  record Sender(PeerId from, PeerId you, long number) implements ControlEvent {}
}
