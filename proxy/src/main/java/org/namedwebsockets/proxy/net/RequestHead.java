package org.namedwebsockets.proxy.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
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
 * @param bearer what {@code Authorization: Bearer} shows, empty if it shows nothing
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
    String bearer) {
  private static final String BEARER = "Bearer ";

  /** A request that offers no subprotocol and shows nothing. */
  RequestHead(
      String method,
      String target,
      List<String> hosts,
      List<String> origins,
      boolean upgrade,
      boolean body,
      String socketVersion,
      String socketKey) {
    this(method, target, hosts, origins, upgrade, body, socketVersion, socketKey, "", "");
  }

  static RequestHead of(HttpRequest request) {
    HttpHeaders headers = request.headers();
    boolean upgrade =
        request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0
            && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
            && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    return new RequestHead(
        request.method().name(),
        request.uri(),
        headers.getAll(HttpHeaderNames.HOST),
        headers.getAll(HttpHeaderNames.ORIGIN),
        upgrade,
        hasBody(request),
        headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION, ""),
        headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, ""),
        String.join(",", headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)),
        bearer(headers.get(HttpHeaderNames.AUTHORIZATION, "")));
  }

  static boolean hasBody(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }

  private static String bearer(String authorization) {
    boolean shows = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return shows ? authorization.substring(BEARER.length()).trim() : "";
  }

  /** Whether a subprotocol is among those offered. */
  boolean offers(String protocol) {
    return Arrays.stream(protocols.split(",", -1)).anyMatch(one -> one.trim().equals(protocol));
  }

  /** No secret may come into a log by way of this. */
  @Override
  public String toString() {
    return method + " request";
  }

  String origin() {
    return origins.isEmpty() ? "" : origins.getFirst();
  }
}
