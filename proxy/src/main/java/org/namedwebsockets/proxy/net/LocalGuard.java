package org.namedwebsockets.proxy.net;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.Verdict;

/**
 * Who may use the local port at all. Only loopback addresses are bound; what remains are web pages
 * in a browser of this machine.
 *
 * <p>A page whose host name its owner points at 127.0.0.1 (DNS rebinding) would be "same origin"
 * with us; its {@code Host} gives it away, so that is looked at before anything else.
 *
 * @param port the local port
 * @param origins which sites may open sockets
 */
record LocalGuard(int port, Origins origins) implements Guard {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  @Override
  public Optional<Route.Refused> checkHost(RequestHead head) {
    if (head.hosts().size() != 1 || !isOwnHost(head.hosts().getFirst())) {
      return refused("this proxy answers only to localhost:" + port);
    }
    return head.origins().size() > 1
        ? refused("a request has one Origin at most")
        : Optional.empty();
  }

  @Override
  public Route admit(RequestHead head, ChannelKey key, Route socket) {
    String origin = head.origin();
    if (isOurs(origin)) {
      return socket;
    }
    return switch (origins.verdict(origin, key)) {
      case ALLOWED -> socket;
      case ASK -> new Route.Held(origin, key, socket);
      case REFUSED ->
          new Route.Refused(403, "the site " + origin + " may not open sockets here (--origins)");
    };
  }

  /** Whether a socket may stay after a decision. */
  boolean mayStay(String origin, ChannelKey key) {
    return isOurs(origin) || origins.verdict(origin, key) == Verdict.ALLOWED;
  }

  /** A program, which shows no site, or one of our own pages. */
  private boolean isOurs(String origin) {
    return origin.isEmpty() || isOwnOrigin(origin);
  }

  @Override
  public Optional<Route.Refused> checkPrivate(RequestHead head) {
    return isOurs(head.origin())
        ? Optional.empty()
        : refused("only this proxy's own pages may read this");
  }

  private boolean isOwnHost(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return NAMES.stream().anyMatch(name -> lower.equals(name + ":" + port))
        || (port == 80 && NAMES.contains(lower));
  }

  private boolean isOwnOrigin(String origin) {
    return origin.startsWith("http://") && isOwnHost(origin.substring("http://".length()));
  }

  private static Optional<Route.Refused> refused(String why) {
    return Optional.of(new Route.Refused(403, why));
  }
}
