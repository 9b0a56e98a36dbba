package org.namedwebsockets.proxy.hub;

/** Whether a socket may come onto a channel. */
public enum Admission {
  /** It may. */
  WELCOME("welcome"),
  /** Another socket of this machine has that id there. */
  ID_TAKEN("this id is taken on this channel; choose another"),
  /** The proxy holds as many channels as it may. */
  CHANNELS_FULL("this proxy holds as many channels as it may (--channels-max)"),
  /** The channel has as many peers as it may. */
  PEERS_FULL("this channel has as many peers as it may (--channel-peers-max)");

  private final String sentence;

  Admission(String sentence) {
    this.sentence = sentence;
  }

  /**
   * The answer for people.
   *
   * @return a sentence without its full stop
   */
  public String sentence() {
    return sentence;
  }
}
