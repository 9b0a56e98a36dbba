package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.hub.Stage.Control;
import org.namedwebsockets.proxy.hub.Stage.Span;

/** Messages for one peer that are answered: acknowledged ones, requests and replies. */
class DirectsTest {
  private final Stage stage = new Stage();
  private final Control ann = stage.member("ann");
  private final Control bob = stage.member("bob");

  @BeforeEach
  void forgetTheRoster() {
    forget();
  }

  @AfterEach
  void nothingIsCountedThatDoesNotWait() {
    stage.passSeconds(61);

    assertEquals(0, stage.hub.backlog().calls());
  }

  private void forget() {
    ann.heard().clear();
    bob.heard().clear();
  }

  private static Call call(Call.Kind kind, long number) {
    return new Call(kind, number);
  }

  @Nested
  class Here {
    @Test
    void anAcknowledgedMessageIsAnsweredOnceItIsInTheQueue() {
      stage.send(ann, "bob", Call.Kind.ACKNOWLEDGED, 7, "1");
      stage.tell(ann, "bob", "2");

      assertEquals(List.of("received 1 from ann", "received 2 from ann"), bob.heard());
      assertEquals(List.of("delivered #7 to bob"), ann.heard());
    }

    @Test
    void whatReachesNobodyIsAnsweredWithItsNumber() {
      stage.send(ann, "cat", Call.Kind.ACKNOWLEDGED, 7, "1");
      stage.ask(ann, "cat", 8, 1, "1");
      stage.send(ann, "cat", Call.Kind.REPLY, 9, "1");

      assertEquals(
          List.of("undelivered #7 to cat: no such peer", "undelivered #8 to cat: no such peer"),
          ann.heard());
    }

    @Test
    void aRequestIsRepliedToOnce() {
      stage.ask(ann, "bob", 1, 10, "{}");
      stage.send(bob, "ann", Call.Kind.REPLY, 1, "5");
      stage.send(bob, "ann", Call.Kind.REPLY, 1, "6");

      assertEquals(List.of("request #1 {} from ann"), bob.heard());
      assertEquals(List.of("reply #1 5 from bob"), ann.heard());
    }

    @Test
    void nobodyElseRepliesAndNotToWhatWasNotAsked() {
      Control cat = stage.member("cat");
      forget();
      stage.ask(ann, "bob", 1, 10, "{}");

      stage.send(cat, "ann", Call.Kind.REPLY, 1, "5");
      stage.send(bob, "ann", Call.Kind.REPLY, 2, "5");
      stage.send(bob, "cat", Call.Kind.REPLY, 1, "5");

      assertEquals(List.of(), ann.heard());
    }

    @Test
    void aRequestThatIsNotAnsweredTimesOutAndALateReplyIsNotHeard() {
      stage.ask(ann, "bob", 1, 10, "{}");

      stage.passSeconds(9.9);
      assertEquals(List.of(), ann.heard());
      stage.passSeconds(0.1);
      stage.send(bob, "ann", Call.Kind.REPLY, 1, "5");

      assertEquals(List.of("undelivered #1 to bob: timed out"), ann.heard());
    }

    @Test
    void aPeerThatIsAskedAndLeavesHasNotReplied() {
      Stage.Seat seat = stage.seat(Stage.NETWORK, "cat");
      stage.hub.join(seat.peer());
      Control cat = stage.control(Stage.NETWORK, "cat", false);
      cat.watcher().takesRequests = true;
      stage.hub.watch(cat.watch());
      forget();
      stage.ask(ann, "cat", 1, 10, "{}");

      stage.hub.leave(seat.peer());
      stage.passSeconds(11);

      assertEquals(List.of("undelivered #1 to cat: the peer left", "left cat"), ann.heard());
    }

    @Test
    void aPeerWithoutRepliesIsNotAsked() {
      stage.join("1");
      Control control = stage.watch("1");
      stage.join("2");
      forget();

      stage.ask(ann, "1", 1, 10, "{}");
      stage.ask(ann, "2", 1, 10, "{}");
      stage.send(ann, "1", Call.Kind.REPLY, 1, "{}");

      assertEquals(
          List.of(
              "undelivered #1 to 1: the peer takes no requests",
              "undelivered #1 to 2: the peer takes no requests"),
          ann.heard());
      assertEquals("roster done", control.heard().get(2));
      assertEquals(4, control.heard().size());
    }

