package org.namedwebsockets.protocol;

/**
 * The other side broke a rule. Thrown by codecs, caught once per pipeline, turned into one close.
 */
public final class ProtocolException extends Exception {
  /** What the socket is closed with. */
  private final CloseReason reason;

  /**
   * A broken rule.
   *
   * @param reason how the socket ends
   * @param detail the value found and the value wanted; shown to the other side, so never a secret
   */
  public ProtocolException(CloseReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /**
   * How the socket ends.
   *
   * @return the reason to close with
   */
  public CloseReason reason() {
    return reason;
  }
}
