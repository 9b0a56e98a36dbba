package org.namedwebsockets.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Patience patience = new Patience();
  private final List<Integer> done = new ArrayList<>();

  @Test
  void whatComesBeforeTheRunnerWaits() {
    patience.execute(() -> done.add(1));

    assertEquals(List.of(), done);
  }

  @Test
  void theRunnerGetsAllInTheOrderInWhichItCame() {
    patience.execute(() -> done.add(1));
    patience.execute(() -> done.add(2));

    patience.end(Runnable::run);
    patience.execute(() -> done.add(3));

    assertEquals(List.of(1, 2, 3), done);
  }

  @Test
  void nothingIsHandedOverTwice() {
    patience.execute(() -> done.add(1));
    patience.end(Runnable::run);

    patience.end(Runnable::run);

    assertEquals(List.of(1), done);
  }

  @Test
  void aThousandWaitAndWhatIsMoreIsLost() {
    IntStream.rangeClosed(1, 1001).forEach(i -> patience.execute(() -> done.add(i)));

    patience.end(Runnable::run);
    patience.execute(() -> done.add(0));

    assertEquals(1001, done.size());
    assertEquals(1000, done.get(999));
    assertEquals(0, done.getLast());
  }
}
