package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.secure.Pair.names;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * T31: whatever arrives, nothing but a {@link ProtocolException} comes of it. For longer than in
 * every build: {@code -Dfuzz.times=100 -Dfuzz.seed=1}.
 */
class MatchFuzzTest {
  private static final long SEED = Long.getLong("fuzz.seed", 20_141_107);
  private static final int TIMES = Integer.getInteger("fuzz.times", 1);
  private static final int PARSED = 300_000 * TIMES;
  private static final int RECEIVED = 20_000 * TIMES;
  private static final int COMPUTED = 100 * TIMES;

  private static final List<byte[]> SAMPLES = new ArrayList<>();

  @BeforeAll
  static void recordAMatch() throws ProtocolException {
    Pair pair = Pair.of(names("a", "b"), names("b", "c")).settle();
    pair.responder.open("a");
    pair.settle();
    pair.close(pair.responder, "b");
    pair.responder.open("b");
    pair.settle();
    SAMPLES.addAll(pair.initiator.said);
    SAMPLES.addAll(pair.responder.said);
    assertEquals(
        List.of(1, 2, 3, 4, 5),
        SAMPLES.stream().map(said -> (int) said[0]).distinct().sorted().toList(),
        "a sample of each kind");
  }

  @Test
  void parsingNeverFailsOtherwise() {
    SplittableRandom random = new SplittableRandom(SEED);
    int read = 0;
    for (int i = 0; i < PARSED; i++) {
      byte[] message = mutated(random);
      try {
        MatchMessage parsed = MatchCodec.parse(ByteBuffer.wrap(message));
        read++;
        assertEquals(message.length, MatchCodec.encode(parsed).length, "all of it was read");
      } catch (ProtocolException expected) {
        assertTrue(expected.getMessage().length() < 120);
      }
    }
    assertTrue(read > PARSED / 20, "too few of the mutants are messages: " + read);
  }

  @Test
  void sessionsNeverFailOtherwise() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    Pair pair = started();
    for (int i = 0; i < RECEIVED; i++) {
      Side side = random.nextBoolean() ? pair.initiator : pair.responder;
      try {
        side.receive(random.nextInt(4) == 0 ? sample(random) : mutated(random));
      } catch (ProtocolException expected) {
        pair = started();
      }
    }
  }

  @Test
  void computingNeverFailsOtherwise() {
    SplittableRandom random = new SplittableRandom(SEED + 2);
    for (int i = 0; i < COMPUTED; i++) {
      Pair pair = started();
      try {
        for (int step = 0; step < 6; step++) {
          Side side = random.nextBoolean() ? pair.initiator : pair.responder;
          side.receive(random.nextInt(3) == 0 ? mutated(random) : sample(random));
          pair.crunch.runAll();
          pair.responder.session().confirm(random.nextInt(16), Arrays.copyOf(sample(random), 32));
        }
      } catch (ProtocolException expected) {
        continue;
      }
    }
  }

  private static Pair started() {
    try {
      Pair pair = new Pair(5, Budgets.plenty());
      pair.link();
      return pair;
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sample(SplittableRandom random) {
    return SAMPLES.get(random.nextInt(SAMPLES.size()));
  }

  private static byte[] mutated(SplittableRandom random) {
    byte[] message = sample(random).clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      message = mutatedOnce(message, random);
    }
    return message;
  }

  private static byte[] mutatedOnce(byte[] message, SplittableRandom random) {
    if (message.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(random.nextBoolean() ? Math.min(7, message.length) : message.length);
    switch (random.nextInt(6)) {
      case 0 -> message[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> message[at] = (byte) random.nextInt();
      case 2 -> message[at] = (byte) (random.nextBoolean() ? 0xff : 0);
      case 3 -> {
        return Arrays.copyOf(message, random.nextInt(2 * message.length));
      }
      case 4 -> {
        return Arrays.copyOfRange(message, at, message.length);
      }
      default -> {
        byte[] other = sample(random);
        int length = Math.min(other.length, message.length) - at;
        if (length > 0) {
          System.arraycopy(other, at, message, at, length);
        }
      }
    }
    return message;
  }
}
