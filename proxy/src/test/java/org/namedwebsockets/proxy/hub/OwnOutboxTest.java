package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.hub.Stage.Control;
import org.namedwebsockets.proxy.hub.Stage.Seat;
import org.namedwebsockets.proxy.hub.Stage.Span;

/** Who is full itself, and sends: whether it waits for itself. */
class OwnOutboxTest {
  private static final String LARGE = "x".repeat(FlowControl.LARGE_BYTES + 1);

  private final Stage stage = new Stage(Limits.DEFAULTS);
  private final Seat ann = stage.join("1");
  private final Seat bob = stage.join("2");
  private final Seat slow = stage.join("3");

  @BeforeEach
  void slowIsFull() {
    stage.fill(slow);
  }

  static List<String> shortAndLong() {
    return List.of("x", LARGE);
  }

  @ParameterizedTest
  @MethodSource("shortAndLong")
  void isNotWaitedForByWhatGoesToOthersOnly(String text) {
    stage.say(slow, text);

    assertFalse(slow.inflow().paused);
    assertEquals(List.of(text), ann.heard());
  }

  @ParameterizedTest
  @MethodSource("shortAndLong")
  void isNotWaitedForOnceTheOthersHaveRoom(String text) {
    stage.fill(bob);
    stage.say(slow, text);
    stage.say(ann, "y");
    assertTrue(slow.inflow().paused);

    stage.hasRoom(bob);

    assertTrue(bob.heard().contains(text));
    assertFalse(slow.inflow().paused);
    assertTrue(ann.inflow().paused);
  }

  @ParameterizedTest
  @MethodSource("shortAndLong")
  void isForABridgeNotWaitedForOnceThePeersHaveRoom(String text) {
    Span span = stage.bridge('a');
    span.bridge().full = true;
    stage.say(ann, "y");
    stage.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text(text)));
    assertTrue(span.inflow().paused);

    stage.hasRoom(slow);

    assertTrue(slow.heard().contains(text));
    assertFalse(span.inflow().paused);
    assertTrue(ann.inflow().paused);
  }

  @Test
  void isWaitedForByWhatMayBeAnsweredWhateverFollows() {
    stage.hasRoom(slow);
    Control control = stage.member("4");
    control.watcher().full = true;
    stage.fill(bob);
    stage.send(control, "404", Call.Kind.ACKNOWLEDGED, 1, "5");
    stage.send(control, "1", Call.Kind.REPLY, 1, "5");

    stage.hasRoom(bob);

    assertTrue(control.inflow().paused);
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
