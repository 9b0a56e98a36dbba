package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.hub.Stage.Control;
import org.namedwebsockets.proxy.hub.Stage.Seat;
import org.namedwebsockets.proxy.hub.Stage.Span;
import org.namedwebsockets.proxy.metrics.Counter;

/** Messages that are each as large as what a slow reader may have waiting. */
class LargeMessagesTest {
  private static final int LENGTH = FlowControl.LARGE_BYTES + 1;
  private static final Limits LIMITS =
      new Limits(
          3,
          99,
          9,
          3L * LENGTH,
          8L * LENGTH,
          Duration.ofSeconds(10),
          100,
          2,
          50,
          Duration.ofSeconds(5),
          2,
          Duration.ofSeconds(60));

  private final Stage stage = new Stage(LIMITS);
  private final Seat slow = stage.join("slow");
  private final List<Seat> senders = new ArrayList<>();

  @BeforeEach
  void everythingForSlowWaits() {
    for (int i = 0; i < 8; i++) {
      senders.add(stage.join("sender" + i));
    }
    slow.receiver().onHeard =
        () -> {
          slow.receiver().waiting += slow.heard().getLast().length();
          slow.receiver().full = true;
        };
  }

  @Test
  void ofManySendersAtOnceGoOutOneAtATimeInTheOrderTheyCame() {
    senders.forEach(sender -> stage.say(sender, large(senders.indexOf(sender))));

    for (int turn = 0; turn < 8; turn++) {
      assertEquals(turn + 1, slow.heard().size());
      assertEquals(large(turn), slow.heard().getLast());
      assertEquals((7L - turn) * LENGTH, stage.hub.backlog().heldBackBytes());
      assertTrue(senders.getLast().inflow().paused);
      slowReads();
    }
    assertEquals(8, slow.heard().size());
    assertEquals(List.of(), slow.receiver().closed);
    senders.forEach(sender -> assertFalse(sender.inflow().paused));
  }

  @Test
  void makeTheChannelWaitOnceForAllOfThem() {
    senders.forEach(sender -> stage.say(sender, large(0)));
    senders.forEach(_ -> slowReads());

    assertEquals(1, stage.count(Counter.CHANNELS_HELD));
    senders.forEach(sender -> assertEquals(1, sender.inflow().pauses));
  }

  @Test
  void takeNoLongerToPassOneWhoReadsNothing() {
    slow.receiver().onClose = () -> stage.hub.leave(slow.peer());
    senders.forEach(sender -> stage.say(sender, large(0)));

    stage.passSeconds(10);

    assertEquals(List.of(CloseReason.SLOW), slow.receiver().closed);
    assertEquals(7, senders.getFirst().heard().size());
    senders.forEach(sender -> assertFalse(sender.inflow().paused));
  }

  @Test
  void areFollowedByWhatTheirSenderSentAfterThem() {
    stage.say(senders.get(0), large(0));
    stage.say(senders.get(1), large(1));
    stage.say(senders.get(1), "small");
    stage.say(senders.get(2), "of another");

    slowReads();
    slowReads();

    assertEquals(List.of(large(0), "of another", large(1), "small"), slow.heard());
  }

  @Test
  void letEachSenderHaveOneTurnAfterTheOther() {
    stage.say(senders.get(0), large(0));
    stage.say(senders.get(1), large(1));
    stage.say(senders.get(1), large(2));
    stage.say(senders.get(2), large(3));

    for (int turn = 0; turn < 3; turn++) {
      slowReads();
    }

    assertEquals(List.of(large(0), large(1), large(3), large(2)), slow.heard());
  }

  @Test
  void goOutBeforeTheirSenderLeavesAndOnlyOnce() {
    stage.say(senders.get(0), large(0));
    stage.say(senders.get(1), large(1));

    stage.hub.leave(senders.get(1).peer());
    slowReads();

    assertEquals(List.of(large(0), large(1)), slow.heard());
    assertEquals(0, stage.hub.backlog().heldBackBytes());
    assertFalse(senders.get(1).inflow().paused);
  }

  @Test
  void areTakenAtOnceWhereTooMuchWaitsOnThatSide() {
    stage.hub.backlog().heldBack(LIMITS.backlogBytesMax() - LENGTH);
    stage.say(senders.get(0), large(0));
    stage.say(senders.get(1), large(1));
    assertEquals(1, slow.heard().size());

    stage.say(senders.get(2), large(2));

    assertEquals(List.of(large(0), large(2)), slow.heard());
    assertTrue(senders.get(2).inflow().paused);
  }

  @Test
  void waitForTheBacklogOfAllChannelsToo() {
    slow.receiver().onHeard = () -> {};
    stage.hub.backlog().add(LIMITS.backlogBytesMax() + 1);
    stage.say(senders.getFirst(), large(0));
    assertEquals(List.of(), slow.heard());

    stage.hub.backlog().add(-1);
    stage.passSeconds(0.25);

    assertEquals(List.of(large(0)), slow.heard());
  }

  @Test
  void ofTheLargestOrdinarySizeAreTakenAsEver() {
    String ordinary = "x".repeat(FlowControl.LARGE_BYTES);
    stage.say(senders.get(0), ordinary);
    stage.say(senders.get(1), ordinary);

    assertEquals(2, slow.heard().size());
  }

  @Nested
  class OfOtherKinds {
    @Test
    void waitInABridgeWithAllThatFollows() {
      Span span = stage.bridge('a');
      Control control = stage.watch("slow");
      stage.say(senders.getFirst(), large(0));
      stage.arrives(span, new Envelope.Joined(Stage.id("far")));
      stage.arrives(span, new Envelope.Broadcast(Stage.id("far"), Message.text(large(1))));
      stage.arrives(span, new Envelope.Left(Stage.id("far")));
      assertEquals(List.of(large(0)), slow.heard());
      assertTrue(span.inflow().paused);
      assertEquals("joined far", control.heard().getLast());

      slowReads();
      slowReads();

      assertEquals(List.of(large(0), large(1)), slow.heard());
      assertEquals("left far", control.heard().getLast());
      assertFalse(span.inflow().paused);
    }

    @Test
    void goOutBeforeTheirBridgeGoesDown() {
      Span span = stage.bridge('a');
      stage.say(senders.getFirst(), large(0));
      stage.arrives(span, new Envelope.Broadcast(Stage.id("far"), Message.text(large(1))));

      stage.hub.bridgeDown(Stage.NAME, span.bridge());

      assertEquals(List.of(large(0), large(1)), slow.heard());
      assertEquals(0, stage.hub.backlog().heldBackBytes());
    }

    @Test
    void waitInAControlSocketAndGoOutBeforeItIsGone() {
      Control from = stage.watch("sender1");
      Control to = stage.watch("sender2");
      stage.say(senders.getFirst(), large(0));
      int before = to.heard().size();
      stage.tell(from, "sender2", "\"" + large(1) + "\"");
      assertEquals(before, to.heard().size());

      stage.hub.unwatch(from.watch());

      assertEquals(before + 1, to.heard().size());
    }
  }

  private static String large(int number) {
    return String.valueOf(number).repeat(LENGTH);
  }

  private void slowReads() {
    slow.receiver().full = false;
    slow.receiver().waiting = 0;
    stage.hub.drained(Stage.NETWORK, slow.receiver());
  }
}
