package org.namedwebsockets.client;

import java.util.Arrays;
import org.namedwebsockets.protocol.CloseReason;

/**
 * How a connection ended.
 *
 * @param why a sentence for people
 * @param comesBack whether trying again makes sense
 * @param isAnswer whether a close frame came that may be the answer to ours
 */
record Ending(String why, boolean comesBack, boolean isAnswer) {
  Ending(String why, boolean comesBack) {
    this(why, comesBack, false);
  }

  /** As the close frame of the proxy says: its text begins with the word of the reason. */
  static Ending closed(int code, String text) {
    String word = text.split("[^a-z-]", 2)[0];
    boolean comesBack =
        Arrays.stream(CloseReason.values())
            .filter(reason -> reason.code() == code && reason.word().equals(word))
            .findFirst()
            .map(CloseReason::retry)
            .orElse(true);
    return new Ending(
        "the proxy closed: " + code + (text.isEmpty() ? "" : " " + text),
        comesBack,
        code == CloseReason.GONE.code());
  }

  /** Without a word. */
  static Ending broken(Throwable cause) {
    String detail = cause.getMessage();
    return new Ending("the connection broke" + (detail == null ? "" : ": " + detail), true);
  }
}
