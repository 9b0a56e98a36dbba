package org.namedwebsockets.proxy.access;

import java.util.List;
import org.namedwebsockets.protocol.ChannelKey;

/**
 * What a person allowed somebody who has no proxy: some channels, for some time.
 *
 * @param id how people speak of it; no secret
 * @param channels where its guests may be
 * @param once whether it is for the first guest alone
 * @param untilNs when it ends, on the loop's clock
 */
public record Invite(String id, List<ChannelKey> channels, boolean once, long untilNs) {
  /** Keeps a copy. */
  public Invite {
    channels = List.copyOf(channels);
  }

  /** Without its channels: their names are not for logs. */
  @Override
  public String toString() {
    return "Invite[" + id + "]";
  }
}
