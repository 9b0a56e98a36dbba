package org.namedwebsockets.proxy.net;

import java.time.Duration;
import java.util.List;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.access.Decision;

/** What a request is for. */
sealed interface Route {
  /**
   * A peer's own socket.
   *
   * @param details what others are told of it
   * @param v1 whether it speaks {@code nws.v1} and not the raw form
   */
  record Join(ChannelKey key, PeerId id, PeerDetails details, boolean v1) implements Route {}

  /** A peer's socket in the form of 2015; its id is ours to choose. */
  record Successor(ChannelKey key, PeerDetails details) implements Route {}

  /**
   * A peer's control socket.
   *
   * @param ready whether the client asked to be told when the roster is complete
   * @param senders whether the client asked to be told who sends what its peer hears
   */
  record Control(ChannelKey key, PeerId id, boolean ready, boolean senders) implements Route {}

  /**
   * A socket of a site that nobody has decided about.
   *
   * @param origin the site
   * @param key the channel it wants
   */
  record Held(String origin, ChannelKey key) implements Route {}

  /** What was decided about sites, and which wait. */
  record Sites() implements Route {}

  /** A person decides about a site. */
  record Decide(Decision decision) implements Route {}

  /** What was decided about a site holds no more. */
  record Forget(String origin) implements Route {}

  /** A ticket for the proxy's own pages. */
  record Ticket() implements Route {}

  /** A session for a ticket. */
  record Session(String ticket) implements Route {
    @Override
    public String toString() {
      return "Session";
    }
  }

  /** Another token instead of the one that is kept. */
  record NewToken() implements Route {}

  /** What has to do with guests. */
  sealed interface OfGuests extends Route {}

  /** Who is invited. */
  record Invites() implements OfGuests {}

  /**
   * A person invites somebody.
   *
   * @param channels where to
   * @param life for how long
   * @param once whether only the first who comes
   */
  record MakeInvite(List<ChannelKey> channels, Duration life, boolean once) implements OfGuests {
    /** Keeps a copy. */
    public MakeInvite {
      channels = List.copyOf(channels);
    }
  }

  /** An invite holds no more. */
  record EndInvite(String id) implements OfGuests {}

  /** Somebody shows the secret of an invite. */
  record Redeem(String secret) implements OfGuests {
    @Override
    public String toString() {
      return "Redeem";
    }
  }

  /** Somebody shows the token of a guest. */
  record Visit(String token) implements OfGuests {
    @Override
    public String toString() {
      return "Visit";
    }
  }

  /**
   * A guest's own socket.
   *
   * @param join where to
   * @param token what the guest shows
   */
  record Come(Join join, String token) implements OfGuests {
    @Override
    public String toString() {
      return "Come";
    }
  }

  /** A file of ours, by its path. */
  record Asset(String path) implements Route {}

  /** Whether a proxy runs here. */
  record Health() implements Route {}

  /** Counters for Prometheus. */
  record Metrics() implements Route {}

  /** Channels, peers, links and counters. */
  record Status() implements Route {}

  /** What is well here and on the network, and what is not. */
  record Doctor() implements Route {}

  /**
   * Not to be had, and why.
   *
   * @param status an HTTP status of 400 or more
   * @param why a sentence for people
   */
  record Refused(int status, String why) implements Route {}
}
