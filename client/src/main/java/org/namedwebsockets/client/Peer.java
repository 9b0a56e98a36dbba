package org.namedwebsockets.client;

/**
 * Another peer of the channel, as its proxy tells of it. What was not told is empty.
 *
 * @param id its id, chosen by itself; two peers behind two proxies may have the same
 * @param name for people
 * @param kind for programs, such as {@code printer}
 * @param origin the site its page came from
 * @param proxy the proxy it is behind; empty if that is our own
 */
public record Peer(String id, String name, String kind, String origin, String proxy) {
  /**
   * Whether it is on this machine.
   *
   * @return true if our own proxy serves it
   */
  public boolean isHere() {
    return proxy.isEmpty();
  }

  /**
   * What to call it.
   *
   * @return its name, or its id if it has none
   */
  public String label() {
    return name.isEmpty() ? id : name;
  }
}
