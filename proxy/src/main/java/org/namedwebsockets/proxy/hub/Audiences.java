package org.namedwebsockets.proxy.hub;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;

/** The audiences of a channel's peers, gathered anew after a change only. */
final class Audiences {
  private final Collection<Peer.Local> peers;
  private Audience @Nullable [] gathered;

  /**
   * Those of a collection.
   *
   * @param peers may change; each change must be told
   */
  Audiences(Collection<Peer.Local> peers) {
    this.peers = peers;
  }

  /** A peer has come or gone. */
  void changed() {
    gathered = null;
  }

  /** Hands a message to all of them; says whether one who gets it is full by now. */
  boolean offer(PeerId from, Message message, @Nullable Receiver except) {
    Audience[] all = gathered;
    if (all == null) {
      Set<Audience> distinct = new LinkedHashSet<>();
      peers.forEach(peer -> distinct.add(peer.receiver().audience()));
      all = distinct.toArray(Audience[]::new);
      gathered = all;
    }
    boolean full = false;
    for (Audience audience : all) {
      full |= audience.offer(from, message, except);
    }
    return full;
  }
}
