package org.namedwebsockets.verify.system;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;

/** A proxy for tests of one machine: any free port, and not a packet to the LAN. */
public final class LocalOnly {
  private LocalOnly() {}

  public static Proxy start() throws BindException {
    return Proxy.start(ProxyConfig.DEFAULTS.withPort(0).withLan(ProxyConfig.LanConfig.OFF));
  }

  /** One that takes links on a port, of proxies that are told of each other. */
  public static Proxy linked(int linkPort, List<String> peers) throws BindException {
    var lan = new ProxyConfig.LanConfig(true, linkPort, false, peers, List.of(), List.of());
    return Proxy.start(ProxyConfig.DEFAULTS.withPort(0).withLan(lan));
  }

  /** A port that nobody listens on now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
