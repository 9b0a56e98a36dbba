package org.namedwebsockets.proxy.net;

import io.netty.handler.codec.http.FullHttpResponse;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.Tokens;

/**
 * What every connection to the local port needs. Confined to the hub's loop.
 *
 * @param loop the loop and its hub
 * @param router where requests go
 * @param origins which sites may open sockets
 * @param tokens what has to be shown
 * @param assets the pages
 * @param port the local port
 * @param version this build's version
 * @param startedNs when the proxy started, on the loop's clock
 * @param links the links now
 * @param doctor whom to ask what is wrong
 * @param guests who is invited
 */
record LocalSite(
    HubLoop loop,
    Routing router,
    Origins origins,
    Tokens tokens,
    Assets assets,
    int port,
    String version,
    long startedNs,
    Supplier<LinksStatus> links,
    DoctorText.Doctor doctor,
    GuestDesk guests) {

  /**
   * The site of a port: requests are guarded by what is decided about sites, and sockets close when
   * that changes.
   */
  static LocalSite of(
      HubLoop loop,
      Origins origins,
      Tokens tokens,
      int port,
      String version,
      long nowNs,
      Supplier<LinksStatus> links,
      DoctorText.Doctor doctor,
      GuestTerms terms) {
    var guard = new LocalGuard(port, origins, tokens);
    var guests = new GuestDesk(loop, terms, nowNs);
    origins.onChange(() ->
        loop.turnOut(
            socket -> guests.isGuest(socket) || guard.mayStay(socket.origin(), socket.key()),
            "its site may not be here any more"));
    tokens.onChange(() -> {
      // Whoever is shut out by that may have invited somebody.
      guests.endAll();
      loop.turnOut(_ -> false, "what was shown holds no more: nws token");
    });
    loop.later(() -> {
      loop.everyTick(origins::tick);
      loop.everyTick(guests::tick);
    });
    return new LocalSite(
        loop,
        new Router(guard),
        origins,
        tokens,
        new Assets(),
        port,
        version,
        nowNs,
        links,
        doctor,
        guests);
  }

  /** The same hub and guests behind other routes. */
  LocalSite with(Routing routing) {
    return new LocalSite(
        loop, routing, origins, tokens, assets, port, version, startedNs, links, doctor, guests);
  }

  String metricsText() {
    return MetricsText.of(loop);
  }

  String statusJson() {
    return StatusText.of(this, links.get());
  }

  /** Has someone look what is wrong, and says it on the loop some seconds later. */
  void examine(Consumer<FullHttpResponse> answer) {
    doctor
        .ask(DoctorText.standing(this))
        .thenAccept(found -> loop.later(() -> answer.accept(DoctorText.answer(found))));
  }

  long uptimeSeconds() {
    return (loop.nowNs() - startedNs) / 1_000_000_000L;
  }
}
