package org.namedwebsockets.proxy.link;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;

/** The match of one link, from its beginning to its end. Confined to the hub's loop. */
public interface MatchSession {
  /**
   * A network channel came to be here.
   *
   * @param name which
   */
  void opened(ChannelName name);

  /**
   * A network channel is no more here.
   *
   * @param name which
   */
  void closed(ChannelName name);

  /**
   * Takes a binary message of the other end's match stream.
   *
   * @param message one whole message
   * @throws ProtocolException if it breaks the rules; the link must be closed
   */
  void received(ByteBuffer message) throws ProtocolException;

  /**
   * Responder only: checks the proof with which the other end asks for a channel's stream.
   *
   * @param slot the slot it names
   * @param tag the tag it shows
   * @return the channel, or empty if the channel closed meanwhile (the stream is refused, no fault)
   * @throws ProtocolException if the proof is wrong; the link must be closed
   */
  Optional<ChannelName> confirm(long slot, byte[] tag) throws ProtocolException;

  /** The stream of a slot ended; the slot is free to be matched again if both still hold it. */
  void released(ChannelName name);

  /** The link is no more: forgets all secrets; later calls do nothing. */
  void end();
}
