package org.namedwebsockets.proxy.discovery;

/** How we came to know of another proxy. */
public enum Found {
  /** It announced itself on the LAN. */
  MDNS("mdns"),
  /** The configuration names it. */
  PEER("peer"),
  /** Another proxy told us of it. */
  GOSSIP("gossip"),
  /** It dialled us. */
  ACCEPTED("accepted");

  private final String word;

  Found(String word) {
    this.word = word;
  }

  /**
   * The word for the log and {@code /api/status}.
   *
   * @return lower-case letters
   */
  public String word() {
    return word;
  }
}
