package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.hub.Admission;
import org.namedwebsockets.proxy.hub.Watch;
import org.namedwebsockets.proxy.hub.Watcher;

/**
 * A peer that also hears, on the same socket, who comes and goes and what is for it alone.
 *
 * <p>What is for it alone and what its audience is handed leave in the order in which the hub said
 * it: whatever goes into {@link SocketOutbox#offer} is put behind the audience's part before it.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
abstract class WatchingSocket extends MemberSocket implements Watcher {
  private final Watch watch;
  private final FrameLog log;

  WatchingSocket(
      HubLoop loop,
      ChannelKey key,
      PeerId id,
      PeerDetails details,
      Form form,
      ChannelPipeline pipe) {
    super(loop, key, id, details, form, pipe);
    this.watch = new Watch(key, id, this, this, false);
    this.log = loop.privateLog();
  }

  /** It is on its channel; the roster follows. */
  abstract void entered();

  final Watch watch() {
    return watch;
  }

  @Override
  final @Nullable String enter() {
    Admission admission = loop().hub().admitsWatch(key(), id());
    if (admission != Admission.WELCOME) {
      return admission.sentence();
    }
    String refusal = super.enter();
    if (refusal == null) {
      entered();
      loop().hub().watch(watch);
    }
    return refusal;
  }

  @Override
  public final void sender(PeerId from, long number) {
    throw new IllegalStateException("nobody asked for senders");
  }

  /** Writes a frame for this socket alone. */
  interface Writer {
    /** Appends it; returns where it begins. */
    int append(FrameLog log);
  }

  final void say(Writer writer) {
    if (!outbox().isEnded()) {
      outbox().offer(log, writer.append(log));
    }
  }
}
