package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.secure.Pair.names;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.metrics.Counter;

/** What each end answers to an end that breaks the rules of the match stream. */
class MatchRulesTest {
  private static final List<byte[]> POINTS = Messages.randomPoints(8);
  private static final List<byte[]> TAGS = Messages.randomTags(8);

  private static void assertRefused(Side side, byte[] message) {
    long before = side.metrics.value(Counter.MATCH_FAULTS);

    assertThrows(ProtocolException.class, () -> side.receive(message));

    assertEquals(before + 1, side.metrics.value(Counter.MATCH_FAULTS), "the peer is charged");
    assertEquals(List.of(), side.failures, "said once, by the exception");
  }

  @Nested
  class TheResponder {
    private final Pair pair = pair();
    private final Side responder = pair.responder;

    @Test // T13
    void wantsTheFirstRangeToStartAtZeroWithEightItems() {
      assertRefused(responder, Messages.blind(8, POINTS));
    }

    @ParameterizedTest // T13
    @ValueSource(ints = {1, 2, 4})
    void wantsAtLeastEightItemsAtFirst(int count) {
      assertRefused(responder, Messages.blind(0, POINTS.subList(0, count)));
    }

    @Test // T5
    void takesNoRangeTwice() throws ProtocolException {
      responder.receive(pair.blind());

      assertRefused(responder, pair.blind());
    }

    @Test // T5
    void takesNoRangeTwiceOnceItIsAnswered() throws ProtocolException {
      byte[] blind = pair.blind();
      pair.settle();

      assertRefused(responder, blind);
    }

    @Test // T13
    void takesNoRangeThatSkipsItems() throws ProtocolException {
      responder.receive(Messages.blind(0, POINTS));

      assertRefused(responder, Messages.blind(16, POINTS));
    }

    @Test // T13
    void takes1024PointsInFlightAndNoMore() throws ProtocolException {
      List<byte[]> half = new ArrayList<>();
      for (int i = 0; i < 512 / 8; i++) {
        half.addAll(POINTS);
      }
      responder.receive(Messages.blind(0, half));
      responder.receive(Messages.blind(512, half));

      assertRefused(responder, Messages.blind(1024, POINTS.subList(0, 1)));
    }

    @Test
    void takesMorePointsOnceItHasAnswered() throws ProtocolException {
      List<byte[]> all = new ArrayList<>();
      for (int i = 0; i < 1024 / 8; i++) {
        all.addAll(POINTS);
      }
      responder.receive(Messages.blind(0, all));
      pair.crunch.runAll();

      responder.receive(Messages.blind(1024, POINTS));

      assertEquals(0, responder.metrics.value(Counter.MATCH_FAULTS));
    }

    @Test // T13
    void takesNoAnswerToTagsItHasNotSent() {
      assertRefused(responder, Messages.seen(0, 8));
    }

    @Test
    void takesEachAnswerOnceAndForTheWholeRange() throws ProtocolException {
      responder.receive(pair.blind());
      pair.crunch.runAll();

      assertRefused(responder, Messages.seen(0, 4));
    }

    @Test // T5
    void takesNoAnswerTwice() throws ProtocolException {
      pair.settle();

      assertRefused(responder, Messages.seen(0, 8));
    }

    @Test
    void takesNoMessageOfItsOwnKind() {
      assertRefused(responder, Messages.tags(0, TAGS));
      assertRefused(pair().responder, Messages.eval(0, POINTS));
      assertRefused(pair().responder, Messages.again(0));
    }

    @ParameterizedTest // T11
    @ValueSource(ints = {0, 3, 7})
    void endsOverAPointThatIsNotOnTheCurve(int place) throws ProtocolException {
      pair.blind();
      byte[] offCurve = new byte[33];
      offCurve[0] = 2;
      offCurve[32] = 1;
      Messages.swapPoint(pair.initiator.out, place, offCurve);

      pair.settle();

      assertEquals(List.of("a point is not on the curve"), responder.failures);
      assertEquals(1, responder.metrics.value(Counter.MATCH_FAULTS));
      assertFalse(responder.said.stream().anyMatch(said -> said[0] == MatchCodec.EVAL));
    }

    @Test // T5
    void takesNoConfirmTwice() throws ProtocolException {
      pair.settle();
      Side.Ask ask = pair.initiator.asked.getFirst();

      assertWrong(ask.slot(), ask.tag());
    }

    @Test // T5
    void takesAConfirmAgainOnceTheStreamHasEnded() throws ProtocolException {
      pair.settle();
      Side.Ask ask = pair.initiator.asked.getFirst();
      responder.session().released(ask.name());

      assertEquals("a", confirm(ask.slot(), ask.tag()));
    }

