package org.namedwebsockets.proxy.link;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * The match of one link, from its beginning to its end. Confined to the hub's loop.
 *
 * <p>The initiator is told {@link MatchSink#matched} when a channel's stream should be opened. It
 * answers each such call once, with {@link #refused} if the other end refused the stream, or with
 * {@link #released} when the stream, once open, has ended; until then the channel is not matched
 * again. The responder answers each channel that {@link #confirm} returned with {@link #released}
 * when its stream has ended.
 */
public interface MatchSession {
  /**
   * Takes a binary message of the other end's match stream.
   *
   * @param message one whole message; read from its position to its limit and not kept
   * @throws ProtocolException if it breaks the rules; the session has ended, the link must be
   *     closed
   */
  void received(ByteBuffer message) throws ProtocolException;

  /**
   * Responder only: checks the proof with which the other end asks for a channel's stream.
   *
   * @param slot the slot it names
   * @param tag the tag it shows
   * @return the channel, or empty if the channel closed meanwhile (the stream is refused, no fault)
   * @throws ProtocolException if the proof is wrong; the session has ended, the link must be closed
   */
  Optional<ChannelName> confirm(long slot, byte[] tag) throws ProtocolException;

  /**
   * Initiator only: the other end refused the stream of a matched channel, because it does not hold
   * the channel any more. It says so when it does again.
   *
   * @param name the channel
   */
  void refused(ChannelName name);

  /**
   * The stream of a channel ended. If both ends still hold the channel it is matched again: at once
   * when an end had closed and opened it, after a rest otherwise.
   *
   * <p>The responder calls this before it looks at any later request for a stream.
   *
   * @param name the channel
   */
  void released(ChannelName name);

  /** The link is no more: forgets all secrets; later calls do nothing. */
  void end();
}
