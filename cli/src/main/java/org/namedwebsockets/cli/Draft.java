package org.namedwebsockets.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.ProxyConfig.AccessConfig;
import org.namedwebsockets.proxy.ProxyConfig.GuestsConfig;
import org.namedwebsockets.proxy.ProxyConfig.LanConfig;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.net.NetLimits;

/**
 * The configuration while it is put together: starts as the proxy's own defaults, and each {@link
 * Setting} writes its part. Not thread safe: lives in one method.
 */
final class Draft {
  int port = ProxyConfig.DEFAULTS.port();
  OriginRule origins = ProxyConfig.DEFAULTS.origins();
  Optional<Path> originsFile = ProxyConfig.DEFAULTS.originsFile();
  Programs programs = Programs.ANY;
  Optional<Path> tokenFile = Optional.empty();
  boolean notifies = true;

  long messageMax = NetLimits.DEFAULTS.messageBytesMax();
  long partialMax = NetLimits.DEFAULTS.partialBytesMax();
  int connectionsMax = NetLimits.DEFAULTS.connectionsMax();
  Duration pingAfter = NetLimits.DEFAULTS.pingAfter();
  Duration silenceMax = NetLimits.DEFAULTS.silenceMax();

  int channelsMax = Limits.DEFAULTS.channelsMax();
  int channelPeersMax = Limits.DEFAULTS.channelPeersMax();
  long outboxMax = Limits.DEFAULTS.outboxBytesMax();
  long backlogMax = Limits.DEFAULTS.backlogBytesMax();
  Duration stallMax = Limits.DEFAULTS.stallMax();

  boolean lan = LanConfig.DEFAULTS.enabled();
  int linkPort = LanConfig.DEFAULTS.linkPort();
  boolean multicast = LanConfig.DEFAULTS.multicast();
  List<String> peers = LanConfig.DEFAULTS.peers();
  List<String> interfaces = LanConfig.DEFAULTS.interfaces();
  List<String> advertise = LanConfig.DEFAULTS.advertise();

  boolean guests = GuestsConfig.DEFAULTS.enabled();
  int guestPort = GuestsConfig.DEFAULTS.port();

  LogLevel log = LogLevel.INFO;
  LogFormat logFormat = LogFormat.TEXT;

  /** What the proxy is told. */
  ProxyConfig proxyConfig() {
    return new ProxyConfig(
        port,
        origins,
        originsFile,
        limits(),
        netLimits(),
        lanConfig(),
        accessConfig(),
        guestsConfig());
  }

  private Limits limits() {
    Limits rest = Limits.DEFAULTS;
    return new Limits(
        channelsMax,
        channelPeersMax,
        rest.remotePeersMax(),
        outboxMax,
        backlogMax,
        stallMax,
        rest.stallBytesMin(),
        rest.directsHeldMax(),
        rest.directsHeldBytesMax(),
        rest.directHoldMax(),
        rest.requestsMax(),
        rest.acknowledgeMax());
  }

  private NetLimits netLimits() {
    NetLimits rest = NetLimits.DEFAULTS;
    return new NetLimits(
        Math.toIntExact(messageMax),
        partialMax,
        connectionsMax,
        rest.headerBytesMax(),
        rest.outboxHighBytes(),
        rest.outboxLowBytes(),
        rest.handshakeMax(),
        pingAfter,
        silenceMax,
        rest.closeMax());
  }

  private AccessConfig accessConfig() {
    return new AccessConfig(programs == Programs.TOKEN ? tokenFile : Optional.empty(), notifies);
  }

  private GuestsConfig guestsConfig() {
    GuestsConfig rest = GuestsConfig.DEFAULTS;
    return new GuestsConfig(guests, guestPort, rest.inviteLimits(), rest.limits());
  }

  private LanConfig lanConfig() {
    return new LanConfig(lan, linkPort, multicast, peers, interfaces, advertise);
  }
}
