package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.net.NetLimits;

/** One reader that does not read: whom it stops, and whom it does not. */
@Timeout(180)
class SlowReaderTest {
  private static final int MESSAGE_BYTES = 16 << 10;

  /** Kernel buffers on both sides of the proxy, and what the proxy holds itself. */
  private static final long HELD_BYTES_MAX = 24L << 20;

  private Proxy proxy;

  @BeforeEach
  void start() throws IOException {
    proxy =
        Proxy.start(Configs.alone(Configs.stallMax(Duration.ofSeconds(100)), NetLimits.DEFAULTS));
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  /** Numbered messages without end, cut wherever the kernel takes no more. */
  private static final class Flood {
    private final RawSocket socket;
    private ByteBuffer frame = ByteBuffer.allocate(0);
    private int begun;
    private long sent;

    Flood(RawSocket socket) {
      this.socket = socket;
    }

    /** Sends until nothing has been taken for a while. */
    void untilHeld() throws IOException, InterruptedException {
      for (int idle = 0; idle < 50; idle++) {
        long before = sent;
        sendSome();
        if (sent > before) {
          idle = 0;
        }
        Thread.sleep(10);
        assertTrue(sent < HELD_BYTES_MAX, "never held");
      }
    }

    private void sendSome() throws IOException {
      int left;
      do {
        if (!frame.hasRemaining()) {
          frame = ByteBuffer.wrap(RawSocket.frame(0x82, numbered(begun++)));
        }
        left = frame.remaining();
        socket.sendWhatIsTaken(frame);
        sent += left - frame.remaining();
      } while (!frame.hasRemaining());
    }

    /** The rest of the message that is under way. */
    void finish() throws IOException {
      byte[] rest = new byte[frame.remaining()];
      frame.get(rest);
      socket.send(rest);
    }
  }

  private static byte[] numbered(int number) {
    return ByteBuffer.allocate(MESSAGE_BYTES).putInt(number).array();
  }

  @Test
  void itsSendersAreHeldAndNothingIsLost() throws Exception {
    RawSocket sender = RawSocket.open(proxy.port(), "/local/a/1");
    RawSocket reader = RawSocket.open(proxy.port(), "/local/a/2");
    Flood flood = new Flood(sender);

    flood.untilHeld();
    long backlog = new Gauges(proxy.port()).read("nws_backlog_bytes");
    Thread rest = Thread.ofVirtual().start(() -> finish(flood));

    assertTrue(backlog < 4 << 20, "backlog: " + backlog);
    for (int number = 0; number < flood.begun; number++) {
      assertArrayEquals(numbered(number), reader.next().payload());
    }
    rest.join();
    sender.sendText("free again");
    assertEquals("free again", reader.next().text());
    new Gauges(proxy.port()).await("nws_backlog_bytes", bytes -> bytes == 0);
  }

  private static void finish(Flood flood) {
    try {
      flood.finish();
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  void otherChannelsGoOnWhileItIsStuck() throws Exception {
    RawSocket sender = RawSocket.open(proxy.port(), "/local/a/1");
    RawSocket stuck = RawSocket.open(proxy.port(), "/local/a/2");
    RawSocket one = RawSocket.open(proxy.port(), "/local/b/1");
    RawSocket two = RawSocket.open(proxy.port(), "/network/a/1");
    RawSocket other = RawSocket.open(proxy.port(), "/local/b/2");
    RawSocket third = RawSocket.open(proxy.port(), "/network/a/2");
    Flood flood = new Flood(sender);
    flood.untilHeld();

    for (int i = 0; i < 1000; i++) {
      one.sendText("b " + i);
      two.sendText("network " + i);
      assertEquals("b " + i, other.next().text());
      assertEquals("network " + i, third.next().text());
    }

    long before = flood.sent;
    flood.sendSome();
    // The kernel may find a little more room.
    assertTrue(flood.sent - before < 1 << 20, "channel a is still held");
    assertEquals(0, ByteBuffer.wrap(stuck.next().payload()).getInt());
  }

  @Test
  void aReaderThatKeepsReadingOutlivesManyOfTheLargestMessagesAtOnce() throws Exception {
    int senders = 8;
    byte[] largest = RawSocket.frame(0x82, new byte[16 << 20]);
    RawSocket reader = RawSocket.open(proxy.port(), "/local/large/reader");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < senders; i++) {
        RawSocket sender = RawSocket.open(proxy.port(), "/local/large/" + i);
        threads.submit(() -> sendThreeTimes(sender, largest));
        threads.submit(() -> drain(sender));
      }
      for (int i = 0; i < 3 * senders; i++) {
        RawSocket.Frame frame = reader.next();
        assertEquals(RawSocket.BINARY, frame.opcode(), () -> "message: " + frame.text());
      }
      proxy.close();
    }
  }

  private static Void sendThreeTimes(RawSocket sender, byte[] frame) throws IOException {
    for (int i = 0; i < 3; i++) {
      sender.send(frame);
    }
    return null;
  }

  private static Void drain(RawSocket socket) throws IOException {
    while (socket.next().opcode() == RawSocket.BINARY) {
      // as fast as it can
    }
    return null;
  }

  @Test
  void itsChannelsOwnPeersMayStillComeAndGo() throws Exception {
    RawSocket sender = RawSocket.open(proxy.port(), "/local/a/1");
    RawSocket stuck = RawSocket.open(proxy.port(), "/local/a/2");
    TestPeer control = TestPeer.open(proxy.port(), "/control/local/a/1");
    control.hears("{\"Action\":\"connect\",\"Source\":1,\"Target\":2,\"Payload\":\"\"}");
    new Flood(sender).untilHeld();

    RawSocket guest = RawSocket.open(proxy.port(), "/local/a/3");
    control.hears("{\"Action\":\"connect\",\"Source\":1,\"Target\":3,\"Payload\":\"\"}");
    guest.leave();
    control.hears("{\"Action\":\"disconnect\",\"Source\":1,\"Target\":3,\"Payload\":\"\"}");
    stuck.close();
    control.hears("{\"Action\":\"disconnect\",\"Source\":1,\"Target\":2,\"Payload\":\"\"}");
  }
}
