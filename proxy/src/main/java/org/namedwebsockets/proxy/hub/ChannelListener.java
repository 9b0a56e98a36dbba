package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.ChannelName;

/**
 * Who is told when this machine's first peer opens a network channel and its last one closes it.
 */
public interface ChannelListener {
  /**
   * A network channel came to be here.
   *
   * @param name which
   */
  void opened(ChannelName name);

  /**
   * A network channel is no more here.
   *
   * @param name which
   */
  void closed(ChannelName name);
}
