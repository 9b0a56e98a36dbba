package org.namedwebsockets.proxy;

/** A running proxy. */
public final class Proxy implements AutoCloseable {
  private final int port;

  private Proxy(int port) {
    this.port = port;
  }

  /**
   * Starts a proxy.
   *
   * @param config what it is told
   * @return the running proxy
   * @throws java.net.BindException if the local port is taken
   */
  public static Proxy start(ProxyConfig config) throws java.net.BindException {
    return new Proxy(config.port());
  }

  /**
   * The local port it listens on.
   *
   * @return the port
   */
  public int port() {
    return port;
  }

  @Override
  public void close() {}
}
