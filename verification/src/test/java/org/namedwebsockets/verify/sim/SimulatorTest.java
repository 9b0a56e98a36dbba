package org.namedwebsockets.verify.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs worlds, as many at once as there are processors.
 *
 * <p>{@code -Dsim.seeds=n} how many (60 unless told; {@code ./verify} asks for ten times as many),
 * {@code -Dsim.first=n} from which seed on, {@code -Dsim.seed=n} that one alone; {@code
 * -Dsim.real=n} how many with the real match, {@code -Dsim.realseed=n} that one alone.
 */
@Timeout(600)
class SimulatorTest {
  private static final long FEW = 60;

  /** Of messages that a peer must hear, an ordinary world has some hundreds. */
  private static final long OWED_MIN = 50;

  @Test
  void whateverHappensTheInvariantsHold() {
    boolean alone = Long.getLong("sim.seed") != null;
    long first = Long.getLong("sim.seed", Long.getLong("sim.first", 1));
    long worlds = alone ? 1 : Long.getLong("sim.seeds", FEW);

    Truth.Tally all = runAll(first, worlds, false);

    System.out.println(all);
    assertTrue(worlds < FEW || all.owed > OWED_MIN * worlds, "hardly anything was checked");
    assertTrue(worlds < FEW || all.outcomes > worlds, "hardly anything was asked");
  }

  @Test
  void theyHoldWithTheRealMatchToo() {
    boolean alone = Long.getLong("sim.realseed") != null;
    long first = Long.getLong("sim.realseed", 1);

    Truth.Tally all = runAll(first, alone ? 1 : Long.getLong("sim.real", 5), true);

    System.out.println(all);
    assertTrue(alone || all.owed > 0, "nothing was checked");
  }

  @Test
  void aSeedIsOneRunHoweverOftenItIsRun() {
    for (long seed = 1; seed <= 3; seed++) {
      assertEquals(trace(seed), trace(seed), "seed " + seed);
    }
  }

  private static String trace(long seed) {
    World world = newWorld(seed, false);
    live(world);
    return world.agenda.memory() + world.truth.tally + world.random.nextLong();
  }

  private static Truth.Tally runAll(long first, long worlds, boolean realMatch) {
    List<Outcome> outcomes =
        LongStream.range(first, first + worlds)
            .parallel()
            .mapToObj(seed -> run(seed, realMatch))
            .toList();
    Truth.Tally all = new Truth.Tally();
    for (Outcome one : outcomes) {
      if (one.fault != null) {
        throw one.fault;
      }
      all.add(one.tally);
    }
    return all;
  }

  private record Outcome(Truth.Tally tally, @Nullable AssertionError fault) {}

  private static Outcome run(long seed, boolean realMatch) {
    World world = newWorld(seed, realMatch);
    try {
      live(world);
      return new Outcome(world.truth.tally, null);
    } catch (RuntimeException | AssertionError e) {
      return new Outcome(world.truth.tally, new AssertionError(story(seed, world, e), e));
    }
  }

  private static World newWorld(long seed, boolean realMatch) {
    Random random = new Random(seed);
    return new World(Plan.of(random, realMatch), random);
  }

  private static void live(World world) {
    Chaos chaos = new Chaos(world);
    chaos.begin();
    chaos.rage(world.plan.seconds() * Agenda.SECOND);
    world.calm();
    world.awaitQuiet(World.QUIET_NS);
    world.probe();
    world.awaitAnswers();
    world.stop();
  }

  private static String story(long seed, World world, Throwable cause) {
    boolean real = world.plan.realMatch();
    String property = real ? "sim.realseed" : "sim.seed";
    String method = real ? "theyHold*" : "whatever*";
    return """
    seed %d: %s
    %s
    what happened last:
    %s
    to see it again: ./build -q -B -o -pl :nws-verify -am test -Dtest='SimulatorTest#%s' \
    -D%s=%d -Dsurefire.failIfNoSpecifiedTests=false
    """
        .formatted(seed, cause, world.plan, world.agenda.memory(), method, property, seed);
  }
}
