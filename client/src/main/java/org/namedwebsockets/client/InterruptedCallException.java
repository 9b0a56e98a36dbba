package org.namedwebsockets.client;

/** The thread was interrupted while it waited; it still is when this is thrown. */
public final class InterruptedCallException extends NamedWebSocketException {
  private static final long serialVersionUID = 1;

  private InterruptedCallException() {
    super("interrupted");
  }

  /** Interrupts the thread anew, for whoever looks. */
  static InterruptedCallException here() {
    Thread.currentThread().interrupt();
    return new InterruptedCallException();
  }
}
