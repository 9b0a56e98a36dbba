package org.namedwebsockets.proxy.access;

/**
 * Somebody who came by an invite: one browser, told apart by the token it was given.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
public final class Guest {
  private final Invite invite;
  private final String tokenHash;
  private int sockets;

  Guest(Invite invite, String tokenHash) {
    this.invite = invite;
    this.tokenHash = tokenHash;
  }

  /**
   * By what it came.
   *
   * @return the invite
   */
  public Invite invite() {
    return invite;
  }

  String tokenHash() {
    return tokenHash;
  }

  int sockets() {
    return sockets;
  }

  boolean isHere() {
    return sockets > 0;
  }

  void count(int more) {
    sockets += more;
  }
}
