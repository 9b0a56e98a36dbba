package org.namedwebsockets.proxy.net;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of one link that have not arrived whole, and whose turn it is when together they
 * hold too much: that of the stream whose message began first, until it is whole. So the bound is
 * kept without losing a message, and at least one always goes on.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class LinkPartials {
  private final long bytesMax;
  private final Map<H2WebSocket, Long> held = new LinkedHashMap<>();
  private long bytes;

  LinkPartials(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** A stream holds so much of a message that has not arrived whole; 0 if of none. */
  void holds(H2WebSocket socket, long holding) {
    if (holding == 0) {
      done(socket);
      return;
    }
    Long before = held.put(socket, holding);
    bytes += holding - (before == null ? 0 : before);
    if (bytes > bytesMax && !isFirst(socket)) {
      socket.waitForTurn(true);
    }
  }

  /** A stream holds nothing any more. */
  void done(H2WebSocket socket) {
    Long before = held.remove(socket);
    if (before == null) {
      return;
    }
    bytes -= before;
    socket.waitForTurn(false);
    List<H2WebSocket> waiting = new ArrayList<>(held.keySet());
    for (H2WebSocket next : bytes > bytesMax ? waiting.subList(0, 1) : waiting) {
      next.waitForTurn(false);
    }
  }

  /** What they hold together. */
  long bytes() {
    return bytes;
  }

  private boolean isFirst(H2WebSocket socket) {
    return held.keySet().iterator().next() == socket;
  }
}
