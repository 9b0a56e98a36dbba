package org.namedwebsockets.proxy.net;

import java.time.Duration;

/**
 * The bounds of the guest port, which anybody on the network may knock at.
 *
 * @param connectionsMax how many connections may be open at once
 * @param addressConnectionsMax how many of them may come from one address
 * @param messageBytesMax the largest message of a guest, bytes; not over that of the local port
 * @param handshakeMax how long TLS may take
 * @param handshakesMax how many computations for TLS may wait
 * @param wrongMax wrong secrets an address may show at once
 * @param wrongEach how long it then waits for one more
 * @param addressesMax addresses that are told apart by that
 */
public record GuestLimits(
    int connectionsMax,
    int addressConnectionsMax,
    int messageBytesMax,
    Duration handshakeMax,
    int handshakesMax,
    int wrongMax,
    Duration wrongEach,
    int addressesMax) {

  /** What holds unless told otherwise. */
  public static final GuestLimits DEFAULTS =
      new GuestLimits(128, 32, 1 << 20, Duration.ofSeconds(5), 64, 10, Duration.ofSeconds(30), 256);

  /**
   * Checks each bound.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public GuestLimits {
    positive("connectionsMax", connectionsMax);
    positive("addressConnectionsMax", addressConnectionsMax);
    positive("messageBytesMax", messageBytesMax);
    positive("handshakeMax", handshakeMax.toNanos());
    positive("handshakesMax", handshakesMax);
    positive("wrongMax", wrongMax);
    positive("wrongEach", wrongEach.toNanos());
    positive("addressesMax", addressesMax);
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
    }
  }
}
