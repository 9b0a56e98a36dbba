package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.access.InviteLimits;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.Tokens;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.metrics.Metrics;

@Timeout(10)
class GuestEndpointTest {
  @Test
  void whateverKeepsThePortShutIsToldToWhoAsked() throws Exception {
    Transport transport = Transport.best();
    var group = new MultiThreadIoEventLoopGroup(1, transport.io());
    try {
      EventLoop eventLoop = group.next();
      var terms =
          new GuestTerms(
              "",
              0,
              InviteLimits.DEFAULTS,
              GuestLimits.DEFAULTS,
              () -> {
                throw new UnsupportedOperationException("no addresses here");
              },
              () -> 0);
      var opened = new CompletableFuture<GuestDoor.Opening>();
      var door = new GuestEndpoint(group, eventLoop, transport, terms, site(eventLoop, terms));

      door.open(opened::complete);

      assertEquals(
          new GuestDoor.Opening.Unable("no addresses here"), opened.get(5, TimeUnit.SECONDS));
      eventLoop.submit(door::stop).get();
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get();
    }
  }

  private static LocalSite site(EventLoop eventLoop, GuestTerms terms) {
    Metrics metrics = new Metrics();
    var hub = new Hub(Limits.DEFAULTS, metrics, 0);
    var allocator = ByteBufAllocator.DEFAULT;
    var loop = new HubLoop(eventLoop, hub, metrics, NetLimits.DEFAULTS, allocator, 0);
    return LocalSite.of(
        loop,
        Origins.under(new OriginRule.Any()),
        Tokens.none(),
        9009,
        "0.0.0",
        0,
        () -> LinksStatus.NONE,
        new RecordingDoctor(),
        terms);
  }
}
