package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;

/** When the responder lets a stream be, and when it must say AGAIN, step by step. */
class SlotTest {
  private static final ChannelName NAME = new ChannelName("a");
  private static final NamePoint POINT = NamePoint.of(NAME);
  private static final byte[] PROOF = {1, 2, 3};

  private final Slot slot = new Slot(POINT);

  SlotTest() {
    slot.numbered(5, PROOF);
  }

  @Test
  void aRightProofOpensTheStreamOnce() throws ProtocolException {
    assertEquals(Optional.of(NAME), slot.confirm(PROOF));

    assertThrows(ProtocolException.class, () -> slot.confirm(PROOF));
  }

  @Test
  void aWrongProofIsAFaultEvenForAClosedChannel() {
    slot.closed();

    assertThrows(ProtocolException.class, () -> slot.confirm(new byte[] {1, 2, 4}));
  }

  @Test
  void nothingIsSaidOfAChannelThatClosedAndOpenedUnproven() {
    slot.closed();

    assertFalse(slot.opened(NAME));
  }

  @Test
  void whoProvedAChannelThatIsClosedIsToldOnceWhenItOpens() throws ProtocolException {
    slot.closed();
    assertEquals(Optional.empty(), slot.confirm(PROOF));

    assertTrue(slot.opened(NAME));

    slot.closed();
    assertFalse(slot.opened(NAME), "it was not asked for since");
  }

  @Test
  void whoseStreamWasEndedByAClosingIsToldWhenItOpens() throws ProtocolException {
    slot.confirm(PROOF);
    slot.closed();
    slot.released();

    assertTrue(slot.opened(NAME));
    assertEquals(Optional.of(NAME), slot.confirm(PROOF));
  }

  @Test
  void aStreamThatTheOtherEndEndedMayComeAgainAndNeedsNoWord() throws ProtocolException {
    slot.confirm(PROOF);
    slot.released();
    slot.closed();

    assertFalse(slot.opened(NAME));
    assertEquals(Optional.of(NAME), slot.confirm(PROOF));
  }

  @Test
  void theEndOfAnOldStreamIsNotTheEndOfTheNewOne() throws ProtocolException {
    slot.confirm(PROOF);
    slot.closed();
    slot.opened(NAME);
    slot.confirm(PROOF);

    slot.released();

    assertThrows(ProtocolException.class, () -> slot.confirm(PROOF));
    slot.released();
    assertEquals(Optional.of(NAME), slot.confirm(PROOF));
  }
}
