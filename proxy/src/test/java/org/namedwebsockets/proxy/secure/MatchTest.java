package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.secure.Pair.names;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.secure.MatchLimits.Rate;

/** What two honest ends come to. */
class MatchTest {
  @Test // T2
  void bothEndsFindTheNamesTheyShareAndNoOther() throws ProtocolException {
    Pair pair = Pair.of(names("a", "b", "webchat", "x1"), names("webchat", "c", "b"));

    pair.settle();

    assertEquals(Set.of("b", "webchat"), pair.initiator.streams);
    assertEquals(Set.of("b", "webchat"), pair.responder.streams);
    assertEquals(List.of("b", "webchat"), pair.initiator.askedNames());
  }

  @ParameterizedTest // T3
  @ValueSource(strings = {"Webchat", "webchat2", "webcha", "webchat=", "webchat.", "xwebchat"})
  void anotherNameIsAnotherChannel(String name) throws ProtocolException {
    Pair pair = Pair.of(names(name), names("webchat"));

    pair.settle();

    assertTrue(pair.initiator.asked.isEmpty());
    assertTrue(pair.responder.streams.isEmpty());
  }

  @ParameterizedTest // T14
  @ValueSource(ints = {0, 1, 2, 5, 8})
  void upToEightChannelsLookTheSame(int count) throws ProtocolException {
    String[] some = IntStream.range(0, count).mapToObj(i -> "channel" + i).toArray(String[]::new);
    Pair pair = Pair.of(some, some);

    pair.settle();

    assertEquals(List.of(7 + 8 * 33, 7), lengths(pair.initiator));
    assertEquals(List.of(7 + 8 * 32, 7 + 8 * 33), lengths(pair.responder));
    assertEquals(count, pair.initiator.streams.size());
  }

  @Test
  void moreChannelsThanMayBeInFlightGoInSeveralMessages() throws ProtocolException {
    String[] here = IntStream.range(0, 1030).mapToObj(i -> "c" + i).toArray(String[]::new);
    Pair pair = new Pair(1, Budgets.plenty());
    pair.initiator.open("c1029", "mine");
    pair.responder.open(here);
    pair.crunch.runAll();
    pair.link();

    pair.settle();

    assertEquals(Set.of("c1029"), pair.responder.streams);
    assertEquals(
        List.of(7 + 1024 * 32, 7 + 8 * 33, 7 + 8 * 32),
        lengths(pair.responder),
        "1024 tags, then what the initiator waits for, then six more tags");
  }

  @Test
  void theOrderOfPointsAndSlotsTellsNothingOfTheOrderOfOpening() throws ProtocolException {
    Set<Long> slotsOfTheFirst = new TreeSet<>();
    for (int seed = 0; seed < 12; seed++) {
      Pair pair = new Pair(seed, MatchLimits.DEFAULTS);
      pair.initiator.open("first");
      pair.responder.open("first", "second");
      pair.crunch.runAll();
      pair.link();
      pair.settle();
      slotsOfTheFirst.add(pair.initiator.asked.getFirst().slot());
    }

    assertTrue(slotsOfTheFirst.size() > 3, () -> "always at " + slotsOfTheFirst);
  }

  @Test
  void pointsAreShuffledTooSoPaddingIsNotAtTheEnd() throws ProtocolException {
    // Seen from a responder whose key it knows: where the initiator's one name lies in BLIND.
    // What is sent cannot tell; so we look at which answer the initiator reads, by breaking others.
    Set<Integer> places = new TreeSet<>();
    for (int seed = 0; seed < 12; seed++) {
      places.add(placeOfTheOnlyName(seed));
    }

    assertTrue(places.size() > 3, () -> "always at " + places);
  }

  private static int placeOfTheOnlyName(int seed) throws ProtocolException {
    for (int place = 0; place < 8; place++) {
      Pair pair = new Pair(seed, MatchLimits.DEFAULTS);
      pair.initiator.open("chat");
      pair.responder.open("chat");
      pair.crunch.runAll();
      pair.link();
      pair.crunch.runAll();
      Messages.swapPoint(pair.initiator.out, place, Oprf.randomPoint(new SeededRandom(99)));
      pair.settle();
      if (pair.initiator.streams.isEmpty()) {
        return place;
      }
    }
    return -1;
  }

  @Test // T16
  void aConnectionToOneselfIsRefused() {
    MatchTerms terms =
        new MatchTerms(
            true,
            Pair.EXPORTER,
            Pair.INITIATOR_CERTIFICATE,
            Pair.INITIATOR_CERTIFICATE.clone(),
            "192.0.2.1");

    assertThrows(ProtocolException.class, () -> new Pair().initiator.start(terms));
  }

  @Test
  void theResponderComputesNothingBeforeTheFirstBlind() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a", "b", "c"));
    pair.crunch.runAll();
    int before = pair.crunch.pieces;

    pair.responder.matcher.tick(1);

