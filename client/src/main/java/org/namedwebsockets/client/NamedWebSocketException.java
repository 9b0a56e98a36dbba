package org.namedwebsockets.client;

/** Something that was asked of a {@link NamedWebSocket} did not come to pass; says what. */
public class NamedWebSocketException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * What went wrong.
   *
   * @param sentence for people
   */
  public NamedWebSocketException(String sentence) {
    super(sentence);
  }

  /**
   * What went wrong below.
   *
   * @param sentence for people
   * @param cause what was thrown
   */
  public NamedWebSocketException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
