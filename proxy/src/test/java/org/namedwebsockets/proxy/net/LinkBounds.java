package org.namedwebsockets.proxy.net;

import java.time.Duration;

/** Limits of links that a test does not wait for. */
final class LinkBounds {
  private LinkBounds() {}

  /** All as in production, but with these waits. */
  static LinkNetLimits waits(
      Duration matchMax, Duration pingAfter, Duration silenceMax, Duration closeMax) {
    LinkNetLimits d = LinkNetLimits.DEFAULTS;
    return new LinkNetLimits(
        d.messageBytesMax(),
        d.earlyBytesMax(),
        d.partialBytesMax(),
        d.windowBytes(),
        d.outboxHighBytes(),
        d.outboxLowBytes(),
        d.bridgesMax(),
        d.refusalsMax(),
        d.handshakesPerSecond(),
        d.unfinishedMax(),
        d.unfinishedPerAddress(),
        matchMax,
        pingAfter,
        silenceMax,
        closeMax,
        d.controlFramesMax(),
        d.controlWindow(),
        d.resetsMax());
  }

  /** A connection must reach its match in three seconds. */
  static LinkNetLimits hasty() {
    LinkNetLimits d = LinkNetLimits.DEFAULTS;
    return waits(Duration.ofSeconds(3), d.pingAfter(), d.silenceMax(), d.closeMax());
  }

  /** A silent peer is pinged after 300 ms and given up after 2.3 s. */
  static LinkNetLimits watchful() {
    LinkNetLimits d = LinkNetLimits.DEFAULTS;
    return waits(d.matchMax(), Duration.ofMillis(300), Duration.ofMillis(2300), d.closeMax());
  }

  /** What closes is cut after 200 ms. */
  static LinkNetLimits brisk() {
    LinkNetLimits d = LinkNetLimits.DEFAULTS;
    return waits(d.matchMax(), d.pingAfter(), d.silenceMax(), Duration.ofMillis(200));
  }

  /** Many connections of one address may come, and few bridges; what closes is cut soon. */
  static LinkNetLimits open(int bridgesMax, int messageBytesMax, long partialBytesMax) {
    LinkNetLimits d = LinkNetLimits.DEFAULTS;
    return new LinkNetLimits(
        messageBytesMax,
        d.earlyBytesMax(),
        partialBytesMax,
        d.windowBytes(),
        d.outboxHighBytes(),
        d.outboxLowBytes(),
        bridgesMax,
        d.refusalsMax(),
        1000,
        1000,
        1000,
        d.matchMax(),
        d.pingAfter(),
        d.silenceMax(),
        Duration.ofMillis(200),
        d.controlFramesMax(),
        d.controlWindow(),
        d.resetsMax());
  }
}
