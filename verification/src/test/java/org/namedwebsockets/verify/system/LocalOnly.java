package org.namedwebsockets.verify.system;

import java.net.BindException;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;

/** A proxy for tests of one machine: any free port, and not a packet to the LAN. */
public final class LocalOnly {
  private LocalOnly() {}

  public static Proxy start() throws BindException {
    return Proxy.start(ProxyConfig.DEFAULTS.withPort(0).withLan(ProxyConfig.LanConfig.OFF));
  }
}
