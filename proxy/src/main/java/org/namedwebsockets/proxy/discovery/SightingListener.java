package org.namedwebsockets.proxy.discovery;

import org.namedwebsockets.protocol.ProxyId;

/**
 * Hears which proxies there are to link with. Called on the hub's loop, a handful of times per
 * proxy and never once per packet; must not call back into discovery from inside.
 */
public interface SightingListener {
  /**
   * A proxy was seen for the first time, or its addresses changed. Never called for ourselves.
   *
   * @param sighting what we know of it now, in place of what we said before under its key
   */
  void sighted(Sighting sighting);

  /**
   * A proxy said goodbye or is no longer announced. No reason to drop a link that stands: only the
   * link itself tells whether the proxy is gone. Configured peers are never lost.
   *
   * @param id who is no longer announced
   */
  void lost(ProxyId id);
}
