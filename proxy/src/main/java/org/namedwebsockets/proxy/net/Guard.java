package org.namedwebsockets.proxy.net;

import java.util.Optional;
import org.namedwebsockets.protocol.ChannelKey;

/** Who may use a port. Pure. */
interface Guard {
  /** Checks the host on every route. */
  Optional<Route.Refused> checkHost(RequestHead head);

  /** Where a request for a socket leads, as far as its site goes. */
  Route admit(RequestHead head, ChannelKey key, Route socket);

  /** Checks the site on what only our own pages and programs may read. */
  Optional<Route.Refused> checkPrivate(RequestHead head);

  /**
   * Checks what is shown, where something has to be. Nothing else of a request counts for this:
   * every user of this machine may send any header.
   *
   * @param query the token in the address, for a page that cannot set a header
   */
  Optional<Route.Refused> checkToken(RequestHead head, String query);

  /** Checks that the token of the owner itself is shown. */
  Optional<Route.Refused> checkOwner(RequestHead head);
}
