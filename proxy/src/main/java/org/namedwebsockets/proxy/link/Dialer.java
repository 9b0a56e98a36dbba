package org.namedwebsockets.proxy.link;

/** Port: opens connections to other proxies. */
public interface Dialer {
  /**
   * Begins an attempt: TCP, TLS, HTTP/2 settings. Called on the hub's loop.
   *
   * <p>Answered exactly once and never from inside this call: by {@link LinkOwner#up} with a link
   * whose {@link Link#dial()} is this attempt, or by {@link LinkOwner#failed}. An attempt that
   * takes longer than {@link LinkWaits#dialMax} is given up as {@link LinkEnd#SILENT}.
   *
   * @param dial whom and where
   */
  void dial(Dial dial);
}
