package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sends through the kernel's ring, to real sockets; where the kernel allows no ring, not run. */
class SendRingTest {
  private static final int TRY_AGAIN = -11;
  private static final int BROKEN_PIPE = -32;

  private final List<Socket> ours = new ArrayList<>();
  private final List<java.net.Socket> theirs = new ArrayList<>();
  private final ByteBuf bytes = Unpooled.directBuffer(8 << 20).writeZero(8 << 20);
  private ServerSocket server;
  private SendRing ring;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(Epoll.isAvailable() && SendRing.prepare(), "not Linux");
    var opened = SendRing.open();
    assumeTrue(opened.isPresent(), "no io_uring here");
    ring = opened.get();
    server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  }

  @AfterEach
  void close() throws IOException {
    bytes.release();
    for (Socket socket : ours) {
      socket.close();
    }
    for (java.net.Socket socket : theirs) {
      socket.close();
    }
    if (ring != null) {
      ring.close();
      server.close();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = Socket.newSocketStream();
    ours.add(socket);
    boolean done = socket.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
    theirs.add(server.accept());
    assertTrue(done || socket.finishConnect());
    return socket;
  }

  private void put(Socket to, int from, int length) {
    ring.put(to.intValue(), bytes.memoryAddress() + from, length);
  }

  @Test
  void eachGetsItsOwnBytes() throws IOException {
    int[] sent = new int[50];
    for (int i = 0; i < sent.length; i++) {
      bytes.setByte(i, i);
      put(connect(), i, 1);
    }

    assertTrue(ring.submit(sent));

    for (int i = 0; i < sent.length; i++) {
      assertEquals(1, sent[i]);
      assertEquals(i, theirs.get(i).getInputStream().read());
    }
  }

  @Test
  void aFullSocketTakesAPartThenNothingAndHoldsUpNobody() throws IOException {
    Socket full = connect();
    Socket other = connect();
    int[] sent = new int[2];
    put(full, 0, 8 << 20);
    assertTrue(ring.submit(sent));
    assertTrue(sent[0] > 0 && sent[0] < 8 << 20, () -> "took " + sent[0]);
    while (sent[0] != TRY_AGAIN) {
      put(full, 0, 8 << 20); // The kernel may find a little more room.
      assertTrue(ring.submit(sent));
    }
    put(full, 0, 8 << 20);
    put(other, 0, 3);

    assertTrue(ring.submit(sent));

    assertEquals(TRY_AGAIN, sent[0]);
    assertEquals(3, sent[1]);
  }

  @Test
  void aBrokenSocketIsAnErrorOfItsOwn() throws IOException {
    Socket broken = connect();
    broken.shutdown(false, true);
    int[] sent = new int[2];
    put(broken, 0, 1);
    put(connect(), 0, 1);

    assertTrue(ring.submit(sent));

    assertArrayEquals(new int[] {BROKEN_PIPE, 1}, sent);
  }

  @Test
  void itIsUsedManyTimesOver() throws IOException {
    Socket socket = connect();
    int[] sent = new int[SendRing.ENTRIES];
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < sent.length; i++) {
        put(socket, 0, 1);
      }
      assertTrue(ring.submit(sent));
      for (int one : sent) {
        assertEquals(1, one);
      }
      assertEquals(sent.length, theirs.getFirst().getInputStream().readNBytes(sent.length).length);
    }
  }
}
