package org.namedwebsockets.proxy.net;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * What messages that have not arrived whole hold together. Over the bound, whoever holds most is
 * closed: so a client that fills our memory with beginnings hits itself first.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Partials {
  /** Every socket may hold this much uncounted, so that most reads cost nothing here. */
  private static final long UNCOUNTED_BYTES = 4 << 10;

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
    while (bytes > bytesMax) {
      Map.Entry<FrameSocket, Long> most =
          Collections.max(held.entrySet(), Comparator.comparingLong(Map.Entry::getValue));
      FrameSocket fullest = most.getKey();
      bytes -= most.getValue();
      held.remove(fullest);
      fullest.giveUpArriving();
    }
  }

  /** What all sockets hold, as far as it is counted. */
  long bytes() {
    return bytes;
  }
}