    @Test
    void takesNoConfirmForPaddingNorForASlotThatIsNot() throws ProtocolException {
      pair.settle();
      Side.Ask ask = pair.initiator.asked.getFirst();
      responder.session().released(ask.name());

      assertWrong(ask.slot() ^ 1, ask.tag());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 8, 65_536, 1L << 32, Long.MAX_VALUE})
    void takesNoConfirmForASlotOutOfRange(long slot) throws ProtocolException {
      pair.settle();

      assertWrong(slot, pair.initiator.asked.getFirst().tag());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33})
    void takesNoConfirmOfAnotherLength(int length) throws ProtocolException {
      pair.settle();
      Side.Ask ask = pair.initiator.asked.getFirst();
      responder.session().released(ask.name());

      assertWrong(ask.slot(), Arrays.copyOf(ask.tag(), length));
    }

    @ParameterizedTest // T4
    @ValueSource(ints = {0, 1, 15, 31})
    void takesNoConfirmWithOneBitWrong(int place) throws ProtocolException {
      pair.settle();
      Side.Ask ask = pair.initiator.asked.getFirst();
      responder.session().released(ask.name());
      ask.tag()[place] ^= 4;

      assertWrong(ask.slot(), ask.tag());
    }

    @Test
    void takesNoConfirmBeforeItHasSaidItsTags() {
      assertWrong(0, TAGS.getFirst());
    }

    private String confirm(long slot, byte[] tag) throws ProtocolException {
      return responder.session().confirm(slot, tag).map(ChannelName::value).orElse("(closed)");
    }

    private void assertWrong(long slot, byte[] tag) {
      assertThrows(ProtocolException.class, () -> confirm(slot, tag));
      assertEquals(1, responder.metrics.value(Counter.MATCH_FAULTS));
    }
  }

  @Nested
  class TheInitiator {
    private final Pair pair = pair();
    private final Side initiator = pair.initiator;

    @Test // T13
    void takesNoEvalItHasNotAskedFor() {
      assertRefused(initiator, Messages.eval(0, POINTS));
    }

    @Test
    void takesNoEvalBeforeTags() throws ProtocolException {
      pair.blind();

      assertRefused(initiator, Messages.eval(0, POINTS));
    }

    @Test
    void takesNoEvalOfAnotherLengthOrStart() throws ProtocolException {
      pair.blind();
      initiator.receive(Messages.tags(0, TAGS));
      assertRefused(initiator, Messages.eval(0, POINTS.subList(0, 4)));

      Pair other = pair();
      other.blind();
      other.initiator.receive(Messages.tags(0, TAGS));
      assertRefused(other.initiator, Messages.eval(8, POINTS));
    }

    @Test // T5
    void takesNoEvalTwice() throws ProtocolException {
      pair.settle();

      assertRefused(initiator, pair.responder.said.get(1));
    }

    @Test // T5
    void takesNoTagsTwice() throws ProtocolException {
      pair.settle();

      assertRefused(initiator, pair.responder.said.get(0));
    }

    @Test
    void takesNoTagTwice() throws ProtocolException {
      pair.settle();
      byte[] known = Messages.tags(pair.responder.said.get(0)).get(5);

      initiator.receive(Messages.tags(8, List.of(known)));
      pair.settle();

      assertEquals(List.of("a tag came twice"), initiator.failures);
      assertEquals(1, initiator.metrics.value(Counter.MATCH_FAULTS));
    }

    @Test
    void takesNoTagTwiceWithinARange() throws ProtocolException {
      List<byte[]> twice = new ArrayList<>(TAGS);
      twice.set(7, twice.get(2));

      initiator.receive(Messages.tags(0, twice));
      pair.crunch.runAll();

      assertEquals(List.of("a tag came twice"), initiator.failures);
    }

    @Test // T13
    void takesNoShortFirstRangeAndNoneThatSkips() {
      assertRefused(initiator, Messages.tags(0, TAGS.subList(0, 4)));
      assertRefused(pair().initiator, Messages.tags(8, TAGS));
    }

    @Test // T13
    void takes1024TagsInFlightAndNoMore() throws ProtocolException {
      initiator.receive(Messages.tags(0, Messages.randomTags(1024)));

      assertRefused(initiator, Messages.tags(1024, TAGS));
    }

    @Test
    void takesNoMessageOfItsOwnKind() {
      assertRefused(initiator, Messages.blind(0, POINTS));
      assertRefused(pair().initiator, Messages.seen(0, 8));
    }

    @Test
    void takesNoAgainForASlotItHasNotProven() throws ProtocolException {
      pair.settle();
      long slot = initiator.asked.getFirst().slot();

      assertRefused(initiator, Messages.again(slot ^ 1));
    }

    @Test
    void takesNoAgainForASlotItHasFoundAndNotAskedFor() throws ProtocolException {
      for (int slot = 0; slot < 8; slot++) {
        Pair fresh = pair();
        fresh.blind();
        fresh.initiator.close("a");
        fresh.settle();
        assertEquals(List.of(), fresh.initiator.asked);

        assertRefused(fresh.initiator, Messages.again(slot));
      }
    }

    @Test
    void isNotAskedForStreams() throws ProtocolException {
      pair.settle();

      assertThrows(ProtocolException.class, () -> initiator.session().confirm(0, TAGS.getFirst()));
    }

    @ParameterizedTest // T11: padding is checked like the rest, or it could be told apart
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void endsOverAPointThatIsNotOnTheCurveWhereverItIs(int place) throws ProtocolException {
      byte[] blind = pair.blind();
      List<byte[]> answer = new ArrayList<>(Messages.points(blind));
      answer.set(place, new byte[33]);
      answer.get(place)[0] = 3;
      answer.get(place)[32] = 1;
      initiator.receive(Messages.tags(0, TAGS));

      initiator.receive(Messages.eval(0, answer));
      pair.crunch.runAll();

      assertEquals(List.of("a point is not on the curve"), initiator.failures);
    }
  }

  @Test
  void afterAFaultTheSessionIsDeaf() throws ProtocolException {
    Pair pair = pair();
    assertRefused(pair.responder, Messages.again(0));

    pair.responder.receive(pair.blind());
    pair.responder.open("later");
    pair.crunch.runAll();

    assertTrue(pair.responder.said.isEmpty());
    assertEquals(1, pair.responder.metrics.value(Counter.MATCH_FAULTS));
  }

  private static Pair pair() {
    try {
      return Pair.of(names("a"), names("a", "b"));
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }
}
