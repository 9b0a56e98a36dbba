package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.Changed;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.hub.Limits;

/** Messages that have begun and do not end; here they may hold a megabyte together. */
class PartialsTest {
  private static final int KB = 1 << 10;

  private FakePort port;

  @BeforeEach
  void open() {
    NetLimits small = Changed.of(NetLimits.DEFAULTS, Map.of("partialBytesMax", 1L << 20));
    port = new FakePort(small, Limits.DEFAULTS, new OriginRule.Any());
  }

  @AfterEach
  void close() {
    port.close();
  }

  private FakeSocket begins(int id, int kilobytes) {
    return port.open("/local/c/" + id)
        .send(Frames.head(Frames.FIN | Frames.BINARY, 16 << 20), new byte[kilobytes * KB]);
  }

  private static boolean isOverloaded(FakeSocket socket) {
    return socket.hears().stream().anyMatch(one -> one.startsWith("close:1013 overloaded"));
  }

  @Test
  void whoHoldsMostIsClosed() {
    FakeSocket little = begins(1, 200);
    FakeSocket most = begins(2, 600);
    FakeSocket last = begins(3, 300);

    assertTrue(isOverloaded(most));
    assertTrue(!isOverloaded(little) && !isOverloaded(last));
  }

  @Test
  void whatItHeldIsFreedAtOnce() {
    begins(1, 200);
    begins(2, 600);
    long before = port.memoryUsed();

    begins(3, 300);

    assertEquals(500 * KB, port.loop.partials().bytes(), 100);
    assertTrue(port.memoryUsed() < before, "not only when its connection ends");
  }

  @Test
  void whatItSendsAfterwardsFillsNothing() {
    begins(1, 500);
    FakeSocket most = begins(2, 600);
    assertTrue(isOverloaded(most));
    long before = port.memoryUsed();

    most.send(new byte[5000 * KB]);

    assertEquals(0, most.notTaken());
    assertEquals(before, port.memoryUsed());
  }

  @Test
  void manyTogetherNeverHoldMoreThanTheBound() {
    List<FakeSocket> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(begins(i, 100));
    }
    for (int round = 0; round < 8; round++) {
      for (FakeSocket socket : all) {
        socket.send(new byte[50 * KB]);
        assertTrue(port.loop.partials().bytes() <= 1 << 20);
      }
    }

    assertTrue(port.closed(CloseReason.OVERLOADED) > 0);
    assertTrue(port.peers() > 0, "some go on");
  }

  @Test
  void fragmentsCountAsWell() {
    byte[][] parts = new byte[200][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Frames.masked(i == 0 ? Frames.BINARY : Frames.CONTINUATION, new byte[6 * KB]);
    }
    FakeSocket socket = port.open("/local/c/1");

    socket.send(parts);

    assertTrue(isOverloaded(socket));
  }

  @Test
  void whatIsWholeCountsNoMore() {
    FakeSocket socket = port.open("/local/c/1");
    socket.send(Frames.masked(Frames.BINARY, new byte[500 * KB]));
    socket.send(Frames.head(Frames.FIN, 100 * KB), new byte[50 * KB]);
    assertEquals(550 * KB, port.loop.partials().bytes(), 100);

    socket.send(new byte[50 * KB]);

    assertEquals(0, port.loop.partials().bytes());
  }

  @Test
  void whoLeavesCountsNoMore() {
    FakeSocket socket = begins(1, 500);

    socket.breakOff();

    assertEquals(0, port.loop.partials().bytes());
  }

  @Test
  void oneReadIsNotWorthCounting() {
    FakeSocket socket = port.open("/local/c/1");

    socket.send(Frames.head(Frames.FIN | Frames.BINARY, 100 * KB), new byte[4000]);

    assertEquals(0, port.loop.partials().bytes());
    assertEquals(0, port.closed(CloseReason.OVERLOADED));
  }
}
