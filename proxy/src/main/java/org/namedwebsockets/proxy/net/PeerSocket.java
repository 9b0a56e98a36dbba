package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.hub.Admission;
import org.namedwebsockets.proxy.hub.Peer;
import org.namedwebsockets.proxy.hub.Receiver;

/**
 * A peer's data socket: what its client sends goes to every other peer of the channel, and what
 * they send comes out here, payload unchanged. Nothing else ever does.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class PeerSocket extends FrameSocket implements Receiver {
  private final Peer.Local peer;
  private @Nullable FrameLog log;

  PeerSocket(HubLoop loop, Route.Join route, ChannelPipeline pipe) {
    super(loop, route.key(), route.id(), pipe);
    this.peer = new Peer.Local(route.key(), route.id(), route.origin(), this, this);
  }

  @Override
  @Nullable String enter() {
    Admission admission = loop().hub().join(peer);
    if (admission != Admission.WELCOME) {
      return admission.sentence();
    }
    log = loop().frameLog(key());
    return null;
  }

  @Override
  void leave() {
    loop().hub().leave(peer);
    if (log != null) {
      loop().release(key(), log);
      log = null;
    }
  }

  @Override
  void take(Message message) {
    loop().hub().broadcast(peer, message);
  }

  @Override
  public void offer(PeerId from, Message message) {
    if (log != null && !outbox().isEnded()) {
      outbox().offer(log, log.append(message));
    }
  }
}
