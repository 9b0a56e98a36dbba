package org.namedwebsockets.proxy.discovery;

import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;

/**
 * The local network as discovery uses it: says one advert, hears those of others. Called on the
 * hub's loop; every method returns at once. What it hears comes back as {@link LanNews}.
 */
public interface Lan {
  /**
   * Announces the advert until it is withdrawn; says goodbye to one announced before.
   *
   * @param advert what to say
   */
  void announce(Advert advert);

  /** Says goodbye on every wire. */
  void withdraw();

  /** Asks once, now, who is there. */
  void query();

  /**
   * A link with a proxy stands, so nobody needs to ask whether it is still there.
   *
   * @param id the proxy at the other end
   */
  void hold(ProxyId id);

  /**
   * The link is gone: asks at once whether the proxy is still there, and says {@link LanNews.Gone}
   * within about ten seconds if nobody answers.
   *
   * @param id the proxy that was at the other end
   */
  void release(ProxyId id);
}
