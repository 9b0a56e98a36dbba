package org.namedwebsockets.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.namedwebsockets.client.Calls.Waiting;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;

class CallsTest {
  private final Calls calls = new Calls();

  private static Throwable failure(Waiting call) {
    return call.answer().exceptionNow();
  }

  @Test
  void eachIsAnsweredByItsOwnNumber() {
    Waiting first = calls.open("cat");
    Waiting second = calls.open("cat");
    Message noon = Message.text("noon");

    calls.replied(second.ref(), noon);

    assertNotEquals(first.ref(), second.ref());
    assertFalse(first.answer().isDone());
    assertSame(noon, second.answer().resultNow());
    assertTrue(calls.areWaiting());
  }

  @Test
  void oneThatIsDeliveredIsDone() {
    Waiting call = calls.open("cat");

    calls.answered(call.ref(), Outcome.DELIVERED);

    assertTrue(call.answer().isDone());
    assertFalse(calls.areWaiting());
  }

  @Test
  void aMissingPeerHasAnExceptionOfItsOwn() {
    Waiting call = calls.open("cat");

    calls.answered(call.ref(), Outcome.NO_SUCH_PEER);

    var missing = assertInstanceOf(NoSuchPeerException.class, failure(call));
    assertEquals("cat", missing.peer());
    assertEquals("no such peer", missing.getMessage());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DELIVERED")
  void whateverElseBecameOfItFailsIt(Outcome outcome) {
    Waiting call = calls.open("cat");

    calls.answered(call.ref(), outcome);

    assertInstanceOf(NamedWebSocketException.class, failure(call));
    assertEquals(outcome == Outcome.TIMED_OUT, failure(call) instanceof TimedOutException);
  }

  @Test
  void aComplaintFailsTheOneItIsAbout() {
    Waiting call = calls.open("cat");
    calls.refused(-1, "about nothing we know");
    assertFalse(call.answer().isDone());

    calls.refused(call.ref(), "to is missing");

    assertEquals("to is missing", failure(call).getMessage());
  }

  @Test
  void aLostConnectionFailsAllThatWait() {
    Waiting first = calls.open("cat");
    Waiting second = calls.open("dog");

    calls.failAll("the connection broke");

    assertInstanceOf(ClosedException.class, failure(first));
    assertInstanceOf(ClosedException.class, failure(second));
    assertFalse(calls.areWaiting());
  }

  @Test
  void whatComesTooLateIsPassedOver() {
    Waiting call = calls.open("cat");
    calls.forget(call);

    calls.replied(call.ref(), Message.text("late"));
    calls.answered(call.ref(), Outcome.DELIVERED);

    assertFalse(call.answer().isDone());
  }
}
