package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In virtual time: 4.5 s of silence bring a ping, 4.5 s more the end. */
class KeepAliveTest {
  private final List<String> events = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final KeepAlive alive =
      new KeepAlive(LinkNetLimits.DEFAULTS, () -> events.add("ping"), () -> events.add("silent"));

  KeepAliveTest() {
    channel.freezeTime();
    channel.pipeline().addLast(alive);
  }

  private void pass(long ms) {
    channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private void hear() {
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
  }

  @Test
  void aSilentPeerIsPingedAndThenGivenUpWithinTenSeconds() {
    pass(4499);
    assertEquals(List.of(), events);

    pass(1);
    assertEquals(List.of("ping"), events);

    pass(4499);
    assertEquals(List.of("ping"), events);

    pass(1);
    assertEquals(List.of("ping", "silent"), events);

    pass(60_000);
    assertEquals(List.of("ping", "silent"), events);
  }

  @Test
  void anyByteIsLife() {
    for (int i = 0; i < 10; i++) {
      pass(4400);
      hear();
    }

    assertEquals(List.of(), events);
  }

  @Test
  void whoAnswersThePingStays() {
    for (int i = 0; i < 10; i++) {
      pass(4500);
      hear();
    }

    assertTrue(events.stream().allMatch("ping"::equals));
    assertEquals(10, events.size());
  }

  @Test
  void aStopOfThisProcessGivesThePeerTimeToAnswer() {
    pass(3_600_000);
    assertEquals(List.of("ping"), events);

    hear();
    pass(4499);
    assertEquals(List.of("ping"), events);
  }

  @Test
  void aProbeThatIsAnsweredCostsNothing() {
    alive.probe(Duration.ofSeconds(2));
    assertEquals(List.of("ping"), events);

    hear();
    pass(4499);
    assertEquals(List.of("ping"), events);
  }

  @Test
  void aProbeWithoutAnAnswerEndsTheLink() {
    alive.probe(Duration.ofSeconds(2));
    alive.probe(Duration.ofSeconds(2));

    pass(1999);
    assertEquals(List.of("ping"), events);
    pass(1);
    assertEquals(List.of("ping", "silent"), events);
  }
}
