package org.namedwebsockets.proxy.net;

import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.PeerId;

/** What a request is for. */
sealed interface Route {
  /** A peer's data socket. */
  record Join(ChannelKey key, PeerId id, String origin) implements Route {}

  /**
   * A peer's control socket.
   *
   * @param ready whether the client asked to be told when the roster is complete
   * @param senders whether the client asked to be told who sends what its peer hears
   */
  record Control(ChannelKey key, PeerId id, boolean ready, boolean senders) implements Route {}

  /** A file of ours, by its path. */
  record Asset(String path) implements Route {}

  /** Whether a proxy runs here. */
  record Health() implements Route {}

  /** Counters for Prometheus. */
  record Metrics() implements Route {}

  /** Channels, peers, links and counters. */
  record Status() implements Route {}

  /**
   * Not to be had, and why.
   *
   * @param status an HTTP status of 400 or more
   * @param why a sentence for people
   */
  record Refused(int status, String why) implements Route {}
}
