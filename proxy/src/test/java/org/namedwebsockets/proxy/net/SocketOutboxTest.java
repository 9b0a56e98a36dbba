package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.Scope;

/** What waits for one socket: ranges of a tick, then what the kernel has not taken. */
class SocketOutboxTest {
  private static final int KB = 1 << 10;

  private FakePort port;
  private FakeSocket socket;
  private SocketOutbox outbox;
  private FrameLog log;
  private int filled;
  private int drained;

  @BeforeEach
  void open() {
    port = new FakePort();
    socket = port.connect();
    // Only its connection is used: nothing of HTTP stands between the outbox and the wire.
    while (socket.pipeline().first() != null) {
      socket.pipeline().removeFirst();
    }
    outbox = new SocketOutbox(port.loop, socket.pipeline(), new Owner());
    socket.pipeline().addLast(new Writability());
    log = port.loop.privateLog();
  }

  @AfterEach
  void close() {
    port.close();
  }

  private final class Owner implements SocketOutbox.Owner {
    @Override
    public void filled() {
      filled++;
    }

    @Override
    public void drained() {
      drained++;
    }
  }

  /** What a socket does for its outbox. */
  private final class Writability extends ChannelInboundHandlerAdapter {
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      outbox.noticeRoom();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable writeFailed) {}
  }

  private void offer(String text) {
    outbox.offer(log, log.append(Message.text(text)));
  }

  private static ByteBuf raw(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  @Test
  void framesLeaveTogetherWhenTheTickEnds() {
    offer("a");
    offer("b");
    assertEquals(6, outbox.waitingBytes());
    assertEquals("", socket.response());

    port.settle();

    assertEquals("[text:a, text:b]", socket.hears().toString());
    assertEquals(0, outbox.waitingBytes());
    assertEquals(6, outbox.takenBytes());
  }

  @Test
  void framesOfOthersInBetweenAreLeftOut() {
    offer("a");
    log.append(Message.text("not for this one"));
    offer("b");
    offer("c");

    port.settle();

    assertEquals("[text:a, text:b, text:c]", socket.hears().toString());
  }

  /** Fails if {@code cut} is left out: what is for all would come before or behind all others. */
  @Test
  void whatIsForAllAndWhatIsForOneKeepTheirOrder() {
    ChannelKey key = new ChannelKey(Scope.LOCAL, new ChannelName("c"));
    SocketAudience audience = port.loop.audience(key, Form.RAW);
    outbox.follow(audience);
    PeerId from = new PeerId("7");
    audience.offer(from, Message.text("all 1"), null);
    offer("one 2");
    audience.offer(from, Message.text("all 3"), null);
    audience.offer(from, Message.text("all 4"), null);
    offer("one 5");
    audience.offer(from, Message.text("all 6"), null);
    outbox.unfollow();
    audience.offer(from, Message.text("after it left"), null);

    port.settle();

    assertEquals(
        "[text:all 1, text:one 2, text:all 3, text:all 4, text:one 5, text:all 6]",
        socket.hears().toString());
  }

  @Test
  void framesOfSeveralLogsKeepTheirOrder() {
    FrameLog second = port.loop.privateLog();
    offer("a");
    outbox.offer(second, second.append(Message.text("b")));
    offer("c");

    port.settle();

    assertEquals("[text:a, text:b, text:c]", socket.hears().toString());
  }

  @Test
  void itIsFullFromTheHighMarkToTheLow() {
    socket.stopReading();
    for (int i = 0; i < 25; i++) {
      offer("x".repeat(10 * KB));
      port.settle();
    }
    assertFalse(outbox.isFull());

    offer("x".repeat(10 * KB));
    assertTrue(outbox.isFull());
    port.settle();
    assertTrue(outbox.isFull());
    socket.readMore(130 * KB);
    assertTrue(outbox.isFull());
    assertEquals(0, drained);
    socket.readMore(30 * KB);

    assertFalse(outbox.isFull());
    assertEquals(1, drained);
    assertEquals(1, filled);
  }

  @Test
  void whatTheSocketTookOnlyGrows() {
    socket.stopReading();
    long before = 0;
    for (int i = 0; i < 200; i++) {
      offer("x".repeat(i * 10));
      assertTrue(outbox.takenBytes() >= before);
      before = outbox.takenBytes();
      port.settle();
      socket.readMore(i * 7);
      assertTrue(outbox.takenBytes() >= before);
      before = outbox.takenBytes();
    }
    socket.readAll();

    assertEquals(200L * 199 / 2 * 10 + 200 * 2 + 2 * (200 - 13), outbox.takenBytes());
  }

  @Test
  void partOfALargeFrameCountsAsTaken() {
    socket.stopReading();
    offer("x".repeat(1000 * KB));
    port.settle();
    long before = outbox.takenBytes();

    socket.readMore(700 * KB);

    assertEquals(700 * KB, outbox.takenBytes() - before, 200);
  }

  @Test
  void theLastFrameFollowsWhatWasOffered() {
    offer("a");
    outbox.end(raw("END"), false);
    offer("too late");

    port.settle();

    assertEquals("\u0081\u0001aEND", latin(socket));
    assertTrue(outbox.isEnded());
    assertFalse(outbox.isFull());
  }

  @Test
  void whatWasOfferedIsForgottenWhenTheReaderIsGivenUp() {
    offer("a");
    outbox.end(raw("END"), true);

    port.settle();

    assertEquals("END", latin(socket));
  }

  @Test
  void nothingIsHeldAfterADiscard() {
    offer("a");
    outbox.discard();
    offer("b");

    port.settle();

    assertEquals("", socket.response());
    assertEquals(0, outbox.waitingBytes());
  }

  @Test
  void whatIsWrittenBesidesLeavesWithTheTick() {
    outbox.write(raw("PING"));
    assertEquals("", socket.response());

    port.settle();

    assertEquals("PING", socket.response());
    assertTrue(outbox.hasRoom());
  }

  @Test
  void whatIsWrittenBesidesTakesRoom() {
    socket.stopReading();
    outbox.write(raw("x".repeat(300 * KB)));

    assertFalse(outbox.hasRoom());
  }

  @Test
  void aTickWithALotInItIsFlushedEarly() {
    byte[] megabyte = new byte[1 << 20];
    for (int i = 0; i < 20; i++) {
      outbox.offer(log, log.append(Message.binary(megabyte)));
      assertTrue(port.memoryUsed() < 20 << 20);
    }
    assertTrue(socket.hears().size() >= 12, "most have left before the tick ends");

    port.settle();

    assertEquals(20L * ((1 << 20) + 10), outbox.takenBytes());
  }

  private static String latin(FakeSocket socket) {
    return new String(socket.bytes(), StandardCharsets.ISO_8859_1);
  }
}
