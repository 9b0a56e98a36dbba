package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class FlowControlTest {
  private final Stage stage = new Stage();
  private final Seat ann = stage.join("1");
  private final Seat bob = stage.join("2");
  private final Seat slow = stage.join("3");

  @BeforeEach
  void slowIsFull() {
    stage.fill(slow);
  }

  @Nested
  class Pausing {
    @Test
    void isForWhoSendsAndNobodyElse() {
      stage.say(ann, "x");

      assertTrue(ann.inflow().paused);
      assertFalse(bob.inflow().paused);
      assertFalse(slow.inflow().paused);
    }

    @Test
    void losesNothing() {
      stage.say(ann, "x");
      stage.say(ann, "y");

      assertEquals(List.of("x", "y"), slow.heard());
      assertEquals(List.of("x", "y"), bob.heard());
    }

    @Test
    void reachesEachSenderAsItSends() {
      stage.say(ann, "x");
      stage.say(bob, "y");

      assertTrue(bob.inflow().paused);
    }

    @Test
    void isAskedForOnce() {
      stage.say(ann, "x");
      stage.say(ann, "y");

      assertEquals(1, ann.inflow().pauses);
    }

    @Test
    void isCountedOnceForEachTimeAChannelBeginsToWait() {
      stage.say(ann, "x");
      stage.say(bob, "y");
      assertEquals(1, stage.count(Counter.CHANNELS_HELD));

      stage.hasRoom(slow);
      slow.receiver().full = true;
      stage.say(ann, "z");

      assertEquals(2, stage.count(Counter.CHANNELS_HELD));
    }

    @Test
    void staysInsideItsChannel() {
      Seat elsewhere = stage.join(Stage.LOCAL, "1");
      stage.join(Stage.LOCAL, "2");
      stage.say(ann, "x");

      stage.say(elsewhere, "x");

      assertFalse(elsewhere.inflow().paused);
    }

    @Test
    void holdsDirectMessagesBackAsWell() {
      Control control = stage.watch("1");
      Control full = stage.watch("9");
      full.watcher().full = true;

      stage.tell(control, "9", "5");

      assertTrue(control.inflow().paused);
    }

    @Test
    void holdsABridgeBackAsWell() {
      Span span = stage.bridge('a');

      stage.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text("x")));

      assertTrue(span.inflow().paused);
      stage.hasRoom(slow);
      assertFalse(span.inflow().paused);
    }

    @Test
    void isForAFullControlAsWell() {
      stage.hasRoom(slow);
      Control control = stage.watch("9");
      control.watcher().full = true;
      stage.join("4");

      stage.say(ann, "x");

      assertTrue(ann.inflow().paused);
    }

    @Test
    void isForAFullBridgeAsWell() {
      stage.hasRoom(slow);
      Span span = stage.bridge('a');
      span.bridge().full = true;

      stage.say(ann, "x");

      assertTrue(ann.inflow().paused);
    }

    @Test
    void isForAFullRosterAsWell() {
      stage.hasRoom(slow);
      Control control = stage.control(Stage.NETWORK, "9", false);
      control.watcher().full = true;
      stage.hub.watch(control.watch());

      stage.say(ann, "x");

      assertTrue(ann.inflow().paused);
    }
  }

  @Nested
  class Resuming {
    @Test
    void comesWhenTheLastFullOutboxHasRoom() {
      bob.receiver().full = true;
      stage.say(ann, "x");

      stage.hasRoom(slow);
      assertTrue(ann.inflow().paused);
      stage.hasRoom(bob);

      assertFalse(ann.inflow().paused);
    }

    @Test
    void comesWhenTheFullOneGoes() {
      stage.say(ann, "x");

      stage.hub.leave(slow.peer());

      assertFalse(ann.inflow().paused);
    }

    @Test
    void comesWhenAFullControlGoes() {
      stage.hasRoom(slow);
      Control control = stage.watch("9");
      control.watcher().full = true;
      stage.join("4");
      stage.say(ann, "x");

      stage.hub.unwatch(control.watch());

      assertFalse(ann.inflow().paused);
    }

    @Test
    void comesWhenAFullBridgeGoesDown() {
      stage.hasRoom(slow);
      Span span = stage.bridge('a');
      span.bridge().full = true;
      stage.say(ann, "x");

      stage.hub.bridgeDown(Stage.NAME, span.bridge());

      assertFalse(ann.inflow().paused);
    }

    @Test
    void doesNotComeForAnOutboxThatIsFullAgainByNow() {
      stage.say(ann, "x");

      stage.hub.drained(Stage.NETWORK, slow.receiver());

      assertTrue(ann.inflow().paused);
    }

    @Test
    void readsAPausedSenderThatGoesSoThatItsCloseFrameIsSeen() {
      stage.say(ann, "x");

      stage.hub.leave(ann.peer());

      assertFalse(ann.inflow().paused);
      assertTrue(slow.receiver().full);
    }

    @Test
    void readsAPausedControlThatGoesAsWell() {
      Control control = stage.watch("1");
      stage.say(ann, "x");
      stage.tell(control, "1", "5");
      assertTrue(control.inflow().paused);

      stage.hub.unwatch(control.watch());

      assertFalse(control.inflow().paused);
    }

    @Test
    void readsAPausedBridgeWhoseChannelDisappears() {
      stage.hasRoom(slow);
      Span span = stage.bridge('a');
      stage.hub.backlog().add(Stage.LIMITS.backlogBytesMax() + 1);
      stage.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text("x")));
      assertTrue(span.inflow().paused);

      List.of(ann, bob, slow).forEach(seat -> stage.hub.leave(seat.peer()));

      assertFalse(span.inflow().paused);
    }

    @Test
    void neverComesTwiceForAPausedBridgeThatWentDown() {
      Span span = stage.bridge('a');
      stage.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text("x")));
      stage.hub.bridgeDown(Stage.NAME, span.bridge());
      span.inflow().onResume =
          () -> {
            throw new AssertionError("it is not on the channel any more");
          };

      stage.hasRoom(slow);
    }

    @Test
    void letsWhatWaitedInAPausedSocketBeHeardInItsTurn() {
      stage.say(ann, "1");
      stage.say(bob, "2");
      ann.inflow().onResume = () -> stage.say(ann, "3");
      bob.inflow().onResume = () -> stage.say(bob, "4");

      stage.hasRoom(slow);

      assertEquals(List.of("1", "2", "3", "4"), slow.heard());
    }

    @Test
    void pausesAgainWhoFillsItAgain() {
      stage.say(ann, "1");
      ann.inflow().onResume =
          () -> {
            slow.receiver().full = true;
            stage.say(ann, "2");
          };

      stage.hasRoom(slow);

      assertTrue(ann.inflow().paused);
      assertEquals(2, ann.inflow().pauses);
    }
  }

  @Nested
  class Bounds {
    @Test
    void ofOneOutboxCloseIt() {
      slow.receiver().waiting = Stage.LIMITS.outboxBytesMax();
      stage.say(ann, "x");
      assertEquals(List.of(), slow.receiver().closed);

      slow.receiver().waiting++;
      stage.say(ann, "y");

      assertEquals(List.of(CloseReason.SLOW), slow.receiver().closed);
    }
  }
}
