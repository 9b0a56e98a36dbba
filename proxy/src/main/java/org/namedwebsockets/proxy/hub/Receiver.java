package org.namedwebsockets.proxy.hub;

/** The outbox of a peer of this machine: takes what its channel's other peers broadcast. */
public interface Receiver extends Outbox {
  /**
   * With whom it is handed messages.
   *
   * @return the same for as long as its peer is on its channel
   */
  Audience audience();
}
