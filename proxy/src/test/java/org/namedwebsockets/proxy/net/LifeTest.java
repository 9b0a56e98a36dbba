package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.access.OriginRule;

/** Pings, silence and stopping, in virtual time. */
class LifeTest {
  private FakePort port;
  private FakeSocket client;

  @BeforeEach
  void open() {
    port = new FakePort();
    client = port.open("/local/c/1");
  }

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void aSilentClientIsPingedAfterTwentyFiveSecondsAndOnlyOnce() {
    port.passSeconds(24.9);
    assertEquals(List.of(), client.hears());
    port.passSeconds(0.1);
    assertEquals(List.of("ping:"), client.hears());
    port.passSeconds(34);
    assertEquals(List.of(), client.hears());
  }

  @Test
  void aClientThatAnswersLivesForEver() {
    for (int i = 0; i < 20; i++) {
      port.passSeconds(25);
      assertEquals(List.of("ping:"), client.hears());
      client.send(Frames.pong());
    }

    assertTrue(client.isOpen());
  }

  @Test
  void aClientThatDoesNotAnswerIsClosedAfterSixtySeconds() {
    port.passSeconds(59.9);
    assertEquals(List.of("ping:"), client.hears());

    port.passSeconds(0.1);

    assertEquals(List.of("close:1001 silent: nothing heard for 60 s"), client.hears());
    port.passSeconds(1);
    assertFalse(client.isOpen());
    assertEquals(1, port.closed(CloseReason.SILENT));
  }

  @Test
  void anyBytesAreASignOfLife() {
    byte[] frame = Frames.text("one byte every twenty seconds");
    for (byte one : frame) {
      client.send(new byte[] {one});
      port.passSeconds(20);
    }

    assertEquals(List.of(), client.hears());
    assertTrue(client.isOpen());
  }

  @Test
  void aControlSocketIsPingedToo() {
    FakeSocket control = port.open("/control/local/c/9");
    assertEquals(1, control.frames().size());

    port.passSeconds(25);

    assertEquals(List.of("ping:"), control.hears());
  }

  @Test
  void whomWeDoNotReadIsNotSilent() {
    port.close();
    var patient =
        new org.namedwebsockets.proxy.hub.Limits(
            10,
            10,
            10,
            64L << 20,
            128L << 20,
            java.time.Duration.ofHours(1),
            1,
            1,
            1,
            java.time.Duration.ofSeconds(5),
            1,
            java.time.Duration.ofSeconds(5));
    port = new FakePort(NetLimits.DEFAULTS, patient, new OriginRule.Any());
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket reader = port.open("/local/c/2");
    reader.stopReading();
    for (int i = 0; i < 100; i++) {
      sender.sendLater(Frames.binary(new byte[16 << 10]));
      reader.sendLater(Frames.pong());
    }
    port.settle();
    assertTrue(sender.notTaken() > 0);

    for (int i = 0; i < 10; i++) {
      port.passSeconds(20);
      reader.send(Frames.pong());
    }

    assertTrue(sender.isOpen());
    assertEquals(List.of(), sender.hears(), "nor is it pinged");
  }

  @Test
  void silenceCountsFromTheMomentItIsReadAgain() {
    FakeSocket sender = port.open("/local/c/2");
    client.stopReading();
    for (int i = 0; i < 40; i++) {
      sender.sendLater(Frames.binary(new byte[16 << 10]));
    }
    port.settle();
    port.passSeconds(9);

    client.readAll();
    port.passSeconds(24.9);

    assertEquals(List.of(), sender.hears());
    port.passSeconds(0.1);
    assertEquals(List.of("ping:"), sender.hears());
  }

  @Test
  void stoppingTellsEverybodyAndWaitsForTheirAnswers() {
    FakeSocket control = port.open("/control/local/c/1");
    FakeSocket page = port.connect();
    boolean[] done = new boolean[1];

    port.loop.closeAll(() -> done[0] = true);
    port.settle();

    assertEquals(List.of("close:1001 stopping"), client.hears());
    assertEquals(List.of("close:1001 stopping"), control.hears());
    assertFalse(page.isOpen());
    assertFalse(done[0]);
    client.send(Frames.close(1001, ""));
    control.send(Frames.close(1001, ""));
    assertTrue(done[0]);
  }

  @Test
  void stoppingCutsWhoDoesNotAnswer() {
    client.stopReading();
    boolean[] done = new boolean[1];

    port.loop.closeAll(() -> done[0] = true);
    port.passSeconds(1);

    assertTrue(done[0]);
    assertFalse(client.isOpen());
  }

  @Test
  void stoppingManyPeersWithControlSocketsCostsNoMoreThanTheyAre() {
    for (int i = 100; i < 160; i++) {
      port.open("/local/c/" + i);
      port.open("/control/local/c/" + i).response();
    }

    long before = port.memoryUsed();
    port.memoryPeak();

    port.loop.closeAll(() -> {});
    port.settle();

    // Thousands of news of leaving that nobody would read.
    assertTrue(port.memoryPeak() - before < 50_000);
  }

  @Test
  void oneFaultDoesNotStopTheClock() {
    port.loop.add(
        new HubLoop.Ticked() {
          @Override
          public void tick(long nowNs) {
            port.loop.remove(this);
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void stop() {}
        });
    FakeSocket later = port.open("/local/c/3");

    port.passSeconds(25);

    assertEquals(List.of("ping:"), later.hears());
    assertEquals(1, port.faults().size());
  }
}
