package org.namedwebsockets.proxy.access;

/** What becomes of a secret, or of a token, that somebody shows. */
public sealed interface Redemption {
  /**
   * It is good.
   *
   * @param guest who shows it
   * @param token what that guest has to show from now on
   */
  record Welcome(Guest guest, String token) implements Redemption {
    /** Without the token. */
    @Override
    public String toString() {
      return "Welcome[" + guest.invite().id() + "]";
    }
  }

  /**
   * It is not.
   *
   * @param why the reason
   */
  record Refused(Refusal why) implements Redemption {}

  /** Why not. */
  enum Refusal {
    /** Nobody was ever given this, or it was long ago. */
    UNKNOWN("unknown", "nobody was invited with this link; perhaps a part of it is missing"),
    /** The invite was for one guest, who has come. */
    USED("used", "this invite was for one guest, and has been used; ask for another"),
    /** The invite has as many guests as it may. */
    FULL("full", "this invite has as many guests as it may; ask for another"),
    /** The invite has ended. */
    OVER("over", "this invite has ended; ask for another");

    private final String word;
    private final String sentence;

    Refusal(String word, String sentence) {
      this.word = word;
      this.sentence = sentence;
    }

    /**
     * The reason for programs.
     *
     * @return lower-case letters
     */
    public String word() {
      return word;
    }

    /**
     * The reason for people.
     *
     * @return a sentence without its full stop
     */
    public String sentence() {
      return sentence;
    }
  }
}
