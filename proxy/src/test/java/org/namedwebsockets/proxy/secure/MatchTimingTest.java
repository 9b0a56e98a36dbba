package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.namedwebsockets.proxy.secure.Pair.names;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.metrics.Counter;

/**
 * T28, by structure: what an end does for a name that nearly is one of ours is, step by step, what
 * it does for any other. A unit test has no clock; {@link #main} takes the time with one.
 */
class MatchTimingTest {
  private static final String OURS = "board-of-directors-2026-q4-takeover-plans";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "board-of-directors-2026-q4-takeover-planx",
        "cgt7hrauq3vp3hbd5iuvn5kdxe4mqg2v8w9y0zab1",
        "board-of-directors-2026-q4-takeover-plan",
        "b",
      })
  void aNearMissTakesTheSameStepsAsAnyMiss(String guess) throws ProtocolException {
    Pair miss = Pair.of(names("nothing-like-it"), names(OURS)).settle();

    Pair near = Pair.of(names(guess), names(OURS)).settle();

    assertEquals(steps(miss), steps(near));
  }

  @Test
  void lookUpsGoByAKeyThatNoOtherEndKnows() {
    byte[] tag = new byte[32];
    byte[] tagWithLongPrefixInCommon = new byte[32];
    tagWithLongPrefixInCommon[31] = 1;
    byte[] oneSession = {1};
    byte[] otherSession = {2};

    LookupKey key = LookupKey.ofTag(oneSession, tag);

    assertEquals(key, LookupKey.ofTag(oneSession, tag.clone()));
    assertNotEquals(key, LookupKey.ofTag(otherSession, tag));
    assertNotEquals(key.high(), LookupKey.ofTag(oneSession, tagWithLongPrefixInCommon).high());
    assertNotEquals(
        LookupKey.ofName(oneSession, new ChannelName("a")),
        LookupKey.ofTag(oneSession, new byte[] {'a'}));
  }

  @Test
  void everySessionLooksUpByAnotherKey() throws ProtocolException {
    Set<String> keys = new HashSet<>();
    Pair pair = new Pair();
    for (int i = 0; i < 4; i++) {
      pair.link();
      for (Side side : List.of(pair.initiator, pair.responder)) {
        keys.add(Arrays.toString(((Session) side.session()).localKey));
      }
    }

    assertEquals(8, keys.size());
  }

  private static List<Object> steps(Pair pair) {
    return List.of(
        pair.crunch.pieces,
        pair.initiator.said.stream().map(message -> message.length).toList(),
        pair.responder.said.stream().map(message -> message.length).toList(),
        pair.responder.metrics.value(Counter.MATCH_WORK),
        pair.initiator.asked.size());
  }

  /**
   * Takes the time of 10,000 wrong proofs that are right up to the last byte against 10,000 that
   * are wrong from the first on, in any order, and prints Welch's t: under 4.5 no difference shows.
   * Not part of the suite, for it needs a quiet machine.
   */
  public static void main(String[] args) throws ProtocolException {
    byte[] right = new byte[32];
    NamePoint point = NamePoint.of(new ChannelName(OURS));
    Sample[] samples = {new Sample(), new Sample()};
    var random = new java.util.SplittableRandom(28);
    for (int i = -5_000; i < 20_000; i++) {
      int late = random.nextInt(2);
      Slot slot = new Slot(point);
      slot.numbered(0, right);
      byte[] wrong = right.clone();
      wrong[31 * late] ^= 1;
      long start = System.nanoTime();
      try {
        slot.confirm(wrong);
      } catch (ProtocolException expected) {
        long tookNs = System.nanoTime() - start;
        if (i >= 0 && tookNs < 20_000) {
          samples[late].add(tookNs);
        }
      }
    }
    double t =
        (samples[0].mean() - samples[1].mean())
            / Math.sqrt(samples[0].spread() + samples[1].spread());
    System.out.printf(
        "early %.1f ns, late %.1f ns, t = %.2f%n", samples[0].mean(), samples[1].mean(), t);
  }

  private static final class Sample {
    private double sum;
    private double squares;
    private int count;

    void add(double value) {
      sum += value;
      squares += value * value;
      count++;
    }

    double mean() {
      return sum / count;
    }

    double spread() {
      return (squares / count - mean() * mean()) / (count - 1);
    }
  }
}
