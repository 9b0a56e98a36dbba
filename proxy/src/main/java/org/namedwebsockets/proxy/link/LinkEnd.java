package org.namedwebsockets.proxy.link;

import java.util.Optional;

/**
 * Every way a link, or an attempt to make one, can end. Some are told to the other end, as the
 * debug word of its GOAWAY, so that both draw the same conclusion.
 */
public enum LinkEnd {
  /** Something there says that nothing listens. */
  REFUSED("refused", false),
  /** No way there, or no answer in time to an attempt or to a question for a sign of life. */
  SILENT("silent", false),
  /** The connection was reset or ended without a word. */
  LOST("lost", false),
  /** The two ends speak no common version. */
  VERSION("version", true),
  /** TLS failed for another reason than the version, or what answers is not a proxy. */
  HANDSHAKE("handshake", true),
  /** Another proxy than the one looked for. */
  WRONG_ID("wrong-id", true),
  /** The other end is this proxy itself. */
  SELF("self", true),
  /** There is a better link between the two already. */
  DUPLICATE("duplicate", true),
  /** More links than one end may hold, and this one was idle. */
  SURPLUS("surplus", true),
  /** One end stops. */
  STOPPING("stopping", true),
  /** One end takes on another id. */
  RENAMED("renamed", true),
  /** The other end broke a rule. */
  RULES("rules", true);

  private final String word;
  private final boolean told;

  LinkEnd(String word, boolean told) {
    this.word = word;
    this.told = told;
  }

  /**
   * The word in logs and in the GOAWAY.
   *
   * @return lower-case letters and hyphens
   */
  public String word() {
    return word;
  }

  /**
   * Whether the other end is told.
   *
   * @return false for an end that means there is nobody to tell
   */
  public boolean told() {
    return told;
  }

  /**
   * Reads the word out of the other end's GOAWAY.
   *
   * @param word what it said
   * @return empty if it is not a word that is told
   */
  public static Optional<LinkEnd> parse(String word) {
    for (LinkEnd end : values()) {
      if (end.told && end.word.equals(word)) {
        return Optional.of(end);
      }
    }
    return Optional.empty();
  }
}
