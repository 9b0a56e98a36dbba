package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.secure.Pair.names;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ProtocolException;

/** T26: channels that come and go while the link stands. */
class MatchChangesTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aChannelOpenedLaterAtTheInitiatorIsFound() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a", "b")).settle();

    pair.initiator.open("b");
    pair.settle();

    assertEquals(Set.of("a", "b"), pair.responder.streams);
    assertEquals(7 + 33, pair.initiator.said.getLast().length, "one more item");
  }

  @Test
  void aChannelOpenedLaterAtTheResponderIsFound() throws ProtocolException {
    Pair pair = Pair.of(names("a", "b"), names("a")).settle();

    pair.responder.open("b");
    pair.settle();

    assertEquals(Set.of("a", "b"), pair.responder.streams);
    assertEquals(7 + 32, pair.responder.said.getLast().length, "one more item");
  }

  @Test
  void aChannelOpenedAtBothEndsAtOnceIsFoundOnce() throws ProtocolException {
    Pair pair = Pair.of(names(), names()).settle();

    pair.initiator.open("b");
    pair.responder.open("b");
    pair.settle();

    assertEquals(Set.of("b"), pair.responder.streams);
    assertEquals(1, pair.initiator.asked.size());
  }

  @Test
  void aChannelOpenedWhileTheFirstMessageIsBeingMadeIsFound() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a"));

    pair.initiator.open("b");
    pair.responder.open("b");
    pair.settle();

    assertEquals(Set.of("a", "b"), pair.responder.streams);
  }

  @Test
  void oneNameOpenedTwiceIsOneChannel() throws ProtocolException {
    Pair pair = Pair.of(names("a", "a"), names("a", "a"));
    pair.initiator.open("a");
    pair.responder.open("a");

    pair.settle();

    assertEquals(1, pair.initiator.asked.size());
    assertEquals(Set.of("a"), pair.responder.streams);
  }

  @Test
  void aChannelClosedAndOpenedAgainAtTheInitiatorIsBackWithoutAnotherItem()
      throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a")).settle();
    pair.close(pair.initiator, "a");
    int said = pair.initiator.said.size();

    pair.initiator.open("a");
    pair.settle();

    assertEquals(Set.of("a"), pair.responder.streams);
    assertEquals(said, pair.initiator.said.size());
    assertArrayEquals(pair.initiator.asked.get(0).tag(), pair.initiator.asked.get(1).tag());
  }

  @Test
  void aChannelClosedAndOpenedAgainAtTheResponderIsBackAtOnce() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a")).settle();
    pair.close(pair.responder, "a");
    assertEquals(Set.of(), pair.initiator.streams);

    pair.responder.open("a");
    pair.settle();

    assertEquals(Set.of("a"), pair.initiator.streams);
    assertEquals(7, pair.responder.said.getLast().length, "AGAIN, and no tag twice");
  }

  @Test
  void theResponderSaysNothingOfAChannelThatNobodyHasProven() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a", "secret")).settle();
    int said = pair.responder.said.size();

    pair.close(pair.responder, "secret");
    pair.responder.open("secret");
    pair.settle();

    assertEquals(said, pair.responder.said.size());
  }

  @Test
  void aChannelThatClosedAndOpenedUnprovenIsFoundWhenTheInitiatorComes() throws ProtocolException {
    Pair pair = Pair.of(names(), names("a")).settle();
    pair.close(pair.responder, "a");
    pair.responder.open("a");

    pair.initiator.open("a");
    pair.settle();

    assertEquals(Set.of("a"), pair.initiator.streams);
  }

  @Test
  void aRequestForAChannelJustClosedIsRefusedAndMadeUpForWhenItOpensAgain()
      throws ProtocolException {
    Pair pair = Pair.of(names(), names("a")).settle();
    pair.close(pair.responder, "a");
    pair.initiator.open("a");
    pair.settle();
    assertEquals(Set.of(), pair.initiator.streams);
    assertEquals(1, pair.initiator.asked.size());
    assertTrue(pair.initiator.failures.isEmpty(), "no fault");
    pair.tick(SECOND * 60);
    pair.settle();
    assertEquals(1, pair.initiator.asked.size(), "and it is not asked for over and over");

    pair.responder.open("a");
    pair.settle();

    assertEquals(Set.of("a"), pair.initiator.streams);
  }

  @Test
  void aStreamThatBreaksIsAskedForAgainAfterARest() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a")).settle();
    pair.tick(SECOND);

    pair.breakStream("a");
    pair.settle();
    pair.tick(2 * SECOND - 1);
    pair.settle();
    assertEquals(1, pair.initiator.asked.size());
    pair.tick(2 * SECOND);
    pair.settle();

    assertEquals(Set.of("a"), pair.initiator.streams);
  }

  @Test
  void aChannelClosedWhileItRestsIsNotAskedFor() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a")).settle();
    pair.breakStream("a");

    pair.initiator.close("a");
    pair.tick(5 * SECOND);

    assertEquals(1, pair.initiator.asked.size());
  }

  @Test
  void aNewStreamIsWelcomeBeforeTheResponderHasSeenTheEndOfTheOld() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a")).settle();
    Side.Ask ask = pair.initiator.asked.getFirst();
    pair.responder.close("a");
    pair.responder.open("a");
    pair.crunch.runAll();

    assertEquals(ask.name(), pair.responder.session().confirm(ask.slot(), ask.tag()).orElseThrow());
    pair.responder.session().released(ask.name());

    // The release was the old stream's; the new one stands, and there is only one of it.
    assertThrows(
        ProtocolException.class, () -> pair.responder.session().confirm(ask.slot(), ask.tag()));
  }

  @Test
  void aNameClosedBeforeItsTurnIsNeverSent() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a", "b"));
    pair.initiator.open("b");
    pair.crunch.runLast();
    pair.initiator.close("b");

    pair.settle();

    assertEquals(Set.of("a"), pair.responder.streams);
    assertEquals(
        List.of(7 + 8 * 33, 7),
        pair.initiator.said.stream().map(said -> said.length).toList(),
        "a range of eight for the first name, its tags seen, and no more");
  }

  @Test
  void aNameClosedWhileItsTagIsMadeGetsNoSlot() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a")).settle();
    pair.responder.open("b");
    pair.crunch.runAll();
    pair.responder.open("c");
    pair.crunch.runAny(new Random(0));
    pair.responder.close("c");
    pair.settle();
    pair.initiator.open("b", "c");
    pair.settle();

    assertEquals(Set.of("a", "b"), pair.responder.streams);
    assertEquals(List.of("a", "b"), pair.initiator.askedNames());
  }

  @Test
  void aSessionThatHasUsedUpItsNumbersGivesUp() throws ProtocolException {
    SentItems<Boolean> sent = new SentItems<>();
    for (int i = 0; i < 64; i++) {
      assertEquals(1024, sent.room());
      sent.sent(Collections.nCopies(1024, true));
      assertEquals(0, sent.room());
      sent.answered(i * 1024L, 1024);
    }

    assertTrue(sent.isUsedUp(1));
  }

  @Test
  void channelsThatOpenTogetherGoTogether() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a")).settle();
    pair.initiator.open("warm");
    pair.initiator.open("b", "c", "d");

    pair.settle();

    assertEquals(7 + 4 * 33, pair.initiator.said.getLast().length, "three in one range of four");
  }

  @Test
  void aSessionEndedFromInsideOneRequestMakesNoOther() throws ProtocolException {
    Pair pair = Pair.of(names("a", "b"), names("a", "b")).settle();
    pair.close(pair.initiator, "a");
    pair.close(pair.initiator, "b");
    pair.initiator.endAtFirstMatch = true;

    pair.initiator.open("warm", "a", "b");
    pair.crunch.runAll();

    assertEquals(3, pair.initiator.asked.size(), "two at first, one of two now");
  }

  @Test
  void whatEndsTheSessionFromInsideACallIsHeeded() throws ProtocolException {
    Pair pair = Pair.of(names("a", "b", "c"), names("a", "b", "c"));
    Side initiator = pair.initiator;
    initiator.endAtFirstMatch = true;

    pair.settle();

    assertEquals(1, initiator.asked.size());
  }
}
