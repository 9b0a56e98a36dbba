package org.namedwebsockets.proxy.metrics;

/** What is counted since start; each only grows. */
public enum Counter {
  /** Connections accepted on the local port. */
  CONNECTIONS_ACCEPTED("connections.accepted", "Connections accepted on the local port"),
  /** Requests answered without an upgrade. */
  REQUESTS_ANSWERED("requests.answered", "HTTP requests answered, upgrades not counted"),
  /** Requests refused with a 4xx or 5xx status. */
  REQUESTS_REFUSED("requests.refused", "HTTP requests refused with a 4xx or 5xx status"),
  /** Requests that did not show the token. */
  TOKENS_REFUSED("tokens.refused", "Requests that did not show the token, or a wrong one"),
  /** Peers that joined on this machine. */
  PEERS_JOINED("peers.joined", "Peers of this machine that joined a channel"),
  /** Peers that left on this machine. */
  PEERS_LEFT("peers.left", "Peers of this machine that left a channel"),
  /** Messages broadcast by peers of this machine. */
  MESSAGES_RECEIVED("messages.received", "Broadcast messages taken from peers of this machine"),
  /** Messages handed to peers of this machine. */
  MESSAGES_DELIVERED("messages.delivered", "Broadcast messages handed to peers of this machine"),
  /** Payload bytes broadcast by peers of this machine. */
  BYTES_RECEIVED("bytes.received", "Payload bytes of broadcasts taken from this machine's peers"),
  /** Payload bytes handed to peers of this machine. */
  BYTES_DELIVERED("bytes.delivered", "Payload bytes of broadcasts handed to this machine's peers"),
  /** Messages sent to one peer. */
  DIRECTS_SENT("directs.sent", "Direct messages taken from peers of this machine"),
  /** Direct messages that found no peer. */
  DIRECTS_UNDELIVERED("directs.undelivered", "Direct messages that found no peer"),
  /** Times a channel had to wait for a slow reader. */
  CHANNELS_HELD("channels.held", "Times senders of a channel were paused for a slow reader"),
  /** Other proxies that came into sight. */
  SIGHTINGS("sightings.taken", "Other proxies that came into sight"),
  /** Adverts not believed. */
  SIGHTINGS_REFUSED("sightings.refused", "Adverts that were off-link, odd or too many"),
  /** Discovery packets sent. */
  MDNS_SENT("mdns.sent", "Multicast DNS packets sent"),
  /** Discovery packets taken. */
  MDNS_RECEIVED("mdns.received", "Multicast DNS packets taken, ours excluded"),
  /** Discovery packets thrown away. */
  MDNS_DROPPED("mdns.dropped", "Multicast DNS packets that were malformed, strange or too many"),
  /** Messages to other proxies. */
  BRIDGE_SENT("bridge.sent", "Envelopes sent to other proxies"),
  /** Messages from other proxies. */
  BRIDGE_RECEIVED("bridge.received", "Envelopes taken from other proxies"),
  /** Messages another proxy would not have taken. */
  BRIDGE_TOO_BIG("bridge.oversize", "Messages left out: larger than a proxy takes from another"),
  /** Connections accepted on the link port. */
  LINKS_ACCEPTED("links.accepted", "Connections accepted on the link port"),
  /** Connections closed at once because too many had not begun a match. */
  LINKS_REFUSED("links.refused", "Connections to the link port closed at once, a bound reached"),
  /** Attempts to reach another proxy. */
  LINKS_DIALLED("links.dialled", "Attempts to reach another proxy"),
  /** Connections accepted on the guest port. */
  GUESTS_ACCEPTED("guests.accepted", "Connections accepted on the guest port"),
  /** Connections to the guest port closed at once because there were too many. */
  GUESTS_REFUSED("guests.refused", "Connections to the guest port closed at once, a bound reached"),
  /** Secrets and tokens shown at the guest port that nobody was given. */
  GUESTS_WRONG("guests.wrong", "Secrets and tokens shown at the guest port that were wrong"),
  /** Items of matches accepted from other proxies; each is one guess they may have made. */
  MATCH_ITEMS("match.items", "Match items accepted from other proxies, each one possible guess"),
  /** Match messages that had to wait for an allowance. */
  MATCH_DELAYED("match.delayed", "Match messages that had to wait for an allowance"),
  /** Scalar multiplications done for matches. */
  MATCH_WORK("match.work", "Scalar multiplications done for other proxies' matches"),
  /** Times the match threads had too much to do. */
  MATCH_OVERLOADED("match.overloaded", "Times work for a match was put off for lack of threads"),
  /** Proofs of a channel name that were right. */
  MATCH_CONFIRMED("match.confirmed", "Channels found to be shared with another proxy"),
  /** Matches ended because the other end broke a rule. */
  MATCH_FAULTS("match.faults", "Matches ended because the other proxy broke a rule");

  private final String word;
  private final String help;

  Counter(String word, String help) {
    this.word = word;
    this.help = help;
  }

  /**
   * The name in {@code /api/status}.
   *
   * @return lower-case words joined by dots
   */
  public String word() {
    return word;
  }

  /**
   * What is counted, for people.
   *
   * @return one line
   */
  public String help() {
    return help;
  }
}
