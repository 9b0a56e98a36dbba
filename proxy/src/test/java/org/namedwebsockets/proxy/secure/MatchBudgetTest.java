package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.metrics.Metrics;

/** Section 6, "Guess and work limits", with the numbers that ship. */
class MatchBudgetTest {
  private static final long SECOND = Budgets.SECOND;
  private static final String GUESSER = "192.0.2.66";

  private final Metrics metrics = new Metrics();
  private final MatchBudget budget = new MatchBudget(MatchLimits.DEFAULTS, metrics, 0);
  private final List<String> paid = new ArrayList<>();
  private long nowNs;

  private MatchBudget.Account stranger(String address) {
    return budget.open(address);
  }

  private MatchBudget.Account member(String address) {
    MatchBudget.Account account = budget.open(address);
    account.confirmed();
    return account;
  }

  private void pay(MatchBudget.Account account, int items, int work, String word) {
    account.pay(items, work, () -> paid.add(word));
  }

  /** Lets time pass as the hub's loop does, ten ticks a second. */
  private void pass(long seconds) {
    for (long i = 0; i < 10 * seconds; i++) {
      nowNs += SECOND / 10;
      budget.tick(nowNs);
    }
  }

  @Test // T21
  void oneAddressGuesses1024TimesAtOnceAndThenOnceInTwoSeconds() {
    for (int link = 0; link < 100; link++) {
      pay(stranger(GUESSER), 1024, 0, "guesses");
    }
    assertEquals(1, paid.size());
    assertEquals(1024, metrics.value(Counter.MATCH_ITEMS));

    pass(600);

    assertEquals(1024 + 300, metrics.value(Counter.MATCH_ITEMS));
    assertEquals(99, metrics.value(Counter.MATCH_DELAYED));
  }

  @Test // T21
  void anotherAddressIsServedMeanwhile() {
    for (int link = 0; link < 100; link++) {
      pay(stranger(GUESSER), 1024, 0, "guesses");
    }
    pass(60);

    pay(stranger("192.0.2.7"), 8, 8, "honest");

    assertEquals("honest", paid.getLast());
  }

  @Test
  void allStrangersTogetherGuess4096TimesAndThenTwiceASecond() {
    for (int address = 0; address < 50; address++) {
      pay(stranger("192.0.2." + address), 1024, 0, "guesses");
    }
    assertEquals(4096, metrics.value(Counter.MATCH_ITEMS));

    pass(1000);

    assertEquals(4096 + 2000, metrics.value(Counter.MATCH_ITEMS));
  }

  @Test
  void aNewcomerThatAsksForLittleIsNotKeptWaitingByThoseWhoAskForMuch() {
    for (int address = 0; address < 20; address++) {
      pay(stranger("192.0.2." + address), 1024, 0, "guesses");
    }
    paid.clear();
    pay(stranger("192.0.2.200"), 8, 8, "honest");

    pass(100);

    assertEquals(List.of("honest"), paid, "in turns of eight, 17 wait at two items a second");
  }

  @Test
  void whoAsksForMuchIsServedInTheEndThoughOthersKeepAskingForLittle() {
    for (int address = 0; address < 4; address++) {
      pay(stranger("192.0.2." + address), 1024, 0, "before");
    }
    pay(stranger("192.0.2.200"), 64, 0, "much");
    paid.clear();
    for (int round = 0; round < 40; round++) {
      pay(stranger("198.51.100." + round), 8, 0, "little");
      pass(4);
    }

    assertTrue(paid.contains("much"), () -> "served only " + paid);
  }

  @ParameterizedTest
  @CsvSource({"4096, 0", "4097, 1", "4112, 1", "4113, 2"})
  void aMemberGuesses4096TimesAndThen16TimesASecond(int items, long seconds) {
    MatchBudget.Account account = member(GUESSER);
    for (int left = items; left > 0; left -= 1024) {
      pay(account, Math.min(left, 1024), 0, "guesses");
    }

    pass(seconds);

    assertEquals((items + 1023) / 1024, paid.size());
    if (seconds > 0) {
      assertEquals(items, metrics.value(Counter.MATCH_ITEMS));
    }
  }

  @Test
  void aMemberCannotMultiplyItselfByNewIds() {
    for (int id = 0; id < 10; id++) {
      pay(member(GUESSER), 1024, 0, "guesses");
    }

    assertEquals(4096, metrics.value(Counter.MATCH_ITEMS));
  }

