package org.namedwebsockets.proxy.net;

import java.time.Duration;

/**
 * The bounds of the local port.
 *
 * @param messageBytesMax the largest message of a peer, bytes
 * @param partialBytesMax what messages that have not arrived whole may hold together, bytes
 * @param connectionsMax how many connections may be open at once
 * @param headerBytesMax the longest request line and the longest header block, bytes each
 * @param outboxHighBytes what waits for one socket before its channel's senders are paused, bytes
 * @param outboxLowBytes what may still wait when they are read again, bytes
 * @param handshakeMax how long a connection may take to send its request
 * @param pingAfter how long a socket may be silent before it is pinged
 * @param silenceMax how long it may be silent before it is closed
 * @param closeMax how long a closing socket may take to answer before it is cut
 */
public record NetLimits(
    int messageBytesMax,
    long partialBytesMax,
    int connectionsMax,
    int headerBytesMax,
    int outboxHighBytes,
    int outboxLowBytes,
    Duration handshakeMax,
    Duration pingAfter,
    Duration silenceMax,
    Duration closeMax) {

  /** What holds unless the configuration says otherwise. */
  public static final NetLimits DEFAULTS =
      new NetLimits(
          16 << 20,
          128L << 20,
          20_000,
          8 << 10,
          256 << 10,
          128 << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(25),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1));

  /**
   * Checks each bound.
   *
   * @throws IllegalArgumentException if one is not positive or two contradict each other
   */
  public NetLimits {
    positive("messageBytesMax", messageBytesMax);
    positive("partialBytesMax", partialBytesMax);
    positive("connectionsMax", connectionsMax);
    positive("headerBytesMax", headerBytesMax);
    positive("outboxLowBytes", outboxLowBytes);
    positive("handshakeMax", handshakeMax.toNanos());
    positive("pingAfter", pingAfter.toNanos());
    positive("closeMax", closeMax.toNanos());
    if (messageBytesMax > 1 << 30) {
      throw new IllegalArgumentException("messageBytesMax must be at most 1 GiB");
    }
    if (outboxHighBytes <= outboxLowBytes) {
      throw new IllegalArgumentException("outboxHighBytes must be more than outboxLowBytes");
    }
    if (silenceMax.compareTo(pingAfter) <= 0) {
      throw new IllegalArgumentException("silenceMax must be more than pingAfter");
    }
  }

  /**
   * The largest message on a control socket: a payload of {@code messageBytesMax} in base64, or as
   * a JSON string with some escapes, in its envelope.
   *
   * @return bytes
   */
  public int controlBytesMax() {
    return messageBytesMax + messageBytesMax / 2 + 4096;
  }

  /**
   * The longest text as a JSON string, which is what peers that hear JSON are sent. Quotes, line
   * ends and all other characters with a short escape always fit; a text that is mostly other
   * control characters would be six times as long there, and too much for one reader.
   *
   * @param messageBytesMax the largest message, bytes
   * @return bytes, with the quotes
   */
  static long jsonBytesMax(int messageBytesMax) {
    return 2L * messageBytesMax + 2;
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
    }
  }
}
