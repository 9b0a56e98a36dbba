package org.namedwebsockets.client;

/** The socket is closed, or the connection broke before the answer came. */
public final class ClosedException extends NamedWebSocketException {
  private static final long serialVersionUID = 1;

  ClosedException(String sentence) {
    super(sentence);
  }
}