  @Test
  void membersTogetherHaveABoundTooForOnePublicChannelMakesAnybodyOne() {
    for (int address = 0; address < 100; address++) {
      pay(member("192.0.2." + address), 1024, 0, "guesses");
    }
    assertEquals(16_384, metrics.value(Counter.MATCH_ITEMS));

    pass(10);

    assertEquals(16_384 + 640, metrics.value(Counter.MATCH_ITEMS));
  }

  @Test
  void membersDoNotWaitForStrangers() {
    for (int address = 0; address < 50; address++) {
      pay(stranger("192.0.2." + address), 1024, 1024, "guesses");
    }

    pay(member("192.0.2.1"), 8, 8, "member");

    assertEquals("member", paid.getLast());
  }

  @Test
  void whoBecomesAMemberWhileWaitingWaitsNoMore() {
    MatchBudget.Account account = stranger(GUESSER);
    for (int i = 0; i < 2; i++) {
      pay(account, 1024, 0, "guesses");
    }
    assertEquals(1, paid.size());

    account.confirmed();
    pass(1);

    assertEquals(2, paid.size());
  }

  @Test
  void workForStrangersIs8192MultiplicationsAndThen200ASecond() {
    for (int link = 0; link < 20; link++) {
      pay(stranger("192.0.2." + link), 0, 1024, "work");
    }
    assertEquals(8192, metrics.value(Counter.MATCH_WORK));

    pass(10);

    assertEquals(8192 + 2000, metrics.value(Counter.MATCH_WORK));
  }

  @Test
  void workIsPaidForOnlyOnceTheItemsAre() {
    pay(stranger(GUESSER), 1024, 1024, "first");

    pay(stranger(GUESSER), 1024, 1024, "second");
    pass(100);

    assertEquals(1024, metrics.value(Counter.MATCH_WORK));
  }

  @Test
  void membersWorkIsCountedAndNotBounded() {
    for (int i = 0; i < 20; i++) {
      pay(member(GUESSER), 0, 1024, "work");
    }

    assertEquals(20 * 1024, metrics.value(Counter.MATCH_WORK));
    assertEquals(20, paid.size());
  }

  @Test
  void aSessionThatEndsGivesUpWhatItWaitsFor() {
    MatchBudget.Account gone = stranger(GUESSER);
    pay(gone, 1024, 0, "first");
    pay(gone, 1024, 0, "second");

    gone.close();
    pass(3000);

    assertEquals(List.of("first"), paid);
    assertEquals(1024, metrics.value(Counter.MATCH_ITEMS));
  }

  @Test
  void aBrokenRuleCostsItsAddress() {
    MatchBudget.Account account = stranger(GUESSER);
    for (int fault = 0; fault < 4; fault++) {
      account.fine();
    }
    pay(stranger(GUESSER), 512, 0, "half");
    pay(stranger(GUESSER), 1, 0, "one more");

    assertEquals(List.of("half"), paid);
    assertEquals(4, metrics.value(Counter.MATCH_FAULTS));
  }

  @Test
  void emptinessIsToldFromItsBeginning() {
    assertEquals(OptionalLong.empty(), budget.strangersEmptySinceNs());
    pass(1);
    for (int address = 0; address < 8; address++) {
      pay(stranger("192.0.2." + address), 1024, 0, "guesses");
    }
    pass(1);
    assertEquals(OptionalLong.of(11 * SECOND / 10), budget.strangersEmptySinceNs());
    pass(60);
    assertEquals(OptionalLong.of(11 * SECOND / 10), budget.strangersEmptySinceNs());
  }

  @Test
  void emptinessEndsWhenSomethingIsLeftAgain() {
    for (int address = 0; address < 4; address++) {
      pay(stranger("192.0.2." + address), 1024, 0, "guesses");
    }
    pass(1);
    assertTrue(budget.strangersEmptySinceNs().isPresent());

    pass(8);

    assertEquals(OptionalLong.empty(), budget.strangersEmptySinceNs());
  }

  @Test
  void aDayOfGuessingIs173ThousandNames() {
    for (int address = 0; address < 300; address++) {
      pay(stranger("192.0.2." + address), 1024, 0, "guesses");
    }
    long atOnce = metrics.value(Counter.MATCH_ITEMS);

    budget.tick(86_400 * SECOND / 100);

    // In a hundredth of a day; the bucket would be full after more than half an hour without ticks.
    assertEquals(1728, metrics.value(Counter.MATCH_ITEMS) - atOnce);
  }
}
