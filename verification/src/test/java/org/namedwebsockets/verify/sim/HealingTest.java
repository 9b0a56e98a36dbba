package org.namedwebsockets.verify.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.Scope;

/** How long it takes until everybody hears everybody again. */
@Timeout(600)
class HealingTest {
  private static final ChannelKey CHAT = new ChannelKey(Scope.NETWORK, new ChannelName("chat"));
  private static final long HEALED_NS = 5 * Agenda.SECOND;
  private static final long MET_NS = 10 * Agenda.SECOND;
  private static final int SEEDS = 10;

  /** After this many seconds of a cut both ends know that their link is gone. */
  private static final int NOTICED_SECONDS = 10;

  /** Without the build around it. */
  public static void main(String[] args) {
    HealingTest all = new HealingTest();
    all.allHearEachOtherWithinTwoSecondsOfTheirStart();
    all.allHearEachOtherWithinFiveSecondsOfTheirStartIfAttemptsAreLost();
    all.aCutThatNoMachineSeesIsHealedWithinFiveSecondsOfItsEnd();
    all.aCableThatWasOutIsHealedWithinFiveSecondsOfItsReturnHoweverLongThatTook();
    all.aProxyThatRestartsIsHeardWithinFiveSeconds();
    all.whoKnowsOneFindsAllByIntroduction();
  }

  private static World world(int proxies, int segments, int dials, long seed) {
    Plan plan = new Plan(proxies, segments, 0, 1, 1, 0, dials, 20, false, false);
    World world = new World(plan, new Random(seed));
    for (Machine machine : world.machines) {
      FakeProxy proxy = new FakeProxy(world, machine);
      world.runFor(world.random.nextLong(Agenda.SECOND / 10));
      FakePeer peer = new FakePeer(proxy, CHAT, new PeerId("p" + machine.index));
      peer.join();
      peer.watch();
    }
    return world;
  }

  @Test
  void allHearEachOtherWithinTwoSecondsOfTheirStart() {
    for (long seed = 0; seed < SEEDS; seed++) {
      World world = world(6, 1, 0, seed);

      world.awaitTruth(2 * Agenda.SECOND);
      world.probe();
    }
  }

  @Test
  void allHearEachOtherWithinFiveSecondsOfTheirStartIfAttemptsAreLost() {
    for (long seed = 0; seed < SEEDS; seed++) {
      World world = world(6, 1, 10, seed);

      world.awaitTruth(HEALED_NS);
      world.probe();
    }
  }

  private static World met(long seed) {
    World world = world(4, 1, 60, seed);
    world.awaitTruth(MET_NS);
    return world;
  }

  /** A cut that nobody notices would prove nothing. */
  private static void expectNoticed(World world, FakeProxy one, FakeProxy two, int seconds) {
    long links = world.standing(one, two);
    assertTrue(seconds < NOTICED_SECONDS || links == 0, () -> "the cut broke no link: " + links);
  }

  /** Nobody's interface goes down: a cable between two switches. */
  @Test
  void aCutThatNoMachineSeesIsHealedWithinFiveSecondsOfItsEnd() {
    for (int seconds : List.of(1, 4, 10, 40, 120, 300)) {
      for (long seed = 0; seed < SEEDS; seed++) {
        World world = met(seed);
        world.lan.split(world.machines.subList(0, 2), 1);
        world.runFor(seconds * Agenda.SECOND);
        expectNoticed(
            world, world.machines.getFirst().proxy(), world.machines.getLast().proxy(), seconds);
        world.lan.heal();

        world.awaitTruth(HEALED_NS);
        world.probe();
      }
    }
  }

  @Test
  void aCableThatWasOutIsHealedWithinFiveSecondsOfItsReturnHoweverLongThatTook() {
    for (int seconds : List.of(1, 4, 10, 40, 300, 900)) {
      int seeds = seconds > 100 ? 3 : SEEDS; // long ones cost most
      for (long seed = 0; seed < seeds; seed++) {
        World world = met(seed);
        Machine machine = world.machines.get((int) (seed % 4));
        Machine other = world.machines.get((int) ((seed + 1) % 4));
        world.lan.split(List.of(machine), 1);
        machine.proxy().subnets(false);
        world.runFor(seconds * Agenda.SECOND);
        expectNoticed(world, machine.proxy(), other.proxy(), seconds);
        world.lan.heal();
        machine.proxy().subnets(true);

        world.awaitTruth(HEALED_NS);
        world.probe();
      }
    }
  }

  @Test
  void aProxyThatRestartsIsHeardWithinFiveSeconds() {
    for (long seed = 0; seed < SEEDS; seed++) {
      World world = met(seed);
      Machine machine = world.machines.get((int) (seed % 4));
      machine.proxy().crash();
      world.runFor(Agenda.SECOND);
      FakeProxy again = new FakeProxy(world, machine);
      new FakePeer(again, CHAT, new PeerId("b0")).join();

      world.awaitTruth(HEALED_NS);
      world.probe();
    }
  }

  /** Multicast reaches nobody, and only one machine stands in the others' configuration. */
  @Test
  void whoKnowsOneFindsAllByIntroduction() {
    for (int proxies : List.of(3, 8, 20)) {
      World world = world(proxies, proxies, 60, proxies);
      Machine first = world.machines.getFirst();
      for (Machine machine : world.machines.subList(1, proxies)) {
        machine.proxy().configure(first);
      }
      world.runFor(30 * Agenda.SECOND);

      List<String> missing = new ArrayList<>();
      for (FakeProxy one : world.proxies()) {
        for (FakeProxy two : world.proxies()) {
          if (one != two && world.standing(one, two) != 1) {
            missing.add(one + " and " + two);
          }
        }
      }
      assertEquals(List.of(), missing);
      world.probe();
      first.proxy().crash();
      world.runFor(Agenda.SECOND);
      world.probe();
    }
  }
}
