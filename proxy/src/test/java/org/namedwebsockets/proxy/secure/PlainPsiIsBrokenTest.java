package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * T10: why the names are not compared by Diffie and Hellman's arithmetic alone, though it would be
 * simpler. In that design each end masks the points of its names with its own secret, {@code b * H}
 * here and {@code a * H} there, masks the other's once more, and takes {@code a * b * H} as what
 * both have if and only if both know the name.
 *
 * <p>But whoever is handed {@code b * H} has only to multiply it by his own {@code a}: he has the
 * common value of every name of the other end and knows none of them. The function of RFC 9497
 * hashes the name itself once more into its value, and so asks for it.
 */
class PlainPsiIsBrokenTest {
  private static final byte[] SALT = MatchTags.salt(Pair.terms(false));
  private static final BigInteger A = new BigInteger("1234567890123456789");
  private static final BigInteger B = new BigInteger("9876543210987654321");

  @Test
  void inPlainPsiAMemberOfNoChannelProvesThemAll() throws ProtocolException {
    List<byte[]> masked = new ArrayList<>();
    List<MatchTags> expected = new ArrayList<>();
    for (String name : List.of("webchat", "payroll")) {
      byte[] once = Oprf.evaluate(NamePoint.of(new ChannelName(name)).hash(), B);
      masked.add(once);
      expected.add(MatchTags.of(SALT, Oprf.evaluate(once, A)));
    }

    for (int slot = 0; slot < masked.size(); slot++) {
      MatchTags stolen = MatchTags.of(SALT, Oprf.evaluate(masked.get(slot), A));

      assertArrayEquals(expected.get(slot).initiator(), stolen.initiator(), "slot " + slot);
    }
  }

  @Test
  void inOursNoItemOfTheResponderIsAPointThatCouldBeMaskedAgain() throws ProtocolException {
    Pair pair = Pair.of(Pair.names("webchat"), Pair.names("webchat", "payroll")).settle();
    List<byte[]> tags = Messages.tags(pair.responder.said.getFirst());
    long webchat = pair.initiator.asked.getFirst().slot();

    assertEquals(8, tags.size());
    for (int slot = 0; slot < tags.size(); slot++) {
      if (slot == webchat) {
        continue;
      }
      byte[] asPoint = new byte[33];
      System.arraycopy(tags.get(slot), 0, asPoint, 1, 32);
      asPoint[0] = 2;
      if (!isRefusedAsPoint(asPoint)) {
        byte[] proof = MatchTags.of(SALT, Oprf.evaluate(asPoint, A)).initiator();
        assertRefused(pair, slot, proof);
        return;
      }
    }
    throw new AssertionError("none of seven tags is an x on the curve: try another seed");
  }

  @Test
  void inOursTheValueOfANameIsNotReachedWithoutTheName() throws ProtocolException {
    NamePoint payroll = NamePoint.of(new ChannelName("payroll"));
    byte[] element = Oprf.evaluate(payroll.hash(), B);

    byte[] value = Oprf.output(payroll.input(), element);
    byte[] guess = Oprf.output(NamePoint.of(new ChannelName("webchat")).input(), element);

    assertTrue(!Arrays.equals(value, guess), "the right element alone is not enough");
  }

  private static boolean isRefusedAsPoint(byte[] bytes) {
    try {
      Oprf.decode(bytes);
      return false;
    } catch (ProtocolException e) {
      return true;
    }
  }

  private static void assertRefused(Pair pair, long slot, byte[] proof) {
    assertThrows(ProtocolException.class, () -> pair.responder.session().confirm(slot, proof));
  }
}
