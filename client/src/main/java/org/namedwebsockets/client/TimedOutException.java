package org.namedwebsockets.client;

/** It did not happen in the time it was given. */
public final class TimedOutException extends NamedWebSocketException {
  private static final long serialVersionUID = 1;

  TimedOutException(String sentence) {
    super(sentence);
  }
}
