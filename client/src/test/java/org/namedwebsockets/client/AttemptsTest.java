package org.namedwebsockets.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private final List<String> asked = new ArrayList<>();
  private boolean wanted = true;

  @Test
  void theNextConnectionTakesWhatTheFirstDidNot() throws InterruptedException {
    Iterator<String> connections = List.of("broken", "good", "late").iterator();

    Attempts.untilSent(() -> wanted, connections::next, open -> asked.add(open) && isGood(open));

    assertEquals(List.of("broken", "good"), asked);
  }

  private static boolean isGood(String connection) {
    return connection.equals("good");
  }

  @Test
  void aCallThatFailedWhileItWaitedForTheConnectionIsNotMade() throws InterruptedException {
    Attempts.untilSent(
        () -> wanted,
        () -> {
          wanted = false;
          return "next";
        },
        (String open) -> asked.add(open));

    assertEquals(List.of(), asked);
  }

  @Test
  void whatIsNotWantedWaitsForNoConnection() throws InterruptedException {
    wanted = false;

    Attempts.untilSent(
        () -> wanted,
        () -> {
          throw new AssertionError("nobody wants it");
        },
        (String open) -> asked.add(open));

    assertEquals(List.of(), asked);
  }
}
