package org.namedwebsockets.proxy.net;

import java.util.Arrays;
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
 * @param protocols the offered subprotocols, with commas between
 * @param authorization {@code Authorization}, empty if there is none
 */
record RequestHead(
    String method,
    String target,
    List<String> hosts,
    List<String> origins,
    boolean upgrade,
    boolean body,
    String socketVersion,
    String socketKey,
    String protocols,
    String authorization) {

  /** A request that shows no secret. */
  RequestHead(
      String method,
      String target,
      List<String> hosts,
      List<String> origins,
      boolean upgrade,
      boolean body,
      String socketVersion,
      String socketKey,
      String protocols) {
    this(method, target, hosts, origins, upgrade, body, socketVersion, socketKey, protocols, "");
  }

  /** A request that offers no subprotocol. */
  RequestHead(
      String method,
      String target,
      List<String> hosts,
      List<String> origins,
      boolean upgrade,
      boolean body,
      String socketVersion,
      String socketKey) {
    this(method, target, hosts, origins, upgrade, body, socketVersion, socketKey, "");
  }

  /** Without what it shows. */
  @Override
  public String toString() {
    return method + " with " + (authorization.isEmpty() ? "no " : "a ") + "secret";
  }

  /** Whether a subprotocol is among those offered. */
  boolean offers(String protocol) {
    return Arrays.stream(protocols.split(",", -1)).anyMatch(one -> one.trim().equals(protocol));
  }

  String origin() {
    return origins.isEmpty() ? "" : origins.getFirst();
  }
}
