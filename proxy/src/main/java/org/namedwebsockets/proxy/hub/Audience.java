package org.namedwebsockets.proxy.hub;

import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;

/**
 * Receivers of one channel that get the same bytes, and so are handed a message all at once: what a
 * broadcast costs here does not grow with how many they are, as long as none of them is full.
 *
 * <p>Called on the hub's loop only. A receiver belongs to its audience while it is on its channel.
 * When one becomes full later than in a call of {@link #offer}, whoever implements it calls {@link
 * Hub#filled} on that loop.
 */
public interface Audience {
  /**
   * Takes a message for all of its receivers but one. It leaves at the end of the current burst of
   * reads.
   *
   * @param from who sent it
   * @param message text or binary
   * @param except who does not get it, its sender's own; null if the sender is behind a bridge
   * @return whether one of them is full by now, but for who does not get it
   */
  boolean offer(PeerId from, Message message, @Nullable Receiver except);
}
