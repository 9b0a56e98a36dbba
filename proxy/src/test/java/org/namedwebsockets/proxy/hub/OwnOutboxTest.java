package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.hub.Stage.Control;
import org.namedwebsockets.proxy.hub.Stage.Seat;
import org.namedwebsockets.proxy.hub.Stage.Span;

/** Who is full itself, and sends: whether it waits for itself. */
class OwnOutboxTest {
  private final Stage stage = new Stage();
  private final Seat ann = stage.join("1");
  private final Seat bob = stage.join("2");
  private final Seat slow = stage.join("3");

  @BeforeEach
  void slowIsFull() {
    slow.receiver().full = true;
    slow.receiver().waiting = 200;
    // As it is noticed in truth: by what somebody else says.
    stage.hub.filled(slow.peer());
  }

  @Test
  void isNotWaitedForByWhatGoesToOthersOnly() {
    stage.say(slow, "x");

    assertFalse(slow.inflow().paused);
    assertEquals(List.of("x"), ann.heard());
  }

  @Test
  void isNotWaitedForByLargeMessagesEither() {
    Stage roomy = new Stage(Limits.DEFAULTS);
    Seat hears = roomy.join("1");
    Seat full = roomy.join("2");
    full.receiver().full = true;
    roomy.hub.filled(full.peer());
    String large = "x".repeat(FlowControl.LARGE_BYTES + 1);

    roomy.say(full, large);

    assertEquals(List.of(large), hears.heard());
  }

  @Test
  void isNotWaitedForOnceTheOthersHaveRoom() {
    bob.receiver().full = true;
    stage.say(slow, "x");
    stage.say(ann, "y");
    assertTrue(slow.inflow().paused);

    hasRoom(bob);

    assertFalse(slow.inflow().paused);
    assertTrue(ann.inflow().paused);
  }

  @Test
  void isWaitedForByWhatMayBeAnswered() {
    hasRoom(slow);
    Control control = stage.member("4");
    control.watcher().full = true;
    stage.send(control, "404", Call.Kind.ACKNOWLEDGED, 1, "5");

    assertTrue(control.inflow().paused);
  }

  @Test
  void isNotWaitedForByReplies() {
    hasRoom(slow);
    Control control = stage.member("4");
    control.watcher().full = true;
    stage.send(control, "1", Call.Kind.REPLY, 1, "5");

    assertFalse(control.inflow().paused);
  }

  @Test
  void isForABridgeEveryBridge() {
    hasRoom(slow);
    Span span = stage.bridge('a');
    Span other = stage.bridge('b');
    span.bridge().full = true;
    other.bridge().full = true;
    stage.say(ann, "x");
    assertTrue(ann.inflow().paused);

    stage.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text("y")));
    assertFalse(span.inflow().paused);

    slow.receiver().full = true;
    stage.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text("z")));
    assertTrue(span.inflow().paused);
    hasRoom(slow);
    assertFalse(span.inflow().paused);
    assertTrue(ann.inflow().paused);
  }

  private void hasRoom(Seat seat) {
    seat.receiver().full = false;
    seat.receiver().waiting = 0;
    stage.hub.drained(seat.peer().key(), seat.receiver());
  }
}
