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
  private static final String LARGE = "x".repeat(FlowControl.LARGE_BYTES + 1);

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

    roomy.say(full, LARGE);

    assertEquals(List.of(LARGE), hears.heard());
  }

  @Test
  void isNotWaitedForOnceALargeMessageHadItsTurn() {
    Stage roomy = new Stage(Limits.DEFAULTS);
    Seat others = roomy.join("1");
    Seat full = roomy.join("2");
    full.receiver().full = true;
    others.receiver().full = true;
    roomy.hub.filled(full.peer());
    roomy.hub.filled(others.peer());
    roomy.say(full, LARGE);
    assertEquals(List.of(), others.heard());

    roomy.hasRoom(others);

    assertEquals(List.of(LARGE), others.heard());
    assertFalse(full.inflow().paused);
  }

  @Test
  void isForABridgeNotWaitedForOnceALargeMessageHadItsTurn() {
    Stage roomy = new Stage(Limits.DEFAULTS);
    Seat reader = roomy.join("1");
    Span span = roomy.bridge('a');
    span.bridge().full = true;
    roomy.say(reader, "x");
    reader.receiver().full = true;
    roomy.hub.filled(reader.peer());
    roomy.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text(LARGE)));
    assertEquals(List.of(), reader.heard());

    roomy.hasRoom(reader);

    assertEquals(List.of(LARGE), reader.heard());
    assertFalse(span.inflow().paused);
  }

  @Test
  void isWaitedForByWhatMayBeAnsweredWhateverFollows() {
    stage.hasRoom(slow);
    Control control = stage.member("4");
    control.watcher().full = true;
    bob.receiver().full = true;
    stage.hub.filled(bob.peer());
    stage.send(control, "404", Call.Kind.ACKNOWLEDGED, 1, "5");
    stage.send(control, "1", Call.Kind.REPLY, 1, "5");

    stage.hasRoom(bob);

    assertTrue(control.inflow().paused);
  }

  @Test
  void isNotWaitedForOnceTheOthersHaveRoom() {
    bob.receiver().full = true;
    stage.say(slow, "x");
    stage.say(ann, "y");
    assertTrue(slow.inflow().paused);

    stage.hasRoom(bob);

    assertFalse(slow.inflow().paused);
    assertTrue(ann.inflow().paused);
  }

  @Test
  void isWaitedForByWhatMayBeAnswered() {
    stage.hasRoom(slow);
    Control control = stage.member("4");
    control.watcher().full = true;
    stage.send(control, "404", Call.Kind.ACKNOWLEDGED, 1, "5");

    assertTrue(control.inflow().paused);
  }

  @Test
  void isNotWaitedForByReplies() {
    stage.hasRoom(slow);
    Control control = stage.member("4");
    control.watcher().full = true;
    stage.send(control, "1", Call.Kind.REPLY, 1, "5");

    assertFalse(control.inflow().paused);
  }

  @Test
  void isForABridgeEveryBridge() {
    stage.hasRoom(slow);
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
    stage.hasRoom(slow);
    assertFalse(span.inflow().paused);
    assertTrue(ann.inflow().paused);
  }
}
