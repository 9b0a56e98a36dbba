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
}
