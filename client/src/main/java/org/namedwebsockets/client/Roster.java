package org.namedwebsockets.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is on the channel. When a lost connection comes back, who was there and still is has neither
 * left nor joined.
 */
final class Roster {
  /** Two peers behind two proxies may have one id. */
  private record Key(String id, String proxy) {}

  private final Map<Key, Peer> peers = new LinkedHashMap<>();

  /** Those of the connection before that were not told of yet. */
  private final Set<Key> doubtful = new HashSet<>();

  private @Nullable List<Peer> snapshot;

  /** A new connection: it will tell of everybody anew. */
  synchronized void begin() {
    doubtful.clear();
    doubtful.addAll(peers.keySet());
  }

  /**
   * A peer is there.
   *
   * @return whether that is news
   */
  synchronized boolean joined(Peer peer) {
    Key key = new Key(peer.id(), peer.proxy());
    doubtful.remove(key);
    snapshot = null;
    return !peer.equals(peers.put(key, peer));
  }

  /** All who are there were told: returns those of before who are gone. */
  synchronized List<Peer> ready() {
    List<Peer> gone = new ArrayList<>();
    for (Key key : doubtful) {
      Peer peer = peers.remove(key);
      if (peer != null) {
        gone.add(peer);
      }
    }
    doubtful.clear();
    snapshot = null;
    return gone;
  }

  /** A peer left; null if we did not know it. */
  synchronized @Nullable Peer left(String id, String proxy) {
    snapshot = null;
    Key key = new Key(id, proxy);
    doubtful.remove(key);
    return peers.remove(key);
  }

  /** Everybody, in the order they came; never changes. */
  synchronized List<Peer> peers() {
    List<Peer> known = snapshot;
    if (known == null) {
      known = List.copyOf(peers.values());
      snapshot = known;
    }
    return known;
  }
}
