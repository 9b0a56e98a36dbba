package org.namedwebsockets.verify.system;

import java.time.Duration;
import java.util.Optional;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.net.NetLimits;

/** Configurations of proxies that stay on this machine. */
public final class Configs {
  private Configs() {}

  /** On any free port, without the LAN. */
  public static ProxyConfig alone() {
    return alone(Limits.DEFAULTS, NetLimits.DEFAULTS);
  }

  static ProxyConfig alone(Limits limits, NetLimits netLimits) {
    return new ProxyConfig(
        0,
        ProxyConfig.DEFAULTS.origins(),
        Optional.empty(),
        limits,
        netLimits,
        ProxyConfig.LanConfig.OFF,
        new ProxyConfig.AccessConfig(Optional.empty(), false),
        ProxyConfig.GuestsConfig.DEFAULTS);
  }

  static Limits stallMax(Duration stallMax) {
    Limits d = Limits.DEFAULTS;
    return new Limits(
        d.channelsMax(),
        d.channelPeersMax(),
        d.remotePeersMax(),
        d.outboxBytesMax(),
        d.backlogBytesMax(),
        stallMax,
        d.stallBytesMin(),
        d.directsHeldMax(),
        d.directsHeldBytesMax(),
        d.directHoldMax(),
        d.requestsMax(),
        d.acknowledgeMax());
  }

  static Limits directHoldMax(Duration directHoldMax) {
    Limits d = Limits.DEFAULTS;
    return new Limits(
        d.channelsMax(),
        d.channelPeersMax(),
        d.remotePeersMax(),
        d.outboxBytesMax(),
        d.backlogBytesMax(),
        d.stallMax(),
        d.stallBytesMin(),
        d.directsHeldMax(),
        d.directsHeldBytesMax(),
        directHoldMax,
        d.requestsMax(),
        d.acknowledgeMax());
  }

  static Limits channelsAndPeers(int channels, int peers) {
    Limits d = Limits.DEFAULTS;
    return new Limits(
        channels,
        peers,
        d.remotePeersMax(),
        d.outboxBytesMax(),
        d.backlogBytesMax(),
        d.stallMax(),
        d.stallBytesMin(),
        d.directsHeldMax(),
        d.directsHeldBytesMax(),
        d.directHoldMax(),
        d.requestsMax(),
        d.acknowledgeMax());
  }

  static NetLimits connections(int max) {
    NetLimits d = NetLimits.DEFAULTS;
    return new NetLimits(
        d.messageBytesMax(),
        d.partialBytesMax(),
        max,
        d.headerBytesMax(),
        d.outboxHighBytes(),
        d.outboxLowBytes(),
        d.handshakeMax(),
        d.pingAfter(),
        d.silenceMax(),
        d.closeMax());
  }
}
