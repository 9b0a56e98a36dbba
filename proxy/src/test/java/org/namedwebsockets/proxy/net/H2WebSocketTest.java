package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.link.Dial;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.LinkListener;
import org.namedwebsockets.proxy.link.LinkOwner;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.metrics.Metrics;

/** What a stream's socket tells its owner, on a stream that takes bytes when the test says so. */
class H2WebSocketTest {
  private final Stream stream = new Stream();
  private final EmbeddedChannel channel = new EmbeddedChannel(stream);
  private final Metrics metrics = new Metrics();
  private final Hub hub = new Hub(Limits.DEFAULTS, metrics, 0);
  private final Ear owner = new Ear();
  private final H2WebSocket socket = new H2WebSocket(wire(), 1 << 20, owner);

  H2WebSocketTest() {
    channel.pipeline().addLast(socket);
  }

  private LinkWire wire() {
    var loop =
        new HubLoop(
            channel.eventLoop(), hub, metrics, NetLimits.DEFAULTS, ByteBufAllocator.DEFAULT, 0);
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
            site, new LinkSocket.Arrival(remote, address, Optional.empty(), terms, null, () -> {}))
        .wire();
  }

  @Test
  void roomIsNotToldFromInsideASend() {
    fill();
    stream.takesAll = true;

    owner.forbidden = true;
    socket.send(new byte[20_000]);
    owner.forbidden = false;
    assertTrue(socket.isFull());
    channel.runPendingTasks();

    assertEquals(1, owner.drained);
    assertFalse(socket.isFull());
  }

  @Test
  void noRoomIsToldAfterAReset() {
    fill();
    stream.takesAll = true;

    owner.forbidden = true;
    socket.send(new byte[20_000]);
    socket.reset();
    owner.forbidden = false;
    channel.runPendingTasks();

    assertEquals(0, owner.drained);
  }

  @Test
  void whatIsSentCountsAtOnce() {
    socket.send(new byte[1000]);

    assertTrue(socket.waitingBytes() >= 1000);
    assertEquals(socket.waitingBytes(), hub.backlog().bytes());
  }

  private void fill() {
    while (!socket.isFull()) {
      socket.send(new byte[10_000]);
    }
    channel.runPendingTasks();
    assertEquals(0, owner.drained);
  }

  /** Takes what is written when it likes to. */
  private static final class Stream extends ChannelOutboundHandlerAdapter {
    private final List<ChannelPromise> waiting = new ArrayList<>();
    boolean takesAll;

    @Override
    public void write(ChannelHandlerContext ctx, Object frame, ChannelPromise promise) {
      ReferenceCountUtil.release(frame);
      waiting.add(promise);
      if (takesAll) {
        waiting.forEach(ChannelPromise::trySuccess);
        waiting.clear();
      }
    }
  }

  /** Counts what it is told, and may not be told anything meanwhile. */
  private static final class Ear implements H2WebSocket.Owner {
    boolean forbidden;
    int drained;

    @Override
    public void stands(H2WebSocket socket, int messageBytesMax) {}

    @Override
    public void received(byte[] message) {}

    @Override
    public void drained() {
      assertFalse(forbidden, "told from inside a call");
      drained++;
    }

    @Override
    public void refused() {}

    @Override
    public void ended() {}
  }

  /** Nobody hears of links here. */
  private static final class Nobody implements LinkOwner {
    @Override
    public Optional<LinkListener> up(org.namedwebsockets.proxy.link.Link link, long nowNs) {
      return Optional.empty();
    }

    @Override
    public void failed(Dial dial, LinkEnd end, long nowNs) {}
  }
}
