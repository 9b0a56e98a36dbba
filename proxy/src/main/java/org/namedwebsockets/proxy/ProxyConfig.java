package org.namedwebsockets.proxy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.namedwebsockets.proxy.access.InviteLimits;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.net.GuestLimits;
import org.namedwebsockets.proxy.net.NetLimits;

/**
 * Everything a proxy can be told.
 *
 * @param port the local port, 1 to 65535, or 0 for any free one
 * @param origins which sites may open sockets, as long as nobody decides otherwise
 * @param originsFile where decisions about sites are kept; empty to forget them at the end
 * @param limits the hub's bounds
 * @param netLimits the local port's bounds
 * @param lan what it does on the LAN
 * @param access who has to show the token, and who is told of a site that waits
 * @param guests whether and how people without a proxy may be invited
 */
public record ProxyConfig(
    int port,
    OriginRule origins,
    Optional<Path> originsFile,
    Limits limits,
    NetLimits netLimits,
    LanConfig lan,
    AccessConfig access,
    GuestsConfig guests) {

  /**
   * How many of the largest messages must have room where what is for one socket waits: a text may
   * be twice as long for readers of JSON, and one message must never be all that may wait.
   */
  public static final int OUTBOX_MESSAGES_MIN = 3;

  /** The same for all sockets together: there are two forms of JSON. */
  public static final int BACKLOG_MESSAGES_MIN = 6;

  /** What holds unless told otherwise. */
  public static final ProxyConfig DEFAULTS =
      new ProxyConfig(
          9009,
          new OriginRule.Any(),
          Optional.empty(),
          Limits.DEFAULTS,
          NetLimits.DEFAULTS,
          LanConfig.DEFAULTS,
          AccessConfig.DEFAULTS,
          GuestsConfig.DEFAULTS);

  /**
   * Checks the port, and the bounds against each other.
   *
   * @throws IllegalArgumentException if it is not a port, or if one of the largest messages would
   *     be too much for who hears it
   */
  public ProxyConfig {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    long message = netLimits.messageBytesMax();
    atLeast("outboxBytesMax", limits.outboxBytesMax(), OUTBOX_MESSAGES_MIN, message);
    atLeast("backlogBytesMax", limits.backlogBytesMax(), BACKLOG_MESSAGES_MIN, message);
    atLeast("partialBytesMax", netLimits.partialBytesMax(), 1, message);
  }

  private static void atLeast(String name, long bytes, int times, long message) {
    if (bytes < times * message) {
      throw new IllegalArgumentException(
          "%s must be at least %d, not %d, for messages of %d bytes"
              .formatted(name, times * message, bytes, message));
    }
  }

  /**
   * The same on another port.
   *
   * @param other the local port
   * @return a changed copy
   */
  public ProxyConfig withPort(int other) {
    return new ProxyConfig(other, origins, originsFile, limits, netLimits, lan, access, guests);
  }

  /**
   * The same with another part on the LAN, such as {@link LanConfig#OFF}.
   *
   * @param other what it does there
   * @return a changed copy
   */
  public ProxyConfig withLan(LanConfig other) {
    return new ProxyConfig(port, origins, originsFile, limits, netLimits, other, access, guests);
  }

  /**
   * The same with another rule for sites.
   *
   * @param rule which sites may open sockets, as long as nobody decides otherwise
   * @param file where decisions are kept; empty to forget them at the end
   * @return a changed copy
   */
  public ProxyConfig withOrigins(OriginRule rule, Optional<Path> file) {
    return new ProxyConfig(port, rule, file, limits, netLimits, lan, access, guests);
  }

  /**
   * The same with other demands.
   *
   * @param other who has to show the token, and who is told of a site that waits
   * @return a changed copy
   */
  public ProxyConfig withAccess(AccessConfig other) {
    return new ProxyConfig(port, origins, originsFile, limits, netLimits, lan, other, guests);
  }

  /**
   * The same with other words about guests.
   *
   * @param other whether and how they may be invited
   * @return a changed copy
   */
  public ProxyConfig withGuests(GuestsConfig other) {
    return new ProxyConfig(port, origins, originsFile, limits, netLimits, lan, access, other);
  }

  /**
   * Who has to show the token, and who is told of a site that waits.
   *
   * @param tokenFile where the token is that each program and page has to show; it is made if it is
   *     not there; empty to let in everybody on this machine
   * @param notifies whether the desktop asks the person about a site that waits, which only {@link
   *     OriginRule.Ask} brings about
   */
  public record AccessConfig(Optional<Path> tokenFile, boolean notifies) {
    /** Everybody on this machine is let in; a desktop asks if there is one. */
    public static final AccessConfig DEFAULTS = new AccessConfig(Optional.empty(), true);
  }

  /**
   * Whether and how people without a proxy may be invited. Until somebody is, nothing of it is
   * there.
   *
   * @param enabled whether anybody may be
   * @param port the port of the guest page; if it is taken, any free one
   * @param inviteLimits the bounds of invites
   * @param limits the bounds of the port
   */
  public record GuestsConfig(
      boolean enabled, int port, InviteLimits inviteLimits, GuestLimits limits) {

    /** What holds unless told otherwise. */
    public static final GuestsConfig DEFAULTS =
        new GuestsConfig(true, 9011, InviteLimits.DEFAULTS, GuestLimits.DEFAULTS);
  }

  /**
   * What a proxy does on the LAN.
   *
   * @param enabled whether it looks for other proxies and accepts links at all
   * @param linkPort the port for links; if taken, the next free one is used
   * @param multicast whether it announces itself and listens by mDNS
   * @param peers proxies to link with even where multicast fails, {@code host} or {@code host:port}
   * @param interfaces names of network interfaces to use; a name after {@code !} is left out; empty
   *     for all
   * @param advertise addresses to announce instead of the interfaces' own; empty for those
   */
  public record LanConfig(
      boolean enabled,
      int linkPort,
      boolean multicast,
      List<String> peers,
      List<String> interfaces,
      List<String> advertise) {

    /** What holds unless told otherwise. */
    public static final LanConfig DEFAULTS =
        new LanConfig(true, 9010, true, List.of(), List.of(), List.of());

    /** No part in the LAN: only channels of this machine. */
    public static final LanConfig OFF =
        new LanConfig(false, 9010, false, List.of(), List.of(), List.of());

    /** Keeps copies. */
    public LanConfig {
      peers = List.copyOf(peers);
      interfaces = List.copyOf(interfaces);
      advertise = List.copyOf(advertise);
    }
  }
}
