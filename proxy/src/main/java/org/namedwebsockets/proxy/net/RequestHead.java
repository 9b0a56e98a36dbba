package org.namedwebsockets.proxy.net;

import java.util.List;

/**
 * What of a request decides its route.
 *
 * @param method such as {@code GET}
 * @param target path and query as they stood in the request line
 * @param hosts each {@code Host} header
 * @param origins each {@code Origin} header
 * @param upgrade whether it asks for a WebSocket
 * @param body whether a body follows
 * @param socketVersion {@code Sec-WebSocket-Version}, empty if there is none
 * @param socketKey {@code Sec-WebSocket-Key}, empty if there is none
 */
record RequestHead(
    String method,
    String target,
    List<String> hosts,
    List<String> origins,
    boolean upgrade,
    boolean body,
    String socketVersion,
    String socketKey) {

  String origin() {
    return origins.isEmpty() ? "" : origins.getFirst();
  }
}
