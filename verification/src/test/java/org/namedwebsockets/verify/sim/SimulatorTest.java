package org.namedwebsockets.verify.sim;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Runs worlds.
 *
 * <p>{@code -Dsim.seeds=n} how many (default 300), {@code -Dsim.first=n} from which seed on, {@code
 * -Dsim.seed=n} that one alone, {@code -Dsim.real=n} how many with the real match.
 */
class SimulatorTest {
  @Test
  void whateverHappensTheInvariantsHold() {
    Long only = Long.getLong("sim.seed");
    if (only != null) {
      run(only, Boolean.getBoolean("sim.realmatch"));
      return;
    }
    long first = Long.getLong("sim.first", 1);
    long seeds = Long.getLong("sim.seeds", 300);
    long beganNs = System.nanoTime();
    for (long seed = first; seed < first + seeds; seed++) {
      run(seed, false);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - beganNs);
    System.out.println(seeds + " worlds in " + took.toMillis() + " ms");
  }

  @Test
  void theyHoldWithTheRealMatchToo() {
    for (long seed = 1; seed <= Long.getLong("sim.real", 5); seed++) {
      run(seed, true);
    }
  }

  /** Without the build around it, to measure. */
  public static void main(String[] args) {
    new SimulatorTest().whateverHappensTheInvariantsHold();
  }

  static void run(long seed, boolean realMatch) {
    Random random = new Random(seed);
    Plan plan = Plan.of(random, realMatch);
    World world = new World(plan, random);
    try {
      Chaos chaos = new Chaos(world);
      chaos.begin();
      chaos.rage(plan.seconds() * Agenda.SECOND);
      world.calm();
      world.awaitTruth(World.QUIET_NS);
      world.probe();
      world.stop();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(story(seed, realMatch, world, e), e);
    }
  }

  private static String story(long seed, boolean realMatch, World world, Throwable cause) {
    String real = realMatch ? " -Dsim.realmatch=true" : "";
    return """
    seed %d: %s
    %s
    what happened last:
    %s
    to see it again: ./build -q -B -o -pl verify -am test -Dtest=SimulatorTest#what* \
    -Dsim.seed=%d%s -Dsurefire.failIfNoSpecifiedTests=false
    """
        .formatted(seed, cause, world.plan, world.agenda.memory(), seed, real);
  }
}