    @Test
    void anAcknowledgedMessageWaitsForAControlThatIsOnItsWay() {
      stage.join("2");
      forget();
      stage.send(ann, "2", Call.Kind.ACKNOWLEDGED, 1, "x");
      assertEquals(List.of(), ann.heard());

      Control late = stage.watch("2");

      assertEquals("received x from ann", late.heard().getLast());
      assertEquals(List.of("delivered #1 to 2"), ann.heard());
    }

    @Test
    void aNumberThatWaitsIsNotTakenTwiceAndNoMoreWaitThanTheBound() {
      stage.ask(ann, "bob", 1, 10, "1");
      stage.ask(ann, "bob", 1, 10, "2");
      stage.send(ann, "bob", Call.Kind.ACKNOWLEDGED, 1, "2");
      stage.ask(ann, "bob", 2, 10, "3");
      stage.ask(ann, "bob", 3, 10, "4");
      stage.send(bob, "ann", Call.Kind.REPLY, 1, "5");
      stage.ask(ann, "bob", 3, 10, "6");

      assertEquals(
          List.of(
              "undelivered #1 to bob: " + Outcome.NUMBER_TAKEN.words(),
              "undelivered #1 to bob: " + Outcome.NUMBER_TAKEN.words(),
              "undelivered #3 to bob: " + Outcome.TOO_MANY_CALLS.words(),
              "reply #1 5 from bob"),
          ann.heard());
      assertEquals(
          List.of("request #1 1 from ann", "request #2 3 from ann", "request #3 6 from ann"),
          bob.heard());
    }

    @Test
    void allSocketsTogetherMayWaitForSoManyAnswers() {
      stage.hub.backlog().calls(Backlog.CALLS_MAX - 1);

      stage.ask(ann, "bob", 1, 10, "1");
      stage.ask(ann, "bob", 2, 10, "2");
      stage.ask(bob, "ann", 1, 10, "3");
      stage.tell(bob, "ann", "4");
      stage.hub.backlog().calls(1 - Backlog.CALLS_MAX);

      assertEquals(List.of("request #1 1 from ann"), bob.heard());
      assertEquals(
          List.of(
              "undelivered #2 to bob: " + Outcome.TOO_MANY_CALLS.words(),
              "request #1 3 from bob",
              "received 4 from bob"),
          ann.heard(),
          "who asks little goes on");
    }

    @Test
    void whoAskedAndCameBackWaitsForNothing() {
      stage.ask(ann, "bob", 1, 10, "1");
      stage.hub.unwatch(ann.watch());
      Control again = stage.watch("ann");
      again.heard().clear();

      stage.send(bob, "ann", Call.Kind.REPLY, 1, "5");
      stage.passSeconds(11);

      assertEquals(List.of(), again.heard());
    }

    @Test
    void onesOwnRequestsReachOneself() {
      stage.ask(ann, "ann", 1, 10, "1");
      stage.send(ann, "ann", Call.Kind.REPLY, 1, "2");

      assertEquals(List.of("request #1 1 from ann", "reply #1 2 from ann"), ann.heard());
    }
  }

  @Nested
  class OverALink {
    private Span span;

    @BeforeEach
    void bridge() {
      span = stage.bridge('a');
      stage.arrives(
          span, new Envelope.Joined(new PeerId("far"), new PeerDetails("Far", "page", "")));
      forget();
      span.heard().clear();
    }

    private void answered(Span from, Call call, Outcome outcome) {
      stage.arrives(
          from, new Envelope.Answered(new PeerId("ann"), new PeerId("far"), call, outcome));
    }

    private void called(Span from, String to, Call.Kind kind, long number) {
      stage.arrives(
          from,
          new Envelope.Called(
              new PeerId("far"), new PeerId(to), call(kind, number), Message.json("9")));
    }

    @Test
    void detailsAreToldBothWays() {
      Control late = stage.watch("9");

      assertEquals("joined far as Far", late.heard().get(late.heard().size() - 2));
      stage.hub.join(
          new Peer.Local(
              Stage.NETWORK,
              new PeerId("dan"),
              new PeerDetails("Dan", "", ""),
              new RecordingReceiver(),
              new RecordingInflow()));
      assertEquals(List.of("joined dan as Dan"), span.heard());
      Span second = stage.bridge('b');
      assertEquals(List.of("joined ann", "joined bob", "joined dan as Dan"), second.heard());
    }

