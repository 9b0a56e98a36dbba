package org.namedwebsockets.proxy.hub;

import java.util.ArrayList;
import java.util.List;
import org.namedwebsockets.protocol.CloseReason;

/** An outbox without a socket: what waits is a number that the test sets. */
class RecordingOutbox implements Outbox {
  /** Everything it was told, in order, in words. */
  final List<String> heard = new ArrayList<>();

  /** Every close it was asked for, in order. */
  final List<CloseReason> closed = new ArrayList<>();

  String closeDetail = "";
  boolean full;
  long waiting;
  long taken;

  /** What else happens when it is handed something: a socket may break at any moment. */
  Runnable onHeard = () -> {};

  /** What else happens when it is closed. */
  Runnable onClose = () -> {};

  final void hear(String what) {
    heard.add(what);
    onHeard.run();
  }

  @Override
  public boolean isFull() {
    return full;
  }

  @Override
  public long waitingBytes() {
    return waiting;
  }

  @Override
  public long takenBytes() {
    return taken;
  }

  @Override
  public void close(CloseReason reason, String detail) {
    closed.add(reason);
    closeDetail = detail;
    onClose.run();
  }
}
