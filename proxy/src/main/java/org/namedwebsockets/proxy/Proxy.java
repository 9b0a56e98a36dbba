package org.namedwebsockets.proxy;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  private static final Duration LAN_START_MAX = Duration.ofSeconds(1);

  private final Network network;
  private int port;
  private volatile @Nullable LanSide lan;
  private @Nullable Thread lanStart;
  private boolean closed;

  private Proxy(Network network) {
    this.network = network;
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
    Proxy proxy = new Proxy(network);
    try {
      proxy.port = network.listen(config.port(), config.origins(), version(), proxy::linksStatus);
      LOG.info("proxy.started port={} version={}", proxy.port, version());
    } catch (BindException taken) {
      network.close();
      throw taken;
    }
    if (config.lan().enabled()) {
      proxy.lanStart =
          Thread.ofPlatform()
              .name("nws-lan-start")
              .daemon()
              .start(() -> proxy.openLan(config, hub, metrics));
    }
    return proxy;
  }

  /** Keys and sockets take a moment that pages of this machine need not wait for. */
  private void openLan(ProxyConfig config, Hub hub, Metrics metrics) {
    try {
      lan = new LanSide(config.lan(), network, hub, metrics);
    } catch (IOException | RuntimeException broken) {
      LOG.error("lan.closed: only this machine's channels work, because {}", broken.getMessage());
    }
  }

  private LinksStatus linksStatus() {
    LanSide open = lan;
    return open == null ? LinksStatus.NONE : open.status();
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
      closeLan();
      network.close();
      LOG.info("proxy.stopped port={}", port);
    }
  }

  private void closeLan() {
    if (lanStart != null) {
      try {
        lanStart.join(LAN_START_MAX);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    LanSide open = lan;
    if (open != null) {
      open.close();
    }
  }
}
