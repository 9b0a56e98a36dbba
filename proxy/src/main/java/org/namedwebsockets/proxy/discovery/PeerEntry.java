package org.namedwebsockets.proxy.discovery;

import java.util.Locale;

/**
 * A proxy that the configuration names: {@code host}, {@code host:port}, {@code [v6]:port} or a
 * bare IPv6 address.
 *
 * @param text as configured; the key of its sighting
 * @param host a name or an address, without brackets
 * @param port its port for links, 1 to 65535
 */
public record PeerEntry(String text, String host, int port) {
  private static final int TEXT_MAX = 300;

  /**
   * Reads one.
   *
   * @param text the configured text
   * @param defaultPort the port if the text has none
   * @return the entry
   * @throws IllegalArgumentException if it is none, with a sentence for the user
   */
  public static PeerEntry parse(String text, int defaultPort) {
    String trimmed = text.strip().toLowerCase(Locale.ROOT);
    if (trimmed.isEmpty() || trimmed.length() > TEXT_MAX) {
      throw wrong(text);
    }
    if (trimmed.startsWith("[")) {
      int end = trimmed.indexOf(']');
      if (end < 0) {
        throw wrong(text);
      }
      return of(trimmed, trimmed.substring(1, end), trimmed.substring(end + 1), defaultPort);
    }
    int colon = trimmed.indexOf(':');
    if (colon < 0 || colon != trimmed.lastIndexOf(':')) {
      return of(trimmed, trimmed, "", defaultPort);
    }
    return of(trimmed, trimmed.substring(0, colon), trimmed.substring(colon), defaultPort);
  }

  private static PeerEntry of(String text, String host, String colonPort, int defaultPort) {
    boolean hostIsLegal =
        !host.isEmpty() && host.chars().allMatch(c -> c > ' ' && c < 127 && "[]/@".indexOf(c) < 0);
    if (!hostIsLegal || !(colonPort.isEmpty() || colonPort.matches(":[0-9]{1,5}"))) {
      throw wrong(text);
    }
    int port = colonPort.isEmpty() ? defaultPort : Integer.parseInt(colonPort.substring(1));
    if (port < 1 || port > 65535) {
      throw wrong(text);
    }
    return new PeerEntry(text, host, port);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "a peer is host, host:port or [IPv6]:port with a port of 1 to 65535, not '" + text + "'");
  }
}
