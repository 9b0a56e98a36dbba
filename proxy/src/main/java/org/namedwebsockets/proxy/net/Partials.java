package org.namedwebsockets.proxy.net;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.namedwebsockets.protocol.CloseReason;

/**
 * What messages that have not arrived whole hold together. Over the bound, whoever holds most is
 * closed: so a client that fills our memory with beginnings hits itself first.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Partials {
  /** Every socket may hold this much uncounted: a read's worth. */
  private static final long UNCOUNTED_BYTES = 64 << 10;

  private final long bytesMax;
  private final Map<FrameSocket, Long> held = new HashMap<>();
  private long bytes;

  Partials(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What a socket holds now. */
  void holds(FrameSocket socket, long now) {
    if (now <= UNCOUNTED_BYTES && held.isEmpty()) {
      return;
    }
    Long before = now > UNCOUNTED_BYTES ? held.put(socket, now) : held.remove(socket);
    bytes += (now > UNCOUNTED_BYTES ? now : 0) - (before == null ? 0 : before);
    if (bytes > bytesMax) {
      held.entrySet().stream()
          .max(Comparator.comparingLong(Map.Entry::getValue))
          .ifPresent(most ->
              most.getKey()
                  .close(CloseReason.OVERLOADED, "too many messages arrive at once; try later"));
    }
  }
}