    assertEquals(before, pair.crunch.pieces);
    assertTrue(pair.responder.said.isEmpty());
    assertEquals(0, pair.responder.metrics.value(Counter.MATCH_WORK));
  }

  @Test
  void tagsComeBeforeAnyEvaluatedPoint() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a", "b", "c"));

    pair.settle();

    assertEquals(MatchCodec.TAGS, pair.responder.said.get(0)[0]);
    assertEquals(MatchCodec.EVAL, pair.responder.said.get(1)[0]);
  }

  @Test
  void aNameIsHashedOnceHoweverManyLinksThereAre() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a"));
    pair.settle();
    int hashedAndLinked = pair.crunch.pieces;
    pair.initiator.session().end();
    pair.responder.session().end();

    pair.link();
    pair.settle();

    // The second link costs the same five pieces, without the two that hashed the names.
    assertEquals(2 + 2 * (hashedAndLinked - 2), pair.crunch.pieces);
  }

  @Test
  void aNameThatClosesWhileItIsHashedIsNotOffered() throws ProtocolException {
    Pair pair = new Pair();
    pair.initiator.open("gone", "here");
    pair.initiator.close("gone");
    pair.responder.open("gone", "here");
    pair.crunch.runAll();
    pair.link();

    pair.settle();

    assertEquals(Set.of("here"), pair.responder.streams);
  }

  @Test
  void whatIsComputedWhenTheLinkHasEndedIsDropped() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a"));
    pair.crunch.runAll();
    pair.responder.receive(pair.initiator.out.remove());
    pair.responder.session().end();
    pair.initiator.session().end();

    pair.crunch.runAll();
    pair.initiator.open("b");
    pair.crunch.runAll();
    pair.tick(1_000_000_000);

    assertEquals(1, pair.initiator.said.size(), "BLIND was said before the end");
    assertTrue(pair.responder.said.isEmpty());
    assertTrue(pair.responder.failures.isEmpty());
    assertTrue(pair.responder.session().confirm(0, new byte[32]).isEmpty());
  }

  @Test
  void aLinkThatHasEndedIsForgottenAndPaysForNothing() throws ProtocolException {
    Rate little = new Rate(4, Duration.ofSeconds(1));
    MatchLimits limits =
        new MatchLimits(little, little, little, little, little, 9, 9, Duration.ofSeconds(1));
    Pair pair = new Pair(1, limits);
    pair.link();
    pair.responder.receive(pair.blind());
    assertEquals(4, pair.responder.metrics.value(Counter.MATCH_ITEMS));
    assertEquals(1, pair.responder.matcher.sessions());

    pair.responder.session().end();
    pair.tick(3600 * Budgets.SECOND);

    assertEquals(4, pair.responder.metrics.value(Counter.MATCH_ITEMS));
    assertEquals(0, pair.responder.matcher.sessions());
  }

  @Test
  void whoIsShortOfAnAllowanceIsServedLaterAndInFull() throws ProtocolException {
    Rate little = new Rate(4, Duration.ofSeconds(1));
    MatchLimits limits =
        new MatchLimits(little, little, little, little, little, 9, 9, Duration.ofSeconds(1));
    Pair pair = new Pair(1, limits);
    pair.initiator.open("a");
    pair.responder.open("a");
    pair.crunch.runAll();
    pair.link();
    pair.settle();
    assertEquals(List.of(), lengths(pair.responder));

    for (int second = 1; second < 16; second++) {
      pair.tick(second * Budgets.SECOND);
      pair.settle();
    }

    assertEquals(Set.of("a"), pair.initiator.streams);
  }

  @Test
  void aBusyCrewOnlyMeansWaiting() throws ProtocolException {
    Pair pair = new Pair();
    pair.initiator.open("a", "b");
    pair.responder.open("b");
    pair.crunch.runAll();
    pair.crunch.places = 0;
    pair.link();
    pair.crunch.runAll();
    assertTrue(pair.initiator.said.isEmpty());
    assertEquals(1, pair.initiator.metrics.value(Counter.MATCH_OVERLOADED));

    pair.crunch.places = 1;
    pair.tick(1);
    pair.settle();

    assertEquals(Set.of("b"), pair.initiator.streams);
  }

  @Test
  void countersTellWhatWasAcceptedAndFound() throws ProtocolException {
    Pair pair = Pair.of(names("a", "b"), names("b", "c", "d"));

    pair.settle();

    assertEquals(8, pair.responder.metrics.value(Counter.MATCH_ITEMS));
    assertEquals(8, pair.initiator.metrics.value(Counter.MATCH_ITEMS));
    assertEquals(8 + 3, pair.responder.metrics.value(Counter.MATCH_WORK));
    assertEquals(1, pair.responder.metrics.value(Counter.MATCH_CONFIRMED));
    assertEquals(1, pair.initiator.metrics.value(Counter.MATCH_CONFIRMED));
    assertEquals(0, pair.initiator.metrics.value(Counter.MATCH_FAULTS));
  }

  @Test
  void proofsOfOneNameDifferByDirection() {
    MatchTags tags = MatchTags.of(new byte[32], new byte[32]);

    assertTrue(!Arrays.equals(tags.responder(), tags.initiator()));
    assertArrayEquals(tags.initiator(), MatchTags.of(new byte[32], new byte[32]).initiator());
  }

  private static List<Integer> lengths(Side side) {
    return side.said.stream().map(message -> message.length).toList();
  }
}
