package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.PeerId;

/**
 * A watcher's place on a channel: made by its socket, given to {@link Hub#watch}, and from then on
 * the proof of who sends. Compared by identity.
 *
 * @param key the channel
 * @param id whom it watches for
 * @param watcher where news goes
 * @param inflow the reading side of its socket
 * @param wantsSenders whether {@link Watcher#sender} is called
 */
public record Watch(
    ChannelKey key, PeerId id, Watcher watcher, Inflow inflow, boolean wantsSenders) {

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
