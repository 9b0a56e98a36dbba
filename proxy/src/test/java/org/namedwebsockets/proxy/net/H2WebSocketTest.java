package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.metrics.Metrics;

/** What a stream's socket tells its owner, on a stream that takes bytes when the test says so. */
class H2WebSocketTest {
  private final Stream stream = new Stream();
  private final EmbeddedChannel channel = new EmbeddedChannel(stream);
  private final Hub hub = new Hub(Limits.DEFAULTS, new Metrics(), 0);
  private final Ear owner = new Ear();
  private final H2WebSocket socket =
      new H2WebSocket(SilentLink.on(channel, hub).wire(), 1 << 20, owner);

  H2WebSocketTest() {
    channel.pipeline().addLast(socket);
  }

  /** Frees what waits: Netty would call it a leak, and whichever test runs then would fail. */
  @AfterEach
  void stop() {
    socket.reset();
    channel.finishAndReleaseAll();
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
}
