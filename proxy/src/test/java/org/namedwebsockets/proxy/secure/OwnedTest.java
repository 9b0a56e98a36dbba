package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelName;

/** When the initiator asks for the stream of a name, step by step. */
class OwnedTest {
  private static final ChannelName NAME = new ChannelName("a");
  private static final NamePoint POINT = NamePoint.of(NAME);
  private static final long REST = 100;

  private final Owned owned = new Owned(POINT);

  @Test
  void aNameIsAskedForOnceItIsFoundAndOnlyOnce() {
    assertFalse(owned.ask(), "not found yet");

    owned.found(3);

    assertTrue(owned.ask());
    assertFalse(owned.ask(), "asked already");
  }

  @Test
  void aNameFoundWhileItsChannelIsClosedWaitsForItToOpen() {
    owned.closed();
    owned.found(3);
    assertFalse(owned.ask());

    owned.opened(NAME);

    assertTrue(owned.ask());
  }

  @Test
  void aRefusedNameWaitsForAgain() {
    asked();
    owned.refused();
    assertFalse(owned.ask());

    assertTrue(owned.again());

    assertTrue(owned.ask());
  }

  @Test
  void againMayOvertakeTheRefusal() {
    asked();
    assertTrue(owned.again());

    owned.refused();

    assertTrue(owned.ask());
  }

  @Test
  void oneAgainMakesUpForOneRefusalOnly() {
    asked();
    owned.again();
    owned.refused();
    assertTrue(owned.ask());

    owned.refused();

    assertFalse(owned.ask());
  }

  @Test
  void againBeforeAnythingWasAskedIsAFault() {
    owned.found(3);

    assertFalse(owned.again());
  }

  @Test
  void aStreamThatEndedForNoKnownReasonRests() {
    asked();

    assertTrue(owned.released(1000, REST));

    assertFalse(owned.ask());
    assertFalse(owned.isRested(1000 + REST - 1));
    assertTrue(owned.isRested(1000 + REST));
    assertTrue(owned.ask());
  }

  @Test
  void aStreamThatEndedBecauseTheOtherEndClosedAndOpenedIsAskedForAtOnce() {
    asked();
    owned.again();

    assertFalse(owned.released(1000, REST));

    assertTrue(owned.ask());
  }

  @Test
  void aStreamThatEndedBecauseThisEndClosedAndOpenedIsAskedForAtOnce() {
    asked();
    owned.closed();
    owned.opened(NAME);

    assertFalse(owned.released(1000, REST));

    assertTrue(owned.ask());
  }

  @Test
  void whatHappenedToOneStreamDoesNotCountForTheNext() {
    asked();
    owned.again();
    owned.closed();
    owned.opened(NAME);
    owned.released(1000, REST);
    assertTrue(owned.ask());

    assertTrue(owned.released(2000, REST), "this one ended for no known reason");
  }

  @Test
  void againEndsARest() {
    asked();
    owned.released(1000, REST);

    owned.again();

    assertTrue(owned.ask());
    assertTrue(owned.isRested(1000));
  }

  @Test
  void aClosedChannelNeitherRestsNorAsks() {
    asked();
    owned.closed();

    assertFalse(owned.released(1000, REST));
    assertFalse(owned.ask());
  }

  @Test
  void aReleaseOfNothingChangesNothing() {
    owned.found(3);

    assertFalse(owned.released(1000, REST));

    assertTrue(owned.ask());
  }

  @Test
  void theProofIsHandedOutAsACopy() {
    owned.proof(new byte[32]);
    owned.tag()[0] = 1;

    assertEquals(0, owned.tag()[0]);
  }

  private void asked() {
    owned.found(3);
    assertTrue(owned.ask());
  }
}
