package org.namedwebsockets.proxy.net;

import java.util.Map;
import java.util.Optional;

/** The few addresses of the guest port. Whatever is not named here does not exist there. */
final class GuestRouter implements Routing {
  private static final String NOTHING_HERE = "there is nothing here for guests";

  private static final Map<String, String> FILES =
      Map.of(
          "/", "/web/guest/",
          "/guest.css", "/web/guest/guest.css",
          "/main.js", "/web/guest/main.js",
          "/pass.js", "/web/guest/pass.js",
          "/rooms.js", "/web/guest/rooms.js",
          "/base.css", "/console/base.css",
          "/icon.svg", "/console/icon.svg",
          "/namedwebsockets.js", "/namedwebsockets.js");

  private final GuestGuard guard;
  private final Router sockets;

  GuestRouter(GuestGuard guard) {
    this.guard = guard;
    this.sockets = new Router(guard);
  }

  @Override
  public Route route(RequestHead head) {
    Optional<Route.Refused> refusal = guard.checkHost(head);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String target = head.target();
    if (target.startsWith("/local/") || target.startsWith("/network/")) {
      return sockets.route(head);
    }
    if (head.method().equals("POST")) {
      return pass(head, target);
    }
    String file = FILES.get(target);
    return file != null && head.method().equals("GET")
        ? new Route.Asset(file)
        : new Route.Refused(404, NOTHING_HERE);
  }

  /** Somebody shows a secret or a token: in a header, which no log of requests keeps. */
  private Route pass(RequestHead head, String target) {
    if (!guard.isOwnPage(head)) {
      return new Route.Refused(403, "only the guest page itself may ask this");
    }
    return switch (target) {
      case "/redeem" -> new Route.Redeem(head.bearer());
      case "/visit" -> new Route.Visit(head.bearer());
      default -> new Route.Refused(404, NOTHING_HERE);
    };
  }
}
