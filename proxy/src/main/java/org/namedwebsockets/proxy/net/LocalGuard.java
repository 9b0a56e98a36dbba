package org.namedwebsockets.proxy.net;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.Tokens;
import org.namedwebsockets.proxy.access.Verdict;

/**
 * Who may use the local port at all. Only loopback addresses are bound; what remains are programs
 * of this machine, and web pages in its browsers.
 *
 * <p>A page whose host name its owner points at 127.0.0.1 (DNS rebinding) would be "same origin"
 * with us; its {@code Host} gives it away, so that is looked at before anything else.
 *
 * @param port the local port
 * @param origins which sites may open sockets
 * @param tokens what has to be shown, if anything
 */
record LocalGuard(int port, Origins origins, Tokens tokens) implements Guard {
  /** Without a star, which would make a pattern of it once somebody allows it. */
  private static final Pattern READABLE =
      Pattern.compile("(?=.{1,255}$)(null|file://|[a-z][a-z0-9+.-]*://[!-)+-.0-~]+)");

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Where nothing has to be shown. */
  LocalGuard(int port, Origins origins) {
    this(port, origins, Tokens.none());
  }

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
      case ASK -> held(origin, key);
      case REFUSED ->
          new Route.Refused(403, "the site " + origin + " may not open sockets here (--origins)");
    };
  }

  /** No browser sends another; a person shall not be asked about what they cannot read. */
  private static Route held(String origin, ChannelKey key) {
    return READABLE.matcher(origin).matches()
        ? new Route.Held(origin, key)
        : new Route.Refused(
            400, "an Origin is like https://a.example, of at most 255 plain letters");
  }

  @Override
  public Optional<Route.Refused> checkToken(RequestHead head, String query) {
    if (!tokens.demanded() || tokens.isToken(head.bearer())) {
      return Optional.empty();
    }
    String shown = head.bearer().isEmpty() ? query : head.bearer();
    boolean holds =
        isOurs(head.origin()) ? tokens.isSession(shown) : tokens.isPageKey(query, head.origin());
    return holds ? Optional.empty() : Optional.of(new Route.Refused(401, wanted(head, shown)));
  }

  @Override
  public Optional<Route.Refused> checkOwner(RequestHead head) {
    if (!tokens.demanded()) {
      return Optional.of(new Route.Refused(404, "no token is asked for here (--programs any)"));
    }
    return tokens.isToken(head.bearer())
        ? Optional.empty()
        : Optional.of(new Route.Refused(401, wanted(head, head.bearer())));
  }

  private String wanted(RequestHead head, String shown) {
    String what =
        shown.isEmpty() ? "this proxy asks for a token" : "that is not the token, or no more";
    if (isOwnOrigin(head.origin())) {
      return what + ": open the link that 'nws token --console' prints";
    }
    return head.origin().isEmpty()
        ? what
            + ": send 'Authorization: Bearer' with what is in "
            + tokens.place()
            + "; see 'nws token'"
        : what + ": pages of this site show ?token= with what 'nws token --page ORIGIN' prints";
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
