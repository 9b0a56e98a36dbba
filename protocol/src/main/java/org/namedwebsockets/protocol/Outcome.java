package org.namedwebsockets.protocol;

/** What became of a message for one peer. */
public enum Outcome {
  /** It is in the queue of that peer's own socket. */
  DELIVERED("delivered"),
  /** Nobody of that id is on the channel. */
  NO_SUCH_PEER("no such peer"),
  /** The peer has no socket for it. */
  NO_DIRECTS("the peer takes no direct messages"),
  /** The peer's form has no replies. */
  NO_REQUESTS("the peer takes no requests"),
  /** Others were faster while the peer's control socket was on its way. */
  TOO_MANY_WAIT("too many direct messages wait for the peer"),
  /** It was not answered in time. */
  TIMED_OUT("timed out"),
  /** It was there, and left without an answer. */
  PEER_LEFT("the peer left"),
  /** The other proxy takes no message of this size. */
  TOO_BIG("the message is too big"),
  /** Its number is that of another that waits. Never went anywhere. */
  NUMBER_TAKEN("ref is that of another message of yours that waits for its answer"),
  /** Its sender has as many waiting as it may. Never went anywhere. */
  TOO_MANY_CALLS("too many of your messages wait for their answers");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  /**
   * The outcome for people.
   *
   * @return a few words
   */
  public String words() {
    return words;
  }

  /**
   * Whether the sender itself was at fault.
   *
   * @return true if the message never went anywhere
   */
  public boolean isFault() {
    return this == NUMBER_TAKEN || this == TOO_MANY_CALLS;
  }
}
