package org.namedwebsockets.proxy.hub;

/**
 * The reading side of a socket. Called on the hub's loop only; both calls may be repeated, and may
 * come when the socket is closed.
 */
public interface Inflow {
  /** Stops reading. What was read already is still delivered. */
  void pause();

  /** Reads again. */
  void resume();
}
