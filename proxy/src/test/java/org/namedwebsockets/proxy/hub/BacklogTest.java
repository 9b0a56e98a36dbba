package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.hub.Stage.Control;
import org.namedwebsockets.proxy.hub.Stage.Seat;

/** The one bound of all readers of all channels together. */
class BacklogTest {
  private final Stage stage = new Stage();
  private final Seat ann = stage.join("1");
  private final Seat bob = stage.join("2");
  private final Seat slow = stage.join("3");

  @BeforeEach
  void somethingWaitsForSlow() {
    slow.receiver().waiting = 200;
  }

  @Test
  void pausesWhoeverSendsAnywhereWhileTooMuchWaits() {
    Seat elsewhere = stage.join(Stage.LOCAL, "1");
    tooMuchWaits(1);

    stage.say(elsewhere, "x");
    assertTrue(elsewhere.inflow().paused);
    stage.hub.backlog().add(-1);
    stage.passSeconds(0.25);

    assertFalse(elsewhere.inflow().paused);
  }

  @Test
  void closesTheFullestOfAnyChannelFullOrNot() {
    Seat fullest = stage.join(Stage.LOCAL, "1");
    fullest.receiver().waiting = 900;
    tooMuchWaits(900);

    stage.passSeconds(0.25);

    assertEquals(List.of(CloseReason.SLOW), fullest.receiver().closed);
    assertEquals(List.of(), slow.receiver().closed);
  }

  @Test
  void closesAsManyAsMakeUpForTheExcess() {
    Control control = stage.watch("9");
    control.watcher().waiting = 300;
    bob.receiver().waiting = 100;
    tooMuchWaits(301);

    stage.passSeconds(0.25);

    assertEquals(List.of(CloseReason.SLOW), control.watcher().closed);
    assertEquals(List.of(CloseReason.SLOW), slow.receiver().closed);
    assertEquals(List.of(), bob.receiver().closed);
  }

  @Test
  void blamesNobodyElseForBytesOfWhoIsClosing() {
    bob.receiver().waiting = 900;
    bob.receiver().onClose = () -> stage.hub.leave(bob.peer());
    tooMuchWaits(900);

    stage.passSeconds(0.25);
    stage.passSeconds(1.75);
    assertEquals(List.of(), slow.receiver().closed);
    stage.passSeconds(0.25);

    assertEquals(List.of(CloseReason.SLOW), slow.receiver().closed, "it was not bob");
  }

  @Test
  void closesNobodyWhileTheBoundHolds() {
    tooMuchWaits(0);

    stage.say(ann, "x");
    stage.passSeconds(0.25);

    assertEquals(List.of(), slow.receiver().closed);
  }

  @Test
  void closesNobodyForWhomNothingWaits() {
    slow.receiver().waiting = 0;
    tooMuchWaits(1);

    stage.passSeconds(0.25);

    assertEquals(List.of(), slow.receiver().closed);
  }

  private void tooMuchWaits(long excess) {
    stage.hub.backlog().add(Stage.LIMITS.backlogBytesMax() + excess);
  }
}
