package org.namedwebsockets.proxy;

import java.net.BindException;
import java.util.Optional;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.metrics.Metrics;
import org.namedwebsockets.proxy.net.LinksStatus;
import org.namedwebsockets.proxy.net.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running proxy: the daemon, or one inside a test or a desktop program.
 *
 * <pre>{@code
 * try (Proxy proxy = Proxy.start(ProxyConfig.DEFAULTS.withPort(0))) {
 *   // ws://localhost:<proxy.port()>/local/<channel>/<peer_id>
 * }
 * }</pre>
 */
public final class Proxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

  private final Network network;
  private final int port;
  private boolean closed;

  private Proxy(Network network, int port) {
    this.network = network;
    this.port = port;
  }

  /**
   * Starts a proxy; it accepts connections when this returns.
   *
   * @param config what it is told
   * @return the running proxy
   * @throws BindException if the local port is taken
   */
  public static Proxy start(ProxyConfig config) throws BindException {
    Metrics metrics = new Metrics();
    Hub hub = new Hub(config.limits(), metrics, System.nanoTime());
    Network network = new Network(hub, metrics, config.netLimits());
    try {
      int port = network.listen(config.port(), config.origins(), version(), () -> LinksStatus.NONE);
      LOG.info("proxy.started port={} version={}", port, version());
      return new Proxy(network, port);
    } catch (BindException taken) {
      network.close();
      throw taken;
    }
  }

  /**
   * This build's version.
   *
   * @return such as {@code 0.1.0}
   */
  public static String version() {
    return Optional.ofNullable(Proxy.class.getPackage().getImplementationVersion())
        .orElse("0.1.0-dev");
  }

  /**
   * The local port it listens on.
   *
   * @return the port
   */
  public int port() {
    return port;
  }

  /** Stops: peers hear 1001, and nothing is left when this returns. May be called again. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      network.close();
      LOG.info("proxy.stopped port={}", port);
    }
  }
}
