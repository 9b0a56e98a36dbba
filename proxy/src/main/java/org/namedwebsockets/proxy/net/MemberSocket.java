package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.hub.Admission;
import org.namedwebsockets.proxy.hub.Peer;
import org.namedwebsockets.proxy.hub.Receiver;

/**
 * A socket that is a peer: it hears, with all others of its form, what is broadcast.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
abstract class MemberSocket extends FrameSocket implements Receiver {
  private final Form form;
  private final Peer.Local peer;
  private @Nullable SocketAudience audience;

  MemberSocket(
      HubLoop loop,
      ChannelKey key,
      PeerId id,
      PeerDetails details,
      Form form,
      ChannelPipeline pipe) {
    super(loop, key, id, pipe);
    this.form = form;
    this.peer = new Peer.Local(key(), id, details, this, this);
  }

  final Form form() {
    return form;
  }

  final Peer.Local peer() {
    return peer;
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
  final void leave() {
    loop().hub().leave(peer);
    stopHearing();
  }

  private void stopHearing() {
    outbox().unfollow();
    if (audience != null) {
      loop().forget(key(), form, audience);
    }
  }

  @Override
  public final SocketAudience audience() {
    if (audience == null) {
      audience = loop().audience(key(), form);
    }
    return audience;
  }

  @Override
  public final void filled() {
    loop().hub().filled(peer);
  }
}
