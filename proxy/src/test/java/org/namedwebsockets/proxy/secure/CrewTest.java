package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.metrics.Metrics;

class CrewTest {
  private static final List<Integer> NUMBERS = IntStream.range(0, 200).boxed().toList();

  private final FakeCrunch crunch = new FakeCrunch();
  private final Metrics metrics = new Metrics();
  private final Crew crew = new Crew(crunch, metrics);
  private final List<Crew.Outcome<Integer>> outcomes = new ArrayList<>();

  @Test
  void aLongListIsWorkedOffInPiecesAndComesBackInOrder() {
    crew.each(NUMBERS, number -> number + 1, outcomes::add);
    assertEquals(4, crunch.pieces);
    assertTrue(outcomes.isEmpty());
    Random random = new Random(3);
    while (!crunch.isIdle()) {
      crunch.runAny(random);
    }

    assertEquals(1, outcomes.size());
    assertEquals(IntStream.range(1, 201).boxed().toList(), outcomes.getFirst().made());
  }

  @Test
  void anEmptyListIsDoneAtOnce() {
    crew.each(List.<Integer>of(), number -> number, outcomes::add);

    assertEquals(List.of(), outcomes.getFirst().made());
  }

  @Test
  void oneBadItemSpoilsTheList() {
    crew.each(NUMBERS, CrewTest::notAHundred, outcomes::add);
    crunch.runAll();

    assertEquals("a hundred", outcomes.getFirst().fault());
    assertEquals(List.of(), outcomes.getFirst().made());
  }

  @Test
  void aFaultOfOursIsToldAndNotLost() {
    crew.each(NUMBERS, number -> 1 / (number - 100), outcomes::add);
    crunch.runAll();

    assertEquals("the match failed inside: ArithmeticException", outcomes.getFirst().fault());
  }

  @Test
  void whatIsRefusedIsOfferedAgainAsSoonAsSomethingIsDone() {
    crunch.places = 1;
    crew.each(NUMBERS, number -> number, outcomes::add);
    crew.each(NUMBERS, number -> -number, outcomes::add);
    assertEquals(1, crunch.pieces);
    assertEquals(7, metrics.value(Counter.MATCH_OVERLOADED));

    crunch.runAll();

    assertEquals(8, crunch.pieces);
    assertEquals(1, outcomes.get(0).made().get(1), "first come, first served");
    assertEquals(-1, outcomes.get(1).made().get(1));
  }

  @Test
  void whatIsRefusedWhileNothingIsUnderWayIsOfferedAgainLater() {
    crunch.places = 0;
    crew.each(NUMBERS, number -> number, outcomes::add);
    crunch.places = 10;

    crew.retry();
    crunch.runAll();

    assertEquals(200, outcomes.getFirst().made().size());
  }

  private static int notAHundred(int number) throws ProtocolException {
    if (number == 100) {
      throw new ProtocolException(CloseReason.BAD_MESSAGE, "a hundred");
    }
    return number;
  }
}
