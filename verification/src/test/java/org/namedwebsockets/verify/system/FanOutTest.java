package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;

/** What leaves past Netty's queue, over real sockets. */
@Timeout(120)
class FanOutTest {
  private final AtomicInteger heardAll = new AtomicInteger();
  private Proxy proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = Proxy.start(Configs.alone());
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private static byte[] numbered(int number, int bytes) {
    return ByteBuffer.allocate(bytes).putInt(number).array();
  }

  /** Each is more than a reader's high mark, and the kernel takes it at once. */
  @Test
  void largeMessagesInARowDoNotHoldTheirChannel() throws Exception {
    RawSocket sender = RawSocket.open(proxy.port(), "/local/a/1");
    RawSocket reader = RawSocket.open(proxy.port(), "/local/a/2");
    Thread sends =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < 20; i++) {
                send(sender, numbered(i, 500_000));
              }
            });

    for (int i = 0; i < 20; i++) {
      assertArrayEquals(numbered(i, 500_000), reader.next().payload());
    }
    sends.join();
    new Gauges(proxy.port()).await("nws_backlog_bytes", bytes -> bytes == 0);
  }

  private static void send(RawSocket sender, byte[] message) {
    try {
      sender.send(RawSocket.frame(RawSocket.FIN | RawSocket.BINARY, message));
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** All send at once, so each is handed a batch with its own messages cut out of the middle. */
  @Test
  void nobodyHearsItselfAndAllHearEverybodyElseInOrder() throws Exception {
    int peers = 30;
    int messages = 200;
    List<RawSocket> all = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      all.add(RawSocket.open(proxy.port(), "/local/all/" + i));
    }
    for (int message = 0; message < messages; message++) {
      for (int i = 0; i < peers; i++) {
        send(all.get(i), numbered(i << 16 | message, 60 + message % 80));
      }
      if (message % 20 == 19) {
        for (int i = 0; i < peers; i++) {
          hear(all.get(i), i, peers, message - 19, message + 1);
        }
      }
    }
  }

  /** Shares in pieces that a full kernel refuses are kept, counted, and arrive whole. */
  @Test
  void whatTheKernelRefusesOfPiecesArrivesLater() throws Exception {
    int peers = 4;
    int messages = 4000;
    List<RawSocket> all = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      all.add(RawSocket.open(proxy.port(), "/local/pieces/" + i));
    }
    List<Thread> sending = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      RawSocket sender = all.get(i);
      int first = i << 16;
      sending.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int message = 0; message < messages; message++) {
                  send(sender, numbered(first | message, 1000));
                }
              }));
    }
    Gauges gauges = new Gauges(proxy.port());
    gauges.await("nws_backlog_bytes", bytes -> bytes > 0);

    for (int i = 0; i < peers; i++) {
      RawSocket reader = all.get(i);
      int self = i;
      sending.add(Thread.ofVirtual().start(() -> hearAll(reader, self, peers, messages)));
    }
    for (Thread thread : sending) {
      thread.join();
    }
    gauges.await("nws_backlog_bytes", bytes -> bytes == 0);
    assertEquals(peers, heardAll.get(), "heard everything in order");
  }

  private void hearAll(RawSocket reader, int self, int peers, int messages) {
    try {
      hear(reader, self, peers, 0, messages);
      heardAll.incrementAndGet();
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static void hear(RawSocket reader, int self, int peers, int from, int to)
      throws IOException {
    int[] next = new int[peers];
    for (int left = (peers - 1) * (to - from); left > 0; left--) {
      int number = ByteBuffer.wrap(reader.next().payload()).getInt();
      int sender = number >> 16;
      assertEquals(from + next[sender]++, number & 0xFFFF, () -> "of " + sender);
    }
    assertEquals(0, next[self], "its own");
  }
}
