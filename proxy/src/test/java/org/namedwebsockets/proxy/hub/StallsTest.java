package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.hub.Stage.Seat;
import org.namedwebsockets.proxy.hub.Stage.Span;

/** Readers that are full for long: who is closed, when, and who is given more time. */
class StallsTest {
  private final Stage stage = new Stage();
  private final Seat ann = stage.join("1");
  private final Seat bob = stage.join("2");
  private final Seat slow = stage.join("3");

  @BeforeEach
  void slowIsFull() {
    stage.fill(slow);
  }

  @Test
  void closeWhoTakesTooLittleForTooLong() {
    stage.say(ann, "x");
    slow.receiver().taken = 99;

    stage.passSeconds(9.9);
    assertEquals(List.of(), slow.receiver().closed);
    stage.passSeconds(0.1);

    assertEquals(List.of(CloseReason.SLOW), slow.receiver().closed);
    assertEquals("took 99 bytes in 10 s", slow.receiver().closeDetail);
  }

  @Test
  void spareWhoIsSlowButMoves() {
    stage.say(ann, "x");
    for (int i = 1; i <= 10; i++) {
      slow.receiver().taken += 100;
      stage.passSeconds(10);
    }

    assertEquals(List.of(), slow.receiver().closed);
    assertTrue(ann.inflow().paused);
  }

  @Test
  void areMeasuredAnewInEachPeriod() {
    stage.say(ann, "x");
    slow.receiver().taken = 1_000_000;
    stage.passSeconds(10);
    slow.receiver().taken += 99;

    stage.passSeconds(10);

    assertEquals(List.of(CloseReason.SLOW), slow.receiver().closed);
  }

  @Test
  void areForgivenByRoom() {
    stage.say(ann, "x");
    stage.passSeconds(9);
    stage.hasRoom(slow);
    slow.receiver().full = true;
    stage.say(ann, "y");

    stage.passSeconds(9);

    assertEquals(List.of(), slow.receiver().closed);
  }

  @Test
  void letTheOthersGoOn() {
    slow.receiver().onClose = () -> stage.hub.leave(slow.peer());
    stage.say(ann, "x");

    stage.passSeconds(10);
    stage.say(ann, "y");

    assertFalse(ann.inflow().paused);
    assertEquals(List.of("x", "y"), bob.heard());
    assertEquals(List.of("x"), slow.heard());
  }

  @Test
  void closeSeveralAtOnce() {
    bob.receiver().full = true;
    for (Seat seat : List.of(bob, slow)) {
      seat.receiver().onClose =
          () -> {
            stage.hub.leave(bob.peer());
            stage.hub.leave(slow.peer());
          };
    }
    stage.say(ann, "x");

    stage.passSeconds(10);
    stage.passSeconds(10);

    assertEquals(List.of(CloseReason.SLOW), slow.receiver().closed);
    assertEquals(List.of(CloseReason.SLOW), bob.receiver().closed);
    assertFalse(ann.inflow().paused);
  }

  @Test
  void closeOneOfTwoThatWaitForEachOtherAndTheOtherIfItStaysSo() {
    twoWaitForEachOther();

    stage.passSeconds(10);
    assertEquals(List.of(CloseReason.SLOW), bob.receiver().closed);
    assertEquals(List.of(), ann.receiver().closed);
    assertFalse(ann.inflow().paused, "nobody else is full");
    stage.passSeconds(10);

    assertEquals(List.of(CloseReason.SLOW), ann.receiver().closed);
  }

  @Test
  void spareWhoReadsOnAsSoonAsItIsRead() {
    twoWaitForEachOther();
    stage.passSeconds(10);

    stage.hasRoom(ann);
    stage.passSeconds(10);

    assertEquals(List.of(), ann.receiver().closed);
  }

  private void twoWaitForEachOther() {
    stage.hasRoom(slow);
    for (Seat seat : List.of(ann, bob)) {
      seat.receiver().onClose = () -> stage.hub.leave(seat.peer());
      stage.fill(seat);
    }
    stage.say(ann, "x");
    stage.say(bob, "y");
    assertTrue(ann.inflow().paused && bob.inflow().paused);
  }

  @Test
  void areForABridgeThreeTimesAsLongForItsOtherEndMayWaitForASlowReader() {
    stage.hasRoom(slow);
    Span span = stage.bridge('a');
    span.bridge().full = true;
    stage.say(ann, "x");

    stage.passSeconds(29.9);
    assertEquals(List.of(), span.bridge().closed);
    stage.passSeconds(0.1);

    assertEquals(List.of(CloseReason.SLOW), span.bridge().closed);
    assertEquals("took 0 bytes in 30 s", span.bridge().closeDetail);
  }
}
