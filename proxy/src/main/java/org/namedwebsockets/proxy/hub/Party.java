package org.namedwebsockets.proxy.hub;

import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProxyId;

/**
 * Who comes, goes or speaks on a channel, as others tell it apart: an id and where it is.
 *
 * @param id its id
 * @param proxy the proxy it is on, null if it is on this one
 */
public record Party(PeerId id, @Nullable ProxyId proxy) {
  static Party here(PeerId id) {
    return new Party(id, null);
  }

  static Party beyond(Bridge bridge, PeerId id) {
    return new Party(id, bridge.remote());
  }
}
