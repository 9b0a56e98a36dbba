package org.namedwebsockets.proxy.net;

import java.util.function.Supplier;
import org.namedwebsockets.proxy.access.Origins;

/**
 * What every connection to the local port needs. Confined to the hub's loop.
 *
 * @param loop the loop and its hub
 * @param router where requests go
 * @param origins which sites may open sockets
 * @param assets the pages
 * @param port the local port
 * @param version this build's version
 * @param startedNs when the proxy started, on the loop's clock
 * @param links the links now
 */
record LocalSite(
    HubLoop loop,
    Router router,
    Origins origins,
    Assets assets,
    int port,
    String version,
    long startedNs,
    Supplier<LinksStatus> links) {

  String metricsText() {
    return MetricsText.of(loop);
  }

  String statusJson() {
    return StatusText.of(this, links.get());
  }

  long uptimeSeconds() {
    return (loop.nowNs() - startedNs) / 1_000_000_000L;
  }
}
