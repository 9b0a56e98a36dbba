package org.namedwebsockets.client;

import java.time.Duration;

/**
 * What a {@link NamedWebSocket} bears before it stops reading, gives up waiting or closes.
 *
 * @param messageBytesMax the largest message that is read; a larger one closes the connection
 * @param inboxMessagesMax how many messages wait to be received before reading stops
 * @param inboxBytesMax how many bytes of them
 * @param callsMax how many requests and messages for one peer wait for their answer at once; the
 *     proxy allows 1,024
 * @param openMax how long opening may take
 * @param sendMax how long a send waits for its turn, or for the connection to come back
 * @param deliverMax how long a direct message waits to be confirmed
 * @param closeMax how long closing waits for the proxy to have read everything
 */
public record ClientLimits(
    int messageBytesMax,
    int inboxMessagesMax,
    int inboxBytesMax,
    int callsMax,
    Duration openMax,
    Duration sendMax,
    Duration deliverMax,
    Duration closeMax) {

  /** What holds unless told otherwise. */
  public static final ClientLimits DEFAULTS =
      new ClientLimits(
          16 << 20,
          1_024,
          16 << 20,
          1_024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5));

  /**
   * While an answer is waited for, so many times as much may wait in the inbox: the answer comes
   * behind what came before it.
   */
  static final int INBOX_FACTOR_WHILE_ASKING = 8;

  /**
   * Checks that each is one at least.
   *
   * @throws IllegalArgumentException if one is not
   */
  public ClientLimits {
    boolean counts =
        messageBytesMax > 0 && inboxMessagesMax > 0 && inboxBytesMax > 0 && callsMax > 0;
    boolean times =
        openMax.isPositive()
            && sendMax.isPositive()
            && deliverMax.isPositive()
            && closeMax.isPositive();
    if (!counts || !times) {
      throw new IllegalArgumentException("every limit must be more than nothing");
    }
  }

  /**
   * The same with another inbox.
   *
   * @param messages how many messages may wait to be received
   * @param bytes how many bytes of them
   * @return a changed copy
   */
  public ClientLimits withInbox(int messages, int bytes) {
    return new ClientLimits(
        messageBytesMax, messages, bytes, callsMax, openMax, sendMax, deliverMax, closeMax);
  }

  /**
   * The same with another patience for sending.
   *
   * @param max how long a send waits
   * @return a changed copy
   */
  public ClientLimits withSendMax(Duration max) {
    return new ClientLimits(
        messageBytesMax,
        inboxMessagesMax,
        inboxBytesMax,
        callsMax,
        openMax,
        max,
        deliverMax,
        closeMax);
  }

  /**
   * The same with another patience for closing.
   *
   * @param max how long closing waits
   * @return a changed copy
   */
  public ClientLimits withCloseMax(Duration max) {
    return new ClientLimits(
        messageBytesMax,
        inboxMessagesMax,
        inboxBytesMax,
        callsMax,
        openMax,
        sendMax,
        deliverMax,
        max);
  }
}
