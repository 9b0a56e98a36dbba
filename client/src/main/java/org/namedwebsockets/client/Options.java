package org.namedwebsockets.client;

import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;

/**
 * Who we are on a channel, where the proxy is, and what is borne.
 *
 * <pre>{@code
 * Options options = Options.DEFAULTS.withPort(port).withId("ann").withName("Ann").withKind("page");
 * }</pre>
 *
 * @param host where the proxy is: this machine, unless you know better
 * @param port its local port; 0 for the variable {@code NWS_PORT}, or 9009 if that is not set
 * @param id our peer id; empty to have one drawn
 * @param name what people shall call us; may be empty
 * @param kind what programs shall take us for; may be empty
 * @param hears whether broadcasts are kept to be received. Who only sends says no, and need not
 *     read what others say
 * @param waits whether opening returns at once, and the proxy is tried until it is there
 * @param retry what happens when the connection is lost
 * @param limits what is borne
 * @param token what is shown to a proxy that asks for a token
 */
public record Options(
    String host,
    int port,
    String id,
    String name,
    String kind,
    boolean hears,
    boolean waits,
    Retry retry,
    ClientLimits limits,
    Token token) {

  /** The proxy of this machine, a drawn id, no name, the usual limits. */
  public static final Options DEFAULTS =
      new Options(
          "127.0.0.1",
          0,
          "",
          "",
          "",
          true,
          false,
          Retry.DEFAULTS,
          ClientLimits.DEFAULTS,
          Token.usual());

  /**
   * Checks port, id, name and kind.
   *
   * @throws IllegalArgumentException saying what is wanted
   */
  public Options {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    if (!id.isEmpty() && PeerId.parse(id).isEmpty()) {
      throw new IllegalArgumentException(PeerId.RULE);
    }
    if (!name.isEmpty() && !PeerDetails.isName(name)) {
      throw new IllegalArgumentException(PeerDetails.NAME_RULE);
    }
    if (!kind.isEmpty() && !PeerDetails.isKind(kind)) {
      throw new IllegalArgumentException(PeerDetails.KIND_RULE);
    }
  }

  /**
   * The same with a proxy on this machine at another port.
   *
   * @param other the local port
   * @return a changed copy
   */
  public Options withPort(int other) {
    return new Options(host, other, id, name, kind, hears, waits, retry, limits, token);
  }

  /**
   * The same with a proxy elsewhere.
   *
   * @param other a host name or address; an IPv6 address in brackets
   * @return a changed copy
   */
  public Options withHost(String other) {
    return new Options(other, port, id, name, kind, hears, waits, retry, limits, token);
  }

  /**
   * The same with a peer id of our own choice.
   *
   * @param other 1 to 64 characters of {@code A-Z a-z 0-9 _ -}
   * @return a changed copy
   */
  public Options withId(String other) {
    return new Options(host, port, other, name, kind, hears, waits, retry, limits, token);
  }

  /**
   * The same with a name for people.
   *
   * @param other 1 to 64 characters
   * @return a changed copy
   */
  public Options withName(String other) {
    return new Options(host, port, id, other, kind, hears, waits, retry, limits, token);
  }

  /**
   * The same with a kind for programs.
   *
   * @param other 1 to 32 characters of {@code a-z 0-9 -}
   * @return a changed copy
   */
  public Options withKind(String other) {
    return new Options(host, port, id, name, other, hears, waits, retry, limits, token);
  }

  /**
   * The same for who only sends: broadcasts of others are dropped.
   *
   * @return a changed copy
   */
  public Options deaf() {
    return new Options(host, port, id, name, kind, false, waits, retry, limits, token);
  }

  /**
   * The same for a proxy that may come later: opening returns at once and goes on trying.
   *
   * @return a changed copy
   */
  public Options waiting() {
    return new Options(host, port, id, name, kind, hears, true, retry, limits, token);
  }

  /**
   * The same with another way to come back.
   *
   * @param other for example {@link Retry#NEVER}
   * @return a changed copy
   */
  public Options withRetry(Retry other) {
    return new Options(host, port, id, name, kind, hears, waits, other, limits, token);
  }

  /**
   * The same with other limits.
   *
   * @param other what is borne
   * @return a changed copy
   */
  public Options withLimits(ClientLimits other) {
    return new Options(host, port, id, name, kind, hears, waits, retry, other, token);
  }

  /**
   * The same with another token.
   *
   * @param other for example {@link Token#of}, or {@link Token#NONE}
   * @return a changed copy
   */
  public Options withToken(Token other) {
    return new Options(host, port, id, name, kind, hears, waits, retry, limits, other);
  }
}
