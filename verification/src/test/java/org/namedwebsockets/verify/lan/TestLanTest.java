package org.namedwebsockets.verify.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("lan")
@Timeout(60)
final class TestLanTest {
  /** Says hello, then what it is told. */
  static final class Echo {
    public static void main(String... arguments) throws Exception {
      System.out.println("hello " + arguments[0]);
      System.in.transferTo(System.out);
    }
  }

  @Test
  void machinesReachOneAnotherUntilTheCableIsCut() {
    try (TestLan lan = TestLan.open()) {
      TestLan.Machine ann = lan.machine("ann");
      lan.machine("bob");
      String[] connect = {"bash", "-c", "echo >/dev/tcp/10.77.0.2/1 2>&1; true"};

      assertTrue(ann.run(connect).contains("refused"), "bob answers that nothing listens");
      ann.cut();
      awaitCarrier(ann, false);
      ann.mend();
      awaitCarrier(ann, true);
    }
  }

  /** The kernel tells a while after the cable was pulled. */
  private static void awaitCarrier(TestLan.Machine of, boolean wanted) {
    while (of.run("ip", "link", "show", "eth0").contains("NO-CARRIER") == wanted) {
      Thread.onSpinWait();
    }
  }

  @Test
  void programsRunInsideAndAreHeard() {
    try (TestLan lan = TestLan.open()) {
      Running echo = lan.lonely("ann").java(Echo.class, "there");

      assertEquals("hello there", echo.awaitStart("hello", Duration.ofSeconds(20)).text());
      echo.tell("again");
      echo.awaitStart("again", Duration.ofSeconds(20));
    }
  }

  @Test
  void nothingIsLeftBehind() {
    String namespace;
    Running program;
    try (TestLan lan = TestLan.open()) {
      TestLan.Machine ann = lan.machine("ann");
      namespace = ann.namespace();
      program = ann.start("sleep", "1000");
    }

    assertFalse(program.process().isAlive());
    try (TestLan lan = TestLan.open()) {
      TestLan.Machine bob = lan.lonely("bob");
      assertFalse(bob.run("ip", "netns", "list").contains(namespace));
      assertThrows(AssertionError.class, () -> bob.run("false"));
    }
  }
}
