package org.namedwebsockets.proxy.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.diagnosis.Finding.Grade;

@Timeout(20)
class DiagnosisTest {
  private static final Standing ALONE = new Standing("1", 9009, 9010, List.of());

  @Test
  void whoAsksMeanwhileIsToldTheSameAndWhoAsksLaterANewOne() {
    CompletableFuture<List<Finding>> gate = new CompletableFuture<>();
    AtomicInteger looks = new AtomicInteger();
    var diagnosis =
        new Diagnosis(standing -> {
          looks.incrementAndGet();
          return gate.join();
        });

    var first = diagnosis.ask(ALONE);
    var second = diagnosis.ask(ALONE);
    gate.complete(List.of(Finding.ok("well")));

    assertSame(first, second);
    assertEquals(List.of(Finding.ok("well")), first.join());
    var third = diagnosis.ask(ALONE);
    assertNotSame(first, third);
    third.join();
    assertEquals(2, looks.get());
  }

  @Test
  void aCheckThatBreaksIsAFindingToo() {
    var diagnosis =
        new Diagnosis(standing -> {
          throw new IllegalStateException("odd");
        });

    Finding only = diagnosis.ask(ALONE).join().getFirst();

    assertEquals(Grade.FAIL, only.grade());
    assertEquals("the checks broke off: java.lang.IllegalStateException: odd", only.what());
  }

  @Test
  void theLanSideAndTheLinksAreJudged() {
    assertEquals(List.of(Grade.WARN), grades(new Standing("1", 9009, 0, List.of())));
    assertEquals(List.of(Grade.OK, Grade.WARN), grades(ALONE));
    List<String> waits = List.of("waiting", "dialling");
    assertEquals(List.of(Grade.OK, Grade.WARN), grades(new Standing("1", 9009, 9011, waits)));
    List<String> linked = List.of("waiting", "up");
    assertEquals(List.of(Grade.OK, Grade.OK), grades(new Standing("1", 9009, 9011, linked)));
  }

  @Test
  void thePortThatMustBeOpenIsTheOneThatIsUsed() {
    Finding links = new Standing("1", 9009, 9011, List.of("waiting")).findings().getLast();

    assertEquals(
        "nws proxies shows their state; TCP 9011 must be open here, and theirs there",
        links.next());
  }

  private static List<Grade> grades(Standing standing) {
    return standing.findings().stream().map(Finding::grade).toList();
  }
}
