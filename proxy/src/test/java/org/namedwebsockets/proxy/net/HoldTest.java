package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.Changed;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.hub.ChannelView;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.hub.Receiver;
import org.namedwebsockets.proxy.metrics.Counter;

/** Slow readers on the wire: who is held, for how long, and what waits meanwhile. */
class HoldTest {
  private static final int KB = 1 << 10;
  private static final int HIGH = NetLimits.DEFAULTS.outboxHighBytes();

  private FakePort port;

  @BeforeEach
  void open() {
    port = new FakePort();
  }

  @AfterEach
  void close() {
    port.close();
  }

  private static byte[] message(int kilobytes) {
    return Frames.binary(new byte[kilobytes * KB]);
  }

  private static byte[] messages(int count, int kilobytes) {
    return times(count, message(kilobytes));
  }

  private static byte[] times(int count, byte[] frame) {
    byte[][] all = new byte[count][];
    Arrays.fill(all, frame);
    return Frames.joined(all);
  }

  @Test
  void aSenderIsNotReadWhileAReaderIsFull() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket reader = port.open("/local/c/2");
    reader.stopReading();

    sender.send(messages(100, 16));

    assertTrue(sender.notTaken() > 1000 * KB, "not taken: " + sender.notTaken());
    assertTrue(sender.takenFromClient() < HIGH + 2 * FakeSocket.READ_BYTES);
  }

  @Test
  void everythingArrivesInOrderOnceTheReaderReadsAgain() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket reader = port.open("/local/c/2");
    reader.stopReading();
    for (int i = 0; i < 100; i++) {
      sender.sendLater(message(16), Frames.text("number " + i));
    }
    port.settle();

    reader.readAll();

    List<String> heard = reader.hears().stream().filter(one -> one.startsWith("text")).toList();
    assertEquals(100, heard.size());
    assertEquals("text:number 0", heard.getFirst());
    assertEquals("text:number 99", heard.getLast());
    assertEquals(0, sender.notTaken());
  }

  @Test
  void whoAnswersBeforeItReadsOnDoesNotWaitForItself() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket answers = port.open("/local/c/2");
    answers.stopReading();
    sender.send(messages(100, 16));
    assertTrue(sender.notTaken() > 0);

    answers.send(messages(100, 16));

    assertEquals(0, answers.notTaken());
    assertEquals(100, sender.frames().size());
    answers.readAll();
    assertEquals(0, sender.notTaken());
    assertEquals(100, answers.frames().size());
  }

  @Test
  void whoIsFullItselfMakesNobodyLookAtAllOthersForEachMessage() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket answers = port.open("/local/c/2");
    answers.stopReading();
    sender.send(messages(100, 16));
    PeerId full = new PeerId("2");
    ChannelView channel = port.hub.channels().iterator().next();
    Receiver own =
        channel.local().stream()
            .filter(peer -> peer.id().equals(full))
            .findAny()
            .orElseThrow()
            .receiver();

    assertFalse(own.audience().offer(full, Message.text("to others"), own));
    assertTrue(own.audience().offer(new PeerId("1"), Message.text("to all"), null));
  }

  @Test
  void fragmentsDoNotSlipPastTheHold() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket reader = port.open("/local/c/2");
    reader.stopReading();
    // Nearly every read ends within the second part, with a message begun.
    byte[] whole =
        Frames.joined(
            Frames.masked(Frames.BINARY, new byte[1]), Frames.masked(Frames.FIN, new byte[14_000]));

    sender.send(times(1000, whole));

    assertTrue(
        sender.takenFromClient() < HIGH + 3 * FakeSocket.READ_BYTES,
        "taken: " + sender.takenFromClient());
  }

  @Test
  void theRestOfALargeFrameIsNotReadWhileItsSenderIsHeld() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket reader = port.open("/local/c/2");
    reader.stopReading();
    sender.send(message(300), Frames.head(Frames.FIN | Frames.BINARY, 10_000 * KB));
    long taken = sender.takenFromClient();

    sender.send(new byte[5_000 * KB]);

    assertTrue(sender.takenFromClient() - taken <= 2 * FakeSocket.READ_BYTES);
  }

  @Test
  void aReaderThatDrainsWhileOthersSendIsNotHeldForEver() {
    FakeSocket first = port.open("/local/c/1");
    FakeSocket second = port.open("/local/c/2");
    FakeSocket reader = port.open("/local/c/3");
    reader.stopReading();
    for (int i = 0; i < 27; i++) {
      first.send(message(10));
    }
    assertTrue(port.metrics.value(Counter.CHANNELS_HELD) > 0);
    // In one turn of the loop: the second sender's burst is read, then the reader takes all but
    // 120 KB of what waited, then the tick ends.
    second.sendLater(message(60));
    second.arrive();

    reader.readMore(150 * KB);
    reader.readAll();
    first.send(Frames.text("again"));

    assertEquals("text:again", reader.hears().getLast());
  }

  @Test
  void aReaderThatWasFullForAMomentOnlyIsNotHeldForEver() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket reader = port.open("/local/c/2");
    reader.stopReading();
    for (int i = 0; i < 20; i++) {
      sender.send(message(10));
    }
    sender.sendLater(message(60));
    sender.arrive();
    assertEquals(1, port.metrics.value(Counter.CHANNELS_HELD));

    reader.readMore(30 * KB);
    reader.readAll();
    sender.send(Frames.text("again"));

    assertEquals("text:again", reader.hears().getLast());
    port.passSeconds(15);
    assertEquals(0, port.closed(CloseReason.SLOW));
  }

  @Test
  void pingsOfAClientThatReadsNothingFillNoMemory() {
    FakeSocket client = port.open("/local/c/1");
    client.stopReading();
    byte[] pings = times(2_000, Frames.ping("x".repeat(125)));

    for (int i = 0; i < 10; i++) {
      client.send(pings);
    }

    assertTrue(
        port.memory.metric().usedDirectMemory() + port.memory.metric().usedHeapMemory() < 4 * HIGH,
        () -> "memory: " + port.memory.metric());
    assertTrue(client.isOpen());
  }

  @Test
  void aStuckReaderIsClosedAndTheRestGoesOn() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket stuck = port.open("/local/c/2");
    FakeSocket healthy = port.open("/local/c/3");
    stuck.stopReading();
    sender.send(messages(40, 16));
    assertTrue(sender.notTaken() > 0);

    port.passSeconds(12);
    sender.send(Frames.text("last"));

    assertEquals(1, port.closed(CloseReason.SLOW));
    assertFalse(stuck.isOpen());
    assertEquals("text:last", healthy.hears().getLast());
  }

  @Test
  void aReaderClosedAsSlowHearsWhyIfItReadsInTime() {
    port.close();
    NetLimits patient = Changed.of(NetLimits.DEFAULTS, Map.of("closeMax", Duration.ofSeconds(5)));
    port = new FakePort(patient, Limits.DEFAULTS, new OriginRule.Any());
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket stuck = port.open("/local/c/2");
    stuck.stopReading();
    sender.send(messages(40, 16));
    port.passSeconds(10.5);

    stuck.readAll();

    assertEquals("close:1008 slow: took 0 bytes in 10 s", stuck.hears().getLast());
    stuck.assertEnds();
  }

  @Test
  void aControlSocketThatReadsNothingIsClosedAsSlow() {
    FakeSocket control = port.open("/control/local/c/1");
    control.stopReading();
    byte[] bad = Frames.text("{\"action\":\"message\",\"target\":2,\"payload\":1}");

    control.send(times(5_000, bad));
    assertTrue(control.notTaken() > 0, "its own answers should hold it");
    port.passSeconds(12);

    assertEquals(1, port.closed(CloseReason.SLOW));
  }

  @Test
  void aSenderThatLeavesWhileItIsHeldIsForgotten() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket reader = port.open("/local/c/2");
    FakeSocket other = port.open("/local/c/3");
    reader.stopReading();
    sender.send(messages(40, 16));

    sender.breakOff();
    reader.readAll();
    other.send(Frames.text("still here"));

    assertEquals("text:still here", reader.hears().getLast());
  }

  @Test
  void aReaderThatLeavesWhileItIsFullReleasesItsSenders() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket reader = port.open("/local/c/2");
    FakeSocket other = port.open("/local/c/3");
    reader.stopReading();
    sender.send(messages(100, 16));
    assertTrue(sender.notTaken() > 0);

    reader.breakOff();

    assertEquals(0, sender.notTaken());
    assertEquals(100, other.frames().size());
  }

  @Test
  void aClientThatClosesBehindABacklogHearsItAllAndTheAnswer() {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket reader = port.open("/local/c/2");
    reader.stopReading();
    sender.send(message(100), Frames.text("last"));

    reader.send(Frames.close(1000, "bye"));
    reader.readAll();

    assertEquals(List.of("binary:102400", "text:last", "close:1000 "), reader.hears());
    assertFalse(reader.isOpen());
  }

  @Test
  void theBacklogIsCountedOnceForAllReadersAndGoesBackToNothing() {
    FakeSocket sender = port.open("/local/c/1");
    List<FakeSocket> readers =
        List.of(port.open("/local/c/2"), port.open("/local/c/3"), port.open("/local/c/4"));
    readers.forEach(FakeSocket::stopReading);

    sender.send(message(200));

    long backlog = port.hub.backlog().bytes();
    assertTrue(backlog >= 200 * KB && backlog < 600 * KB, "backlog: " + backlog);
    readers.forEach(FakeSocket::readAll);
    port.passSeconds(0.25);
    assertEquals(0, port.hub.backlog().bytes());
    assertEquals(3, port.metrics.value(Counter.MESSAGES_DELIVERED));
  }
}
