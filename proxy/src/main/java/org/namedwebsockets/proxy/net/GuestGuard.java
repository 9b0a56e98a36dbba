package org.namedwebsockets.proxy.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.namedwebsockets.protocol.ChannelKey;

/**
 * Who may use the guest port: the page it serves, opened at an address of this machine. A name that
 * somebody points at it (DNS rebinding) is none of its hosts.
 *
 * @param hosts each address with the port, as browsers write it
 */
record GuestGuard(Set<String> hosts) implements Guard {
  /** What comes before the token of a guest among the subprotocols it offers. */
  static final String TOKEN = "guest.";

  private static final String NOT_FOR_GUESTS = "this is not for guests";
  private static final int HTTPS = 443;

  /** Keeps a copy. */
  GuestGuard {
    hosts = Set.copyOf(hosts);
  }

  static GuestGuard of(List<InetAddress> addresses, int port) {
    return new GuestGuard(
        addresses.stream().map(address -> host(address, port)).collect(Collectors.toSet()));
  }

  /** How an address and a port stand in a link. */
  static String host(InetAddress address, int port) {
    String text = NetUtil.toAddressString(address);
    int zone = text.indexOf('%');
    String bare = zone < 0 ? text : text.substring(0, zone);
    String name = bare.contains(":") ? "[" + bare + "]" : bare;
    return port == HTTPS ? name : name + ":" + port;
  }

  @Override
  public Optional<Route.Refused> checkHost(RequestHead head) {
    boolean own =
        head.hosts().size() == 1
            && hosts.contains(head.hosts().getFirst().toLowerCase(Locale.ROOT));
    if (!own) {
      return refused("guests come to the address in their link, and to no other");
    }
    return head.origins().size() > 1
        ? refused("a request has one Origin at most")
        : Optional.empty();
  }

  /** Whether the guest page itself asks. */
  boolean isOwnPage(RequestHead head) {
    return head.origin().equals("https://" + head.hosts().getFirst().toLowerCase(Locale.ROOT));
  }

  @Override
  public Route admit(RequestHead head, ChannelKey key, Route socket) {
    if (!isOwnPage(head)) {
      return new Route.Refused(403, "only the guest page itself may open sockets here");
    }
    Optional<String> token =
        Arrays.stream(head.protocols().split(",", -1))
            .map(String::trim)
            .filter(one -> one.startsWith(TOKEN))
            .map(one -> one.substring(TOKEN.length()))
            .findFirst();
    return socket instanceof Route.Join join && join.v1() && token.isPresent()
        ? new Route.Come(join, token.get())
        : new Route.Refused(403, "a guest offers the subprotocols nws.v1 and guest.<token>");
  }

  @Override
  public Optional<Route.Refused> checkPrivate(RequestHead head) {
    return refused(NOT_FOR_GUESTS);
  }

  /** What a guest shows is looked at with the socket it opens. */
  @Override
  public Optional<Route.Refused> checkToken(RequestHead head, String query) {
    return Optional.empty();
  }

  @Override
  public Optional<Route.Refused> checkOwner(RequestHead head) {
    return refused(NOT_FOR_GUESTS);
  }

  private static Optional<Route.Refused> refused(String why) {
    return Optional.of(new Route.Refused(403, why));
  }
}
