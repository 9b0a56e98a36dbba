package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.CloseReason;

/**
 * Where messages wait to leave for one socket or one bridge. Never blocks and never refuses: it
 * says when it is full, and {@link FlowControl} decides what follows.
 *
 * <p>Called on the hub's loop only. Whoever implements it calls {@link Hub#drained} on that loop
 * when it was full and has room again.
 */
public interface Outbox {
  /**
   * Whether more waits here than should.
   *
   * @return true from the moment the waiting bytes pass the high mark until they fall to the low
   */
  boolean isFull();

  /**
   * What waits here.
   *
   * @return bytes
   */
  long waitingBytes();

  /**
   * What the socket has taken from here since it opened; the sign of life of a full outbox.
   *
   * @return bytes, never less than before
   */
  long takenBytes();

  /**
   * Ends the socket. What waits is given up at once if the reason is not the other side's wish. The
   * hub hears of the end as of any other, by a leave, now or later; until then this may be called
   * again and is still handed things, which it drops.
   *
   * @param reason why
   * @param detail a sentence for the other side, empty if the reason says all
   */
  void close(CloseReason reason, String detail);
}
