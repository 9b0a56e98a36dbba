package org.namedwebsockets.client;

/** How a {@link NamedWebSocket} stands with its proxy. */
public enum State {
  /** On the way to the proxy. */
  CONNECTING,
  /** On the channel. */
  OPEN,
  /** The connection broke, or none could be made; it is tried again after a while. */
  WAITING,
  /** For good: you closed it, or coming back makes no sense. */
  CLOSED
}
