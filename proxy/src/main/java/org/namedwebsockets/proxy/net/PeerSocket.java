package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelPipeline;
import org.namedwebsockets.protocol.Message;

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
  void take(Message message) {
    loop().hub().broadcast(peer(), message);
  }
}
