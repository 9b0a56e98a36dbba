package org.namedwebsockets.proxy.net;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.access.Decision;

/** Maps a request to a {@link Route}. Pure: holds nothing, touches nothing. */
final class Router implements Routing {
  static final String NOTHING_HERE = "there is nothing here; the console is at /console";

  private static final String SHAPE =
      "a peer's address is /local/<channel>/<peer_id> or /network/<channel>/<peer_id>, its control"
          + " socket's is the same after /control";

  private static final String SITES = "/api/origins";
  private static final String INVITES = "/api/invites";
  private static final String TICKETS = "/api/tickets";
  private static final String SESSIONS = "/api/sessions";
  private static final String TOKEN = "/api/token";
  private static final String DOCTOR = "/api/doctor";
  private static final List<String> DECIDED =
      List.of(SITES, INVITES, TICKETS, SESSIONS, TOKEN, DOCTOR);

  private final Guard guard;

  Router(Guard guard) {
    this.guard = guard;
  }

  @Override
  public Route route(RequestHead head) {
    Optional<Route.Refused> refusal = guard.checkHost(head);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!head.method().equals("GET") && !isDecision(head)) {
      return new Route.Refused(405, "only GET is understood here, not " + printable(head.method()));
    }
    if (!head.target().startsWith("/")) {
      return new Route.Refused(400, "a request target begins with /");
    }
    int query = head.target().indexOf('?');
    String path = query < 0 ? head.target() : head.target().substring(0, query);
    String parameters = query < 0 ? "" : head.target().substring(query + 1);
    List<String> parts = Arrays.asList(path.substring(1).split("/", -1));
    return head.method().equals("POST")
        ? ownOnly(head, decided(head, path, parameters))
        : byPath(head, path, parts, parameters);
  }

  private Route byPath(RequestHead head, String path, List<String> parts, String parameters) {
    return switch (parts.getFirst()) {
      case "local", "network" ->
          shown(head, parameters, () -> socket(head, parts, parameters, false));
      case "control" ->
          shown(
              head,
              parameters,
              () -> socket(head, parts.subList(1, parts.size()), parameters, true));
      case "healthz" -> parts.size() == 1 ? new Route.Health() : unknown();
      case "metrics" ->
          parts.size() == 1
              ? ownOnly(head, shown(head, parameters, Route.Metrics::new))
              : unknown();
      case "api" -> ownOnly(head, shown(head, parameters, () -> api(path)));
      default -> page(head, path, parts, parameters);
    };
  }

  /** What only who shows the token may have, where it is demanded. */
  private Route shown(RequestHead head, String parameters, Supplier<Route> route) {
    return guard
        .checkToken(head, tokenIn(parameters))
        .<Route>map(refused -> refused)
        .orElseGet(route);
  }

  /** A page cannot give its WebSocket a header. */
  private static String tokenIn(String parameters) {
    return Arrays.stream(parameters.split("&", -1))
        .filter(one -> one.startsWith("token="))
        .map(one -> formDecoded(one.substring("token=".length())))
        .findFirst()
        .orElse("");
  }

  /** A page, or if a WebSocket is asked for at the name of a channel, the form of 2015. */
  private Route page(RequestHead head, String path, List<String> parts, String parameters) {
    Optional<ChannelName> name =
        head.upgrade() && parts.size() == 1
            ? decoded(parts.getFirst()).flatMap(ChannelName::parse)
            : Optional.empty();
    if (name.isEmpty()) {
      return new Route.Asset(path);
    }
    PeerDetails details = new PeerDetails("", "", toldOrigin(head));
    ChannelKey key = new ChannelKey(Scope.NETWORK, name.get());
    return checkUpgrade(head)
        .or(() -> guard.checkToken(head, tokenIn(parameters)))
        .<Route>map(refused -> refused)
        .orElseGet(() -> guard.admit(head, key, new Route.Successor(key, details)));
  }

  private static boolean isDecision(RequestHead head) {
    return head.method().equals("POST") && DECIDED.stream().anyMatch(head.target()::startsWith);
  }

  private static Route api(String path) {
    return switch (path) {
      case "/api/status" -> new Route.Status();
      case DOCTOR -> new Route.Refused(400, "ask by POST: it sets checks going");
      case SITES -> new Route.Sites();
      case INVITES -> new Route.Invites();
      default -> unknown();
    };
  }

  /**
   * What changes something here or sets work going; a person, or a program of theirs, says so. No
   * picture in the page of another site can.
   */
  private Route decided(RequestHead head, String path, String parameters) {
    return switch (path) {
      case SITES -> shown(head, "", () -> decide(parameters));
      case INVITES -> shown(head, "", () -> InviteQuery.parse(parameters));
      case SESSIONS -> new Route.Session(head.bearer());
      case TICKETS -> owned(head, new Route.Ticket());
      case TOKEN -> owned(head, new Route.NewToken());
      case DOCTOR -> shown(head, "", Route.Doctor::new);
      default -> unknown();
    };
  }

  private Route owned(RequestHead head, Route route) {
    return guard.checkOwner(head).<Route>map(refused -> refused).orElse(route);
  }

  /**
   * {@code decision=allow&origin=…&channel=…}; a page of ours or a program says so for a person.
   */
  private static Route decide(String parameters) {
    String said = "";
    String origin = "";
    List<String> channels = new ArrayList<>();
    for (String one : parameters.split("&", -1)) {
      String value = formDecoded(one.substring(one.indexOf('=') + 1));
      if (one.startsWith("decision=")) {
        said = value;
      } else if (one.startsWith("origin=")) {
        origin = value;
      } else if (one.startsWith("channel=")) {
        channels.add(value);
      }
    }
    try {
      return switch (said) {
        case "allow", "deny" ->
            new Route.Decide(new Decision(origin, said.equals("allow"), channels));
        case "forget" -> new Route.Forget(origin);
        default -> new Route.Refused(400, "decision is none of allow, deny, forget");
      };
    } catch (IllegalArgumentException malformed) {
      return new Route.Refused(400, String.valueOf(malformed.getMessage()));
    }
  }

  private Route ownOnly(RequestHead head, Route route) {
    return guard.checkPrivate(head).<Route>map(refused -> refused).orElse(route);
  }

  /** A peer's own socket, or its control socket. */
  private Route socket(RequestHead head, List<String> parts, String parameters, boolean control) {
    if (parts.size() != 3) {
      return new Route.Refused(400, SHAPE);
    }
    Optional<Scope> scope = Scope.parse(parts.get(0));
    Optional<ChannelName> name = decoded(parts.get(1)).flatMap(ChannelName::parse);
    Optional<PeerId> id = decoded(parts.get(2)).flatMap(PeerId::parse);
    if (scope.isEmpty()) {
      return new Route.Refused(400, SHAPE);
    }
    if (name.isEmpty()) {
      return new Route.Refused(400, ChannelName.RULE);
    }
    if (id.isEmpty()) {
      return new Route.Refused(400, PeerId.RULE);
    }
    Optional<Route.Refused> refusal = checkUpgrade(head);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    ChannelKey key = new ChannelKey(scope.get(), name.get());
    List<String> asked = Arrays.asList(parameters.split("&"));
    Route socket =
        control
            ? new Route.Control(
                key, id.get(), asked.contains("ready=1"), asked.contains("senders=1"))
            : join(head, key, id.get(), asked);
    return socket instanceof Route.Refused ? socket : guard.admit(head, key, socket);
  }

  private static Route join(RequestHead head, ChannelKey key, PeerId id, List<String> asked) {
    String name = "";
    String kind = "";
    for (String one : asked) {
      if (one.startsWith("name=")) {
        name = formDecoded(one.substring("name=".length()));
        if (!PeerDetails.isName(name)) {
          return new Route.Refused(400, PeerDetails.NAME_RULE);
        }
      } else if (one.startsWith("kind=")) {
        kind = formDecoded(one.substring("kind=".length()));
        if (!PeerDetails.isKind(kind)) {
          return new Route.Refused(400, PeerDetails.KIND_RULE);
        }
      }
    }
    PeerDetails details = new PeerDetails(name, kind, toldOrigin(head));
    return new Route.Join(key, id, details, head.offers(V1Socket.SUBPROTOCOL));
  }

  /** An origin that no browser would send is not told to others. */
  private static String toldOrigin(RequestHead head) {
    return PeerDetails.isOrigin(head.origin()) ? head.origin() : "";
  }

  /** As URLSearchParams writes it; what cannot be read is no name and no kind. */
  static String formDecoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException badEscape) {
      return "";
    }
  }

  private static Optional<Route.Refused> checkUpgrade(RequestHead head) {
    if (!head.upgrade()) {
      return refused(426, "this address is a WebSocket; open it as ws://, not as a page");
    }
    if (!head.socketVersion().equals("13")) {
      return refused(426, "only version 13 of WebSocket is spoken here");
    }
    if (head.body()) {
      return refused(400, "a request for a WebSocket has no body");
    }
    return isKey(head.socketKey())
        ? Optional.empty()
        : refused(400, "Sec-WebSocket-Key must be 16 bytes in base64");
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static Optional<String> decoded(String segment) {
    try {
      // A plus sign is itself in a path; URLDecoder reads it as in a form.
      String escaped = segment.replace("+", "%2B");
      return Optional.of(URLDecoder.decode(escaped, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException badEscape) {
      return Optional.empty();
    }
  }

  private static Optional<Route.Refused> refused(int status, String why) {
    return Optional.of(new Route.Refused(status, why));
  }

  private static Route unknown() {
    return new Route.Refused(404, NOTHING_HERE);
  }

  private static String printable(String text) {
    return text.replaceAll("[^!-~]", "?");
  }
}
