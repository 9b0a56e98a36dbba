package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.link.Dial;
import org.namedwebsockets.proxy.link.Link;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.LinkListener;
import org.namedwebsockets.proxy.link.LinkOwner;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.metrics.Metrics;

/** An initiator's link without a connection, for what stands on one of its streams. */
final class SilentLink {
  private SilentLink() {}

  /** Runs on the loop of a channel. */
  static LinkSocket on(EmbeddedChannel channel, Hub hub) {
    var loop =
        new HubLoop(
            channel.eventLoop(),
            hub,
            new Metrics(),
            NetLimits.DEFAULTS,
            ByteBufAllocator.DEFAULT,
            0);
    Duration any = Duration.ofSeconds(5);
    var site =
        new LinkSite(
            loop,
            channel.eventLoop(),
            new Nobody(),
            LinkNetLimits.DEFAULTS,
            any,
            any,
            any,
            new Random(1));
    var terms = new MatchTerms(true, new byte[32], new byte[1], new byte[1], "127.0.0.1");
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9010);
    ProxyId remote = new ProxyId("a".repeat(ProxyId.LENGTH));
    return new LinkSocket(
        site, new LinkSocket.Arrival(remote, address, Optional.empty(), terms, null, () -> {}));
  }

  /** Hears of no link. */
  private static final class Nobody implements LinkOwner {
    @Override
    public Optional<LinkListener> up(Link link, long nowNs) {
      return Optional.empty();
    }

    @Override
    public void failed(Dial dial, LinkEnd end, long nowNs) {}
  }
}
