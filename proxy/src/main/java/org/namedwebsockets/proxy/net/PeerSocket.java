package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Message;
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
  private @Nullable SocketAudience audience;

  PeerSocket(HubLoop loop, Route.Join route, ChannelPipeline pipe) {
    super(loop, route.key(), route.id(), pipe);
    this.peer = new Peer.Local(route.key(), route.id(), route.origin(), this, this);
  }

  @Override
  @Nullable String enter() {
    // Before it joins: others may speak as soon as it has.
    outbox().follow(audience());
    Admission admission = loop().hub().join(peer);
    if (admission != Admission.WELCOME) {
      stopHearing();
      return admission.sentence();
    }
    return null;
  }

  @Override
  void leave() {
    loop().hub().leave(peer);
    stopHearing();
  }

  private void stopHearing() {
    outbox().unfollow();
    if (audience != null) {
      loop().forget(key(), audience);
    }
  }

  @Override
  void take(Message message) {
    loop().hub().broadcast(peer, message);
  }

  @Override
  public SocketAudience audience() {
    if (audience == null) {
      audience = loop().audience(key());
    }
    return audience;
  }

  @Override
  public void filled() {
    loop().hub().filled(peer);
  }
}
