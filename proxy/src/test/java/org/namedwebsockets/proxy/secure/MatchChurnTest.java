package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * T26 at random: channels open and close at both ends, streams break, while messages, requests and
 * the ends of streams are on their way for as long as they like. No end may ever find a fault in
 * the other, no two streams may carry one name, and when all is quiet the streams must be exactly
 * those of the names both hold.
 */
class MatchChurnTest {
  private static final String[] NAMES = {"a", "b", "c", "d"};

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatBothHoldIsBridgedInTheEnd(long seed) throws ProtocolException {
    World world = new World(seed);
    for (int phase = 0; phase < 4; phase++) {
      for (int step = 0; step < 60; step++) {
        world.step();
      }
      world.quiet();
      world.check();
    }
  }

  /** A thing on its way in one direction; all of one direction keeps its order, as TCP does. */
  private interface Parcel {
    void arrive() throws ProtocolException;
  }

  private static final class World {
    final Random random;
    final Pair pair;
    final Deque<Parcel> toResponder = new ArrayDeque<>();
    final Deque<Parcel> toInitiator = new ArrayDeque<>();
    final Set<String> heldHere = new TreeSet<>();
    final Set<String> heldThere = new TreeSet<>();

    /** Streams by name: number of the live one at each end. */
    final Map<String, Integer> streamHere = new HashMap<>();

    final Map<String, Integer> streamThere = new HashMap<>();
    int streams;
    long nowNs;

    World(long seed) throws ProtocolException {
      random = new Random(seed);
      pair = new Pair(seed, Budgets.plenty());
      pair.link();
    }

    void step() throws ProtocolException {
      switch (random.nextInt(14)) {
        case 0, 1 -> toggle(true, NAMES[random.nextInt(NAMES.length)]);
        case 2, 3 -> toggle(false, NAMES[random.nextInt(NAMES.length)]);
        case 4 -> breakOne();
        case 5 -> tick(100_000_000);
        default -> move();
      }
    }

    void quiet() throws ProtocolException {
      for (int i = 0; i < 20; i++) {
        while (!pair.crunch.isIdle() || !toResponder.isEmpty() || !toInitiator.isEmpty()) {
          move();
        }
        tick(300_000_000);
      }
    }

    void check() {
      Set<String> both = new TreeSet<>(heldHere);
      both.retainAll(heldThere);
      assertEquals(both, new TreeSet<>(streamHere.keySet()));
      assertEquals(streamHere, streamThere);
      assertTrue(pair.initiator.failures.isEmpty() && pair.responder.failures.isEmpty());
    }

    private void tick(long ns) {
      nowNs += ns;
      pair.tick(nowNs);
      collect();
    }

    private void toggle(boolean here, String name) {
      Side side = here ? pair.initiator : pair.responder;
      Set<String> held = here ? heldHere : heldThere;
      if (held.add(name)) {
        side.open(name);
      } else {
        held.remove(name);
        side.close(name);
        endStream(here, name);
      }
      collect();
    }

    /** One end ends its stream; it is over here when the other has ended it as well. */
    private void endStream(boolean here, String name) {
      Integer stream = (here ? streamHere : streamThere).get(name);
      if (stream != null) {
        (here ? toResponder : toInitiator).add(() -> streamEnded(!here, name, stream, true));
      }
    }

    private void streamEnded(boolean here, String name, int stream, boolean answer) {
      Map<String, Integer> map = here ? streamHere : streamThere;
      if (!map.remove(name, stream)) {
        return;
      }
      if (answer) {
        (here ? toResponder : toInitiator).add(() -> streamEnded(!here, name, stream, false));
      }
      (here ? pair.initiator : pair.responder).session().released(new ChannelName(name));
      collect();
    }

    private void breakOne() {
      if (!streamThere.isEmpty()) {
        endStream(random.nextBoolean(), streamThere.keySet().iterator().next());
      }
    }

    private void move() throws ProtocolException {
      switch (random.nextInt(3)) {
        case 0 -> arrive(toResponder);
        case 1 -> arrive(toInitiator);
        default -> {
          if (!pair.crunch.isIdle()) {
            pair.crunch.runAny(random);
          }
        }
      }
      collect();
    }

    private static void arrive(Deque<Parcel> way) throws ProtocolException {
      if (!way.isEmpty()) {
        way.remove().arrive();
      }
    }

    /** Puts on their way what the sessions have said. */
    private void collect() {
      while (!pair.initiator.out.isEmpty()) {
        byte[] message = pair.initiator.out.remove();
        toResponder.add(() -> pair.responder.receive(message));
      }
      while (!pair.responder.out.isEmpty()) {
        byte[] message = pair.responder.out.remove();
        toInitiator.add(() -> pair.initiator.receive(message));
      }
      while (!pair.initiator.asks.isEmpty()) {
        Side.Ask ask = pair.initiator.asks.remove();
        toResponder.add(() -> request(ask, ++streams));
      }
    }

    private void request(Side.Ask ask, int stream) throws ProtocolException {
      Optional<ChannelName> name = pair.responder.session().confirm(ask.slot(), ask.tag());
      if (name.isEmpty()) {
        toInitiator.add(() -> pair.initiator.session().refused(ask.name()));
        return;
      }
      assertEquals(ask.name(), name.get());
      streamThere.put(ask.name().value(), stream);
      toInitiator.add(() -> accepted(ask.name().value(), stream));
    }

    private void accepted(String name, int stream) {
      assertTrue(!streamHere.containsKey(name), "two streams of one name");
      streamHere.put(name, stream);
      if (!heldHere.contains(name)) {
        endStream(true, name);
      }
    }
  }
}
