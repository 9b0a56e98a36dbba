package org.namedwebsockets.client;

import java.util.function.BooleanSupplier;

/** One message, and the connections that come and go until it has left. */
final class Attempts {
  private Attempts() {}

  /** Waits for something that sends. */
  interface Awaited<S> {
    /** The next one that is open. */
    S await() throws InterruptedException;
  }

  /** Sends. */
  interface Sending<S> {
    /** Whether it has left; if not, the connection is gone. */
    boolean by(S open) throws InterruptedException;
  }

  /**
   * Sends by one connection after another until the message has left, as long as it is wanted: a
   * call may fail while it waits for the next connection, and must not be made by that one.
   */
  static <S> void untilSent(BooleanSupplier wanted, Awaited<S> next, Sending<S> sending)
      throws InterruptedException {
    boolean sent = false;
    while (!sent && wanted.getAsBoolean()) {
      S open = next.await();
      sent = wanted.getAsBoolean() && sending.by(open);
    }
  }
}
