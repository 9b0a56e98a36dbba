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
 * @param guests who is invited
 */
record LocalSite(
    HubLoop loop,
    Routing router,
    Origins origins,
    Assets assets,
    int port,
    String version,
    long startedNs,
    Supplier<LinksStatus> links,
    GuestDesk guests) {

  /**
   * The site of a port: requests are guarded by what is decided about sites, and sockets close when
   * that changes.
   */
  static LocalSite of(
      HubLoop loop,
      Origins origins,
      int port,
      String version,
      long nowNs,
      Supplier<LinksStatus> links,
      GuestTerms terms) {
    var guard = new LocalGuard(port, origins);
    var guests = new GuestDesk(loop, terms, nowNs);
    origins.onChange(() ->
        loop.turnOut(
            socket -> guests.isGuest(socket) || guard.mayStay(socket.origin(), socket.key())));
    loop.later(() -> {
      loop.everyTick(origins::tick);
      loop.everyTick(guests::tick);
    });
    return new LocalSite(
        loop, new Router(guard), origins, new Assets(), port, version, nowNs, links, guests);
  }

  /** The same hub and guests behind other routes. */
  LocalSite with(Routing routing) {
    return new LocalSite(loop, routing, origins, assets, port, version, startedNs, links, guests);
  }

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
