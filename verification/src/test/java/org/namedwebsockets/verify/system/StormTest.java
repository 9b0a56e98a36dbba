package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.net.NetLimits;

/**
 * Forty peers on one channel, eight of which send two thousand numbered messages each, while one
 * reader pauses, one leaves and one is stuck for good. For all who are well nothing is lost,
 * doubled, changed or out of order.
 */
@Timeout(300)
class StormTest {
  private static final int PEERS = 40;
  private static final int SENDERS = 8;
  private static final int MESSAGES = 2000;

  /** Readers that are not well. */
  private static final int PAUSES = PEERS - 1;

  private static final int LEAVES = PEERS - 2;
  private static final int STUCK = PEERS - 3;

  private static final String SLOW = "nws_sockets_closed_total{reason=\"slow\"}";

  private static final int ALL_BUT_OWN = MESSAGES * (SENDERS - 1);

  /** What a backlog may be here: bursts of eight senders that cannot all be held at once. */
  private static final long BACKLOG_BYTES_MAX = 32L << 20;

  private Proxy proxy;

  @BeforeEach
  void start() throws IOException {
    proxy =
        Proxy.start(Configs.alone(Configs.stallMax(Duration.ofSeconds(10)), NetLimits.DEFAULTS));
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  @Test
  void nothingIsLostDoubledOrOutOfOrder() throws Exception {
    Gauges gauges = new Gauges(proxy.port());
    List<RawSocket> peers = new ArrayList<>();
    for (int id = 0; id < PEERS; id++) {
      peers.add(RawSocket.open(proxy.port(), "/local/storm/" + id));
    }
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch givenUp = new CountDownLatch(1);
    List<Future<Heard>> hearing = new ArrayList<>();
    long backlogMax;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int id = 0; id < PEERS; id++) {
        hearing.add(threads.submit(reader(id, peers.get(id), held, givenUp)));
      }
      for (int id = 0; id < SENDERS; id++) {
        int sender = id;
        threads.submit(() -> sendAll(sender, peers.get(sender)));
      }
      gauges.await("nws_channels_held_total", times -> times > 0);
      held.countDown();
      backlogMax = watch(gauges, hearing, givenUp);
    }

    for (int id = 0; id < PEERS; id++) {
      hearing.get(id).get().check(id, id < SENDERS ? ALL_BUT_OWN : SENDERS * MESSAGES);
    }
    assertEquals(1, gauges.read(SLOW));
    assertEquals(1, gauges.read("nws_sockets_closed_total{reason=\"gone\"}"));
    assertTrue(backlogMax < BACKLOG_BYTES_MAX, "backlog: " + backlogMax);
    gauges.await("nws_backlog_bytes", bytes -> bytes == 0);
    assertEquals(PEERS - 2, gauges.read("nws_peers"));
    peers.forEach(RawSocket::close);
  }

  /** Waits for all readers; says meanwhile when one was given up. The most that waited. */
  private static long watch(Gauges gauges, List<Future<Heard>> hearing, CountDownLatch givenUp)
      throws Exception {
    long most = 0;
    while (!hearing.stream().allMatch(Future::isDone)) {
      most = Math.max(most, gauges.read("nws_backlog_bytes"));
      if (gauges.read(SLOW) > 0) {
        givenUp.countDown();
      }
      Thread.sleep(50);
    }
    return most;
  }

  private static Callable<Heard> reader(
      int id, RawSocket socket, CountDownLatch held, CountDownLatch givenUp) {
    return () -> {
      Heard heard = new Heard();
      return switch (id) {
        case PAUSES -> {
          heard.read(socket, 100);
          held.await();
          yield heard.read(socket, SENDERS * MESSAGES - 100);
        }
        case LEAVES -> {
          heard.read(socket, 500).closed = "left";
          socket.leave();
          yield heard;
        }
        case STUCK -> {
          heard.read(socket, 50);
          givenUp.await(); // Then it reads what the kernels still hold.
          yield heard.read(socket, SENDERS * MESSAGES - 50);
        }
        default -> heard.read(socket, id < SENDERS ? ALL_BUT_OWN : SENDERS * MESSAGES);
      };
    };
  }

  private static Void sendAll(int sender, RawSocket socket) throws IOException {
    for (int number = 0; number < MESSAGES; number++) {
      socket.send(message(sender, number));
    }
    return null;
  }

  /** Message {@code number} of a sender; anyone can tell what it must be. */
  private static byte[] message(int sender, int number) {
    return RawSocket.frame(RawSocket.FIN | kind(number), payload(sender, number));
  }

  private static int kind(int number) {
    return number % 3 == 0 ? RawSocket.BINARY : RawSocket.TEXT;
  }

  private static byte[] payload(int sender, int number) {
    int length = number % 100 == 50 ? 100_000 : number % 50 == 25 ? 5000 : number % 140;
    byte[] head = (sender + " " + number + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] payload = Arrays.copyOf(head, head.length + length);
    Arrays.fill(payload, head.length, payload.length, (byte) ('a' + number % 26));
    return payload;
  }

  /** What one reader heard: the next number of each sender, and how it ended. */
  private static final class Heard {
    private final int[] next = new int[SENDERS];
    private String closed = "";
    private String wrong = "";

    Heard read(RawSocket socket, int count) throws IOException {
      for (int i = 0; i < count && closed.isEmpty() && wrong.isEmpty(); i++) {
        RawSocket.Frame frame = socket.next();
        if (frame == RawSocket.Frame.END) {
          closed = "cut";
        } else if (frame.opcode() == RawSocket.CLOSE) {
          closed = frame.close();
        } else {
          take(frame);
        }
      }
      return this;
    }

    private void take(RawSocket.Frame frame) {
      int sender = frame.payload()[0] - '0';
      int number = next[sender]++;
      if (frame.opcode() != kind(number)
          || !Arrays.equals(frame.payload(), payload(sender, number))) {
        wrong = "instead of %d of %d: %.20s".formatted(number, sender, frame.text());
      }
    }

    void check(int id, int wanted) {
      assertEquals("", wrong, () -> "peer " + id);
      int heard = Arrays.stream(next).sum();
      switch (id) {
        case LEAVES -> assertEquals(500, heard);
        case STUCK -> {
          assertTrue(heard < wanted, "the stuck one heard all");
          assertTrue(closed.equals("cut") || closed.startsWith("1008 slow"), closed);
        }
        default -> {
          assertEquals("", closed, () -> "peer " + id);
          assertEquals(wanted, heard, () -> "peer " + id);
        }
      }
    }
  }
}
