package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.secure.Pair.names;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * T4: each message of a match changed on its way. TLS would notice; the match must not be led to a
 * false find even so.
 */
class MatchTamperingTest {
  enum Victim {
    BLIND,
    TAGS,
    EVAL,
    SEEN;

    int kind() {
      return ordinal() + 1;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyByteOfTheHeadMatters(Victim victim) {
    for (int at = 0; at < MatchCodec.HEAD_LENGTH; at++) {
      int flipped = 8 * at + victim.kind();
      String outcome = run(victim, message -> flip(message, flipped));
      assertEquals("refused", outcome, () -> victim + " with bit " + flipped + " flipped");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageOfAnotherLengthIsRefused(Victim victim) {
    assertEquals("refused", run(victim, message -> Arrays.copyOf(message, message.length - 1)));
    assertEquals("refused", run(victim, message -> Arrays.copyOf(message, message.length + 1)));
    assertEquals("refused", run(victim, _ -> new byte[0]));
  }

  @Test
  void aBitFlippedInABodyNeverLeadsToAFalseFind() {
    for (Victim victim : new Victim[] {Victim.BLIND, Victim.TAGS, Victim.EVAL}) {
      for (int bit = 8 * MatchCodec.HEAD_LENGTH; bit < 8 * 256; bit += 131) {
        int flipped = bit;
        String outcome = run(victim, message -> flip(message, flipped));
        assertTrue(
            Set.of("refused", "nothing", "[b]").contains(outcome),
            () -> victim + " with bit " + flipped + " flipped: " + outcome);
      }
    }
  }

  @Test
  void everyBitOfTheSharedTagMatters() throws ProtocolException {
    int slot = (int) pair().settle().initiator.asked.getFirst().slot(); // in every run the same
    for (int bit = 0; bit < 8 * MatchTags.LENGTH; bit += 17) {
      int flipped = 8 * (MatchCodec.HEAD_LENGTH + slot * MatchTags.LENGTH) + bit;

      assertEquals("nothing", run(Victim.TAGS, message -> flip(message, flipped)));
    }
  }

  private static byte[] flip(byte[] message, int bit) {
    byte[] changed = message.clone();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    return changed;
  }

  private static Pair pair() throws ProtocolException {
    return Pair.of(names("a", "b"), names("b", "c"));
  }

  /** One whole match, with one message changed; every run is the same but for that. */
  private static String run(Victim victim, UnaryOperator<byte[]> change) {
    try {
      Pair pair = pair();
      boolean progress = true;
      while (progress) {
        progress = pair.crunch.runAll();
        progress |= carry(pair.initiator, pair.responder, victim, change);
        progress |= carry(pair.responder, pair.initiator, victim, change);
      }
      if (!pair.initiator.failures.isEmpty() || !pair.responder.failures.isEmpty()) {
        return "refused";
      }
      pair.settle();
      assertEquals(pair.initiator.streams, pair.responder.streams);
      return pair.initiator.streams.isEmpty() ? "nothing" : pair.initiator.streams.toString();
    } catch (ProtocolException e) {
      return "refused";
    }
  }

  private static boolean carry(Side from, Side to, Victim victim, UnaryOperator<byte[]> change)
      throws ProtocolException {
    boolean any = !from.out.isEmpty();
    while (!from.out.isEmpty()) {
      byte[] message = from.out.remove();
      boolean hit = message[0] == victim.kind();
      to.session().received(ByteBuffer.wrap(hit ? change.apply(message) : message));
    }
    return any;
  }
}
