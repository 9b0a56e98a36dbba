package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.proxy.access.InviteLimits;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.Tokens;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.metrics.Metrics;

class GuestEndpointTest {
  private final Transport transport = Transport.best();
  private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport.io());
  private final EventLoop eventLoop = group.next();
  private final AtomicLong wallMs = new AtomicLong(1_800_000_000_000L);

  @AfterEach
  void end() throws Exception {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get();
  }

  @Test
  void whateverKeepsThePortShutIsToldToWhoAsked() throws Exception {
    GuestEndpoint door =
        door(() -> {
          throw new UnsupportedOperationException("no addresses here");
        });

    assertEquals(new GuestDoor.Opening.Unable("no addresses here"), open(door));
    eventLoop.submit(door::stop).get();
  }

  @Test
  void aCertificateIsShownForThirtyDaysAndNoLonger() throws Exception {
    GuestEndpoint door = door(() -> List.of(InetAddress.getLoopbackAddress()));

    String first = fingerprint(door);
    wallMs.addAndGet(Duration.ofDays(29).toMillis());
    assertEquals(first, fingerprint(door));
    wallMs.addAndGet(Duration.ofDays(2).toMillis());
    assertNotEquals(first, fingerprint(door));

    eventLoop.submit(door::stop).get();
  }

  private static String fingerprint(GuestEndpoint door) throws Exception {
    return assertInstanceOf(GuestDoor.Opening.Open.class, open(door)).fingerprint();
  }

  private static GuestDoor.Opening open(GuestEndpoint door) throws Exception {
    var opened = new CompletableFuture<GuestDoor.Opening>();
    door.open(opened::complete);
    return opened.get(50, TimeUnit.SECONDS);
  }

  private GuestEndpoint door(Supplier<List<InetAddress>> addresses) {
    var terms =
        new GuestTerms("", 0, InviteLimits.DEFAULTS, GuestLimits.DEFAULTS, addresses, wallMs::get);
    return new GuestEndpoint(group, eventLoop, transport, terms, site(eventLoop, terms));
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
