package org.namedwebsockets.protocol;

/**
 * Every way a socket can end.
 *
 * <p>Each has a close code as browsers see it, one word for the log and the metric, and tells the
 * client whether coming back at once makes sense.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6455#section-7.4 RFC 6455, "Status Codes"
 */
public enum CloseReason {
  /** The client closed, or its control socket went with it. */
  GONE(1000, "gone", true),
  /** The proxy stops. */
  STOPPING(1001, "stopping", true),
  /** Nothing was heard for the idle limit, not even an answer to a ping. */
  SILENT(1001, "silent", true),
  /** The client broke the WebSocket framing rules. */
  BAD_FRAME(1002, "bad-frame", false),
  /** Text that is not UTF-8, or a control message that is not JSON. */
  BAD_TEXT(1007, "bad-text", false),
  /** A control message with a wrong shape. */
  BAD_MESSAGE(1008, "bad-message", false),
  /** A full outbox moved less than the stall limit asks. */
  SLOW(1008, "slow", true),
  /** The site was not allowed, or its permission was taken back. */
  FORBIDDEN(1008, "forbidden", false),
  /** The invite by which a guest came has ended. */
  UNINVITED(1008, "uninvited", false),
  /** A message over the size limit. */
  TOO_BIG(1009, "too-big", false),
  /** A fault of ours. */
  FAULT(1011, "fault", true),
  /** A limit of the whole proxy is reached. */
  OVERLOADED(1013, "overloaded", true),
  /** The connection broke without a close frame. */
  BROKEN(1006, "broken", true);

  private final int code;
  private final String word;
  private final boolean retry;

  CloseReason(int code, String word, boolean retry) {
    this.code = code;
    this.word = word;
    this.retry = retry;
  }

  /**
   * The status code of the close frame; 1006 is never sent.
   *
   * @return a code of RFC 6455
   */
  public int code() {
    return code;
  }

  /**
   * The word in logs, metrics and at the start of the close frame's text.
   *
   * @return lower-case letters and hyphens
   */
  public String word() {
    return word;
  }

  /**
   * Whether the same client may sensibly connect again by itself.
   *
   * @return false if the same request would end the same way
   */
  public boolean retry() {
    return retry;
  }
}
