package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelPipeline;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.wire.JsonEscapes;

/**
 * A peer's data socket: what its client sends goes to every other peer of the channel, and what
 * they send comes out here, payload unchanged. Nothing else ever does.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class PeerSocket extends MemberSocket {
  PeerSocket(HubLoop loop, Route.Join route, ChannelPipeline pipe) {
    super(loop, route.key(), route.id(), route.details(), Form.RAW, pipe);
  }

  @Override
  void take(Message message) throws ProtocolException {
    // Whoever is on the channel, here or elsewhere, now or in a moment: a text is within the limit
    // for all forms or for none.
    long jsonMax = NetLimits.jsonBytesMax(loop().limits().messageBytesMax());
    if (message.kind() == Message.Kind.TEXT && !JsonEscapes.fits(message, jsonMax)) {
      throw new ProtocolException(
          CloseReason.TOO_BIG, "the limit of a text as a JSON string is " + jsonMax + " bytes");
    }
    loop().hub().broadcast(peer(), message);
  }
}
