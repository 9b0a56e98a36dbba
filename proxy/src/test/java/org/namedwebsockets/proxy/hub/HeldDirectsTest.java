package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.hub.Stage.Control;
import org.namedwebsockets.proxy.hub.Stage.Seat;
import org.namedwebsockets.proxy.hub.Stage.Span;

class HeldDirectsTest {
  private final Stage stage = new Stage();
  private final Control ann = stage.watch("1");
  private final Seat bob = stage.join("2");

  @BeforeEach
  void forgetTheRoster() {
    ann.heard().clear();
  }

  @Test
  void messagesWaitForAControlThatIsOnItsWay() {
    stage.tell(ann, "2", "\"one\"");
    stage.tell(ann, "2", "\"two\"");

    Control late = stage.watch("2");

    assertEquals(
        List.of("roster done", "received \"one\" from 1", "received \"two\" from 1"), late.heard());
    assertEquals(List.of(), ann.heard());
    assertEquals(0, stage.hub.backlog().bytes());
  }

  @Test
  void messagesAreHandedOutOnce() {
    stage.tell(ann, "2", "\"one\"");
    Control first = stage.watch("2");
    stage.hub.unwatch(first.watch());

    Control second = stage.watch("2");

    assertEquals(List.of("roster done"), second.heard());
  }

  @Test
  void whoeverWaitsTooLongIsAnswered() {
    stage.tell(ann, "2", "5");

    stage.passSeconds(4.9);
    assertEquals(List.of(), ann.heard());
    stage.passSeconds(0.1);

    assertEquals(List.of("undelivered to 2: the peer takes no direct messages"), ann.heard());
    assertEquals(0, stage.hub.backlog().bytes());
  }

  @Test
  void aPeerThatHasBeenThereLongWithoutAControlTakesNone() {
    stage.passSeconds(5);

    stage.tell(ann, "2", "5");

    assertEquals(List.of("undelivered to 2: the peer takes no direct messages"), ann.heard());
  }

  @Test
  void theWaitIsCountedFromTheJoinAndNotFromTheMessage() {
    stage.passSeconds(4);
    stage.tell(ann, "2", "5");

    stage.passSeconds(1);

    assertEquals(1, ann.heard().size());
  }

  @Test
  void whoeverWroteToAPeerThatLeavesIsAnswered() {
    stage.tell(ann, "2", "5");

    stage.hub.leave(bob.peer());

    assertEquals(List.of("undelivered to 2: the peer left", "left 2"), ann.heard());
  }

  @Test
  void noMoreWaitThanTheBound() {
    stage.tell(ann, "2", "1");
    stage.tell(ann, "2", "2");
    stage.tell(ann, "2", "3");

    assertEquals(
        List.of("undelivered to 2: too many direct messages wait for the peer"), ann.heard());
    assertEquals(
        List.of("roster done", "received 1 from 1", "received 2 from 1"), stage.watch("2").heard());
  }

  @Test
  void noMoreBytesWaitThanTheBound() {
    stage.tell(ann, "2", "1".repeat(30));
    stage.tell(ann, "2", "2".repeat(21));

    assertEquals(1, ann.heard().size());
    assertEquals(30, stage.hub.backlog().bytes());
  }

  @Test
  void nothingWaitsWhenTheWholeProxyHasNoRoom() {
    stage.hub.backlog().add(Stage.LIMITS.backlogBytesMax());

    stage.tell(ann, "2", "5");

    assertEquals(
        List.of("undelivered to 2: too many direct messages wait for the peer"), ann.heard());
  }

  @Test
  void whoeverHasGoneMeanwhileIsNotAnswered() {
    stage.tell(ann, "2", "5");
    stage.hub.unwatch(ann.watch());

    stage.passSeconds(5);

    assertEquals(List.of(), ann.heard());
  }

  @Test
  void aNewControlOfTheSameIdGetsNoAnswerMeantForAnother() {
    stage.tell(ann, "2", "5");
    stage.hub.unwatch(ann.watch());
    Control other = stage.watch("1");
    other.heard().clear();

    stage.passSeconds(5);

    assertEquals(List.of(), other.heard());
  }

  @Test
  void messagesFromAfarWaitAsWell() {
    Span span = stage.bridge('a');
    span.heard().clear();
    var direct = new Envelope.Direct(Stage.id("7"), Stage.id("2"), Message.json("5"));

    stage.arrives(span, direct);
    stage.arrives(span, direct);
    assertEquals(List.of(), span.heard());
    stage.passSeconds(5);

    assertEquals(List.of("undelivered from 7 to 2", "undelivered from 7 to 2"), span.heard());
  }

  @Test
  void nobodyIsAnsweredOverABridgeThatIsDown() {
    Span span = stage.bridge('a');
    stage.arrives(span, new Envelope.Direct(Stage.id("7"), Stage.id("2"), Message.json("5")));
    stage.hub.bridgeDown(Stage.NAME, span.bridge());
    span.heard().clear();

    stage.passSeconds(5);

    assertEquals(List.of(), span.heard());
  }
}
