package org.namedwebsockets.verify.system;

import java.net.BindException;
import java.util.List;
import java.util.Optional;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;

/** A proxy for tests of one machine: any free port, and not a packet to the LAN. */
public final class LocalOnly {
  private static final ProxyConfig.LanConfig NO_LAN =
      new ProxyConfig.LanConfig(false, 0, false, List.of(), List.of(), List.of());

  private LocalOnly() {}

  public static Proxy start() throws BindException {
    ProxyConfig usual = ProxyConfig.DEFAULTS;
    return Proxy.start(
        new ProxyConfig(
            0, usual.origins(), Optional.empty(), usual.limits(), usual.netLimits(), NO_LAN));
  }
}
