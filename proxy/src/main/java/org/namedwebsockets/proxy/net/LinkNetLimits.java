package org.namedwebsockets.proxy.net;

import java.time.Duration;

/**
 * The bounds of the links' transport. What a peer may make us spend is bounded before it has shown
 * that it knows a channel, and each channel is bounded apart from the others after.
 *
 * @param messageBytesMax the largest payload of a message a bridge takes, bytes
 * @param earlyBytesMax the largest message of the match and of gossip, bytes
 * @param partialBytesMax what messages of one link that have not arrived whole may hold together
 *     before their streams take turns, bytes
 * @param windowBytes how much of one stream may be under way unread, bytes
 * @param outboxHighBytes what waits for one bridge before it is full, bytes
 * @param outboxLowBytes what may still wait when it has room again, bytes
 * @param bridgesMax how many bridges one link may carry at once
 * @param refusalsMax how many faulty requests one link may make
 * @param handshakesPerSecond how many connections are accepted in a second
 * @param unfinishedMax how many accepted connections may be without a match at once
 * @param unfinishedPerAddress the same for one address
 * @param matchMax how long a connection may take until its match speaks
 * @param pingAfter how long a link may be silent before it is pinged
 * @param silenceMax how long it may be silent before it is closed
 * @param closeMax how long a closing stream or link may take to answer before it is cut
 * @param controlFramesMax how many SETTINGS and PING frames a link may send in {@code
 *     controlWindow}
 * @param controlWindow the time in which control frames are counted
 * @param resetsMax how many streams a link may reset in 30 s
 */
public record LinkNetLimits(
    int messageBytesMax,
    int earlyBytesMax,
    long partialBytesMax,
    int windowBytes,
    int outboxHighBytes,
    int outboxLowBytes,
    int bridgesMax,
    int refusalsMax,
    int handshakesPerSecond,
    int unfinishedMax,
    int unfinishedPerAddress,
    Duration matchMax,
    Duration pingAfter,
    Duration silenceMax,
    Duration closeMax,
    int controlFramesMax,
    Duration controlWindow,
    int resetsMax) {

  /** What holds unless the configuration says otherwise. */
  public static final LinkNetLimits DEFAULTS =
      new LinkNetLimits(
          16 << 20,
          64 << 10,
          32L << 20,
          256 << 10,
          64 << 10,
          32 << 10,
          1024,
          8,
          20,
          32,
          4,
          Duration.ofSeconds(10),
          Duration.ofMillis(4500),
          Duration.ofSeconds(9),
          Duration.ofSeconds(2),
          100,
          Duration.ofSeconds(10),
          200);

  /**
   * Checks each bound.
   *
   * @throws IllegalArgumentException if one is not positive or two contradict each other
   */
  public LinkNetLimits {
    positive("messageBytesMax", messageBytesMax);
    positive("earlyBytesMax", earlyBytesMax);
    positive("partialBytesMax", partialBytesMax);
    positive("outboxLowBytes", outboxLowBytes);
    positive("bridgesMax", bridgesMax);
    positive("refusalsMax", refusalsMax);
    positive("handshakesPerSecond", handshakesPerSecond);
    positive("unfinishedMax", unfinishedMax);
    positive("unfinishedPerAddress", unfinishedPerAddress);
    positive("matchMax", matchMax.toNanos());
    positive("pingAfter", pingAfter.toNanos());
    positive("closeMax", closeMax.toNanos());
    positive("controlFramesMax", controlFramesMax);
    positive("controlWindow", controlWindow.toNanos());
    positive("resetsMax", resetsMax);
    if (messageBytesMax > 1 << 30) {
      throw new IllegalArgumentException("messageBytesMax must be at most 1 GiB");
    }
    if (windowBytes < 64 << 10) {
      throw new IllegalArgumentException("windowBytes must be 64 KiB or more, not " + windowBytes);
    }
    if (outboxHighBytes <= outboxLowBytes) {
      throw new IllegalArgumentException("outboxHighBytes must be more than outboxLowBytes");
    }
    if (silenceMax.compareTo(pingAfter) <= 0) {
      throw new IllegalArgumentException("silenceMax must be more than pingAfter");
    }
  }

  /**
   * The same with another limit on messages.
   *
   * @param bytes the largest payload of a message, bytes
   * @return a changed copy
   */
  public LinkNetLimits withMessageBytesMax(int bytes) {
    return new LinkNetLimits(
        bytes,
        earlyBytesMax,
        partialBytesMax,
        windowBytes,
        outboxHighBytes,
        outboxLowBytes,
        bridgesMax,
        refusalsMax,
        handshakesPerSecond,
        unfinishedMax,
        unfinishedPerAddress,
        matchMax,
        pingAfter,
        silenceMax,
        closeMax,
        controlFramesMax,
        controlWindow,
        resetsMax);
  }

  /** Streams of a link: its bridges, the match and gossip. */
  int streamsMax() {
    return bridgesMax + 2;
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
    }
  }
}