    @Test
    void acknowledgedMessagesAreAnsweredByTheOtherProxyOnce() {
      stage.send(ann, "far", Call.Kind.ACKNOWLEDGED, 7, "1");
      assertEquals(List.of(), ann.heard());

      answered(span, call(Call.Kind.ACKNOWLEDGED, 7), Outcome.DELIVERED);
      answered(span, call(Call.Kind.ACKNOWLEDGED, 7), Outcome.DELIVERED);

      assertEquals(List.of("ACKNOWLEDGED #7 1 from ann to far"), span.heard());
      assertEquals(List.of("delivered #7 to far"), ann.heard());
    }

    @ParameterizedTest
    @EnumSource(
        value = Outcome.class,
        names = {"NO_SUCH_PEER", "NO_DIRECTS", "NO_REQUESTS", "TOO_MANY_WAIT", "TOO_BIG"})
    void whatTheOtherProxySaysOfARequestIsToldAndFreesItsNumber(Outcome outcome) {
      stage.ask(ann, "far", 1, 10, "1");

      answered(span, call(Call.Kind.REQUEST, 1), outcome);
      stage.ask(ann, "far", 1, 10, "2");

      assertEquals(List.of("undelivered #1 to far: " + outcome.words()), ann.heard());
      assertEquals(2, span.heard().size());
    }

    @Test
    void requestsAndRepliesCross() {
      stage.ask(ann, "far", 1, 10, "1");
      called(span, "ann", Call.Kind.REPLY, 1);
      called(span, "ann", Call.Kind.REQUEST, 5);
      stage.send(ann, "far", Call.Kind.REPLY, 5, "6");

      assertEquals(List.of("reply #1 9 from far", "request #5 9 from far"), ann.heard());
      assertEquals(
          List.of("REQUEST #1 1 from ann to far", "REPLY #5 6 from ann to far"), span.heard());
    }

    @Test
    void anotherProxyCanNeitherReplyNorAcknowledge() {
      Span other = stage.bridge('b');
      stage.arrives(other, new Envelope.Joined(new PeerId("far")));
      forget();
      stage.ask(ann, "far", 1, 10, "1");
      stage.send(ann, "far", Call.Kind.ACKNOWLEDGED, 2, "1");

      called(other, "ann", Call.Kind.REPLY, 1);
      answered(other, call(Call.Kind.REQUEST, 1), Outcome.NO_SUCH_PEER);
      answered(other, call(Call.Kind.ACKNOWLEDGED, 2), Outcome.DELIVERED);

      assertEquals(List.of(), ann.heard());
      called(span, "ann", Call.Kind.REPLY, 1);
      assertEquals(List.of("reply #1 9 from far"), ann.heard());
    }

    @Test
    void whatWaitsForALinkThatBreaksIsAnsweredAtOnce() {
      stage.ask(ann, "far", 1, 10, "1");
      stage.send(ann, "far", Call.Kind.ACKNOWLEDGED, 2, "1");

      stage.hub.bridgeDown(Stage.NAME, span.bridge());

      assertEquals(
          List.of(
              "left far",
              "undelivered #1 to far: the peer left",
              "undelivered #2 to far: the peer left"),
          ann.heard().stream().sorted().toList());
      assertEquals("left far", ann.heard().getLast());
    }

    @Test
    void anAcknowledgementThatNeverComesIsGivenUp() {
      stage.send(ann, "far", Call.Kind.ACKNOWLEDGED, 2, "1");

      stage.passSeconds(60);

      assertEquals(List.of("undelivered #2 to far: timed out"), ann.heard());
    }

    @Test
    void weAnswerWhatTheOtherProxyAsks() {
      stage.join("2");
      span.heard().clear();
      called(span, "bob", Call.Kind.ACKNOWLEDGED, 1);
      called(span, "cat", Call.Kind.ACKNOWLEDGED, 2);
      called(span, "cat", Call.Kind.REQUEST, 3);
      called(span, "2", Call.Kind.REQUEST, 4);
      called(span, "bob", Call.Kind.REQUEST, 5);
      called(span, "bob", Call.Kind.REPLY, 6);
      called(span, "2", Call.Kind.ACKNOWLEDGED, 7);
      stage.passSeconds(5);

      assertEquals(
          List.of(
              "ACKNOWLEDGED #1 from far to bob: delivered",
              "ACKNOWLEDGED #2 from far to cat: no such peer",
              "REQUEST #3 from far to cat: no such peer",
              "REQUEST #4 from far to 2: the peer takes no requests",
              "ACKNOWLEDGED #7 from far to 2: the peer takes no direct messages"),
          span.heard());
      assertEquals(
          List.of("joined 2", "received 9 from far", "request #5 9 from far"), bob.heard());
    }
  }
}
