package org.namedwebsockets.proxy.link;

import java.util.Optional;

/** What the edge tells of connections to other proxies, called on the hub's loop. */
public interface LinkOwner {
  /**
   * A connection stands: TLS is done, both certificates are proven, HTTP/2 settings have arrived,
   * and nothing of the match was said.
   *
   * @param link the connection
   * @param nowNs the time
   * @return whom to tell what comes over it; empty if it is not wanted and was closed already, in
   *     which case nothing more need be told
   */
  Optional<LinkListener> up(Link link, long nowNs);

  /**
   * An attempt came to nothing.
   *
   * @param dial which
   * @param end why
   * @param nowNs the time
   */
  void failed(Dial dial, LinkEnd end, long nowNs);
}
