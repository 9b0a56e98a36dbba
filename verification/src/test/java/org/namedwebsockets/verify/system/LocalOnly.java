package org.namedwebsockets.verify.system;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;

/** A proxy for tests of one machine: any free port, and not a packet to the LAN. */
public final class LocalOnly {
  private static final Pattern LINK_PORT = Pattern.compile("\"linkPort\":([1-9][0-9]*)");

  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(15_000, 28_000));

  private LocalOnly() {}

  public static Proxy start() throws BindException {
    return Proxy.start(ProxyConfig.DEFAULTS.withPort(0).withLan(ProxyConfig.LanConfig.OFF));
  }

  /** One that takes links on a port, of proxies that are told of each other. */
  public static Proxy linked(int linkPort, List<String> peers) throws BindException {
    var lan = new ProxyConfig.LanConfig(true, linkPort, false, peers, List.of(), List.of());
    return Proxy.start(ProxyConfig.DEFAULTS.withPort(0).withLan(lan));
  }

  /** Where a proxy takes links, as soon as it does: its LAN side opens after it has started. */
  public static int linkPort(Proxy proxy) throws IOException {
    while (true) {
      Matcher port = LINK_PORT.matcher(RawSocket.get(proxy.port(), "/api/status"));
      if (port.find()) {
        return Integer.parseInt(port.group(1));
      }
    }
  }

  /** A port that nobody listens on, below those that the kernel gives to whoever wants just any. */
  public static int freePort() throws IOException {
    while (true) {
      int port = NEXT_PORT.incrementAndGet();
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException taken) {
        continue;
      }
    }
  }
}
