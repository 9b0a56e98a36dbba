package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.secure.Pair.names;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.MatchTerms;

/** What those come to who are not what they seem. */
class MatchAttackTest {
  private static final byte[] OTHER_EXPORTER = Pair.bytes("the exporter of another session.");
  private static final byte[] OTHER_CERTIFICATE = Pair.bytes("the certificate in the middle");

  /**
   * T8: two TLS sessions, all messages handed on unchanged, so that each end believes to speak to
   * the man in the middle, and is matched with the other.
   */
  @Nested
  class ManInTheMiddle {
    @Test
    void messagesHandedOnBetweenTwoTlsSessionsLeadToNoMatch() throws ProtocolException {
      assertNoMatch(
          terms(true, Pair.EXPORTER, Pair.INITIATOR_CERTIFICATE, OTHER_CERTIFICATE),
          terms(false, OTHER_EXPORTER, Pair.RESPONDER_CERTIFICATE, OTHER_CERTIFICATE));
    }

    @Test
    void notEvenIfTheCertificatesAreTheSameBytes() throws ProtocolException {
      assertNoMatch(
          terms(true, Pair.EXPORTER, Pair.INITIATOR_CERTIFICATE, Pair.RESPONDER_CERTIFICATE),
          terms(false, OTHER_EXPORTER, Pair.RESPONDER_CERTIFICATE, Pair.INITIATOR_CERTIFICATE));
    }

    @Test
    void notEvenIfTheExportersWereEqualAndOnlyTheClientsCertificateDiffers()
        throws ProtocolException {
      assertNoMatch(
          terms(true, Pair.EXPORTER, Pair.INITIATOR_CERTIFICATE, Pair.RESPONDER_CERTIFICATE),
          terms(false, Pair.EXPORTER, Pair.RESPONDER_CERTIFICATE, OTHER_CERTIFICATE));
    }

    @Test
    void notEvenIfTheExportersWereEqualAndOnlyTheServersCertificateDiffers()
        throws ProtocolException {
      assertNoMatch(
          terms(true, Pair.EXPORTER, Pair.INITIATOR_CERTIFICATE, OTHER_CERTIFICATE),
          terms(false, Pair.EXPORTER, Pair.RESPONDER_CERTIFICATE, Pair.INITIATOR_CERTIFICATE));
    }

    @Test
    void theSameMessagesWithinOneTlsSessionDoMatch() throws ProtocolException {
      Pair pair = relayed(Pair.terms(true), Pair.terms(false));

      assertEquals(Set.of("webchat"), pair.initiator.streams);
    }

    private void assertNoMatch(MatchTerms here, MatchTerms there) throws ProtocolException {
      Pair pair = relayed(here, there);

      assertTrue(pair.initiator.asked.isEmpty());
      assertEquals(List.of(), pair.initiator.failures);
      assertEquals(List.of(), pair.responder.failures);
    }

    private Pair relayed(MatchTerms here, MatchTerms there) throws ProtocolException {
      Pair pair = new Pair();
      pair.initiator.open("webchat", "a");
      pair.responder.open("webchat", "b");
      pair.crunch.runAll();
      pair.initiator.start(here);
      pair.responder.start(there);
      return pair.settle();
    }

    private static MatchTerms terms(boolean initiator, byte[] exporter, byte[] own, byte[] peer) {
      return new MatchTerms(initiator, exporter, own, peer, "192.0.2.9");
    }
  }

  /** T9: whoever is on one channel knows its name and nothing of the others. */
  @Nested
  class MemberOfOneChannel {
    private final Pair pair = memberPair();
    private final Side.Ask webchat = pair.initiator.asked.getFirst();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void itsOwnProofOpensNoOtherSlot(int slot) throws ProtocolException {
      if (slot != webchat.slot()) {
        assertWrong(slot, webchat.tag());
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void theTagsOfTheOthersOpenNoSlot(int slot) throws ProtocolException {
      List<byte[]> tags = Messages.tags(pair.responder.said.getFirst());

      assertWrong(slot, tags.get(slot));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void zerosOpenNoSlot(int slot) throws ProtocolException {
      assertWrong(slot, new byte[32]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void theChannelKeyOfTheFormerDesignOpensNoSlot(int slot) throws ProtocolException {
      byte[] salt = MatchTags.salt(Pair.terms(true));
      byte[] key = Hashes.hmac(salt).doFinal(Pair.bytes("webchat"));

      assertWrong(slot, key);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aProofMadeFromATagInsteadOfAValueOpensNoSlot(int slot) throws ProtocolException {
      byte[] salt = MatchTags.salt(Pair.terms(true));
      byte[] tag = Messages.tags(pair.responder.said.getFirst()).get(slot);

      assertWrong(slot, MatchTags.of(salt, tag).initiator());
    }

    @Test
    void itsOwnChannelStaysOpenToIt() throws ProtocolException {
      assertEquals(Set.of("webchat"), pair.responder.streams);
      pair.responder.session().released(webchat.name());

      assertEquals(
          new ChannelName("webchat"),
          pair.responder.session().confirm(webchat.slot(), webchat.tag()).orElseThrow());
    }

    private void assertWrong(int slot, byte[] tag) {
      if (slot == webchat.slot()) {
        pair.responder.session().released(webchat.name());
      }
      assertThrows(ProtocolException.class, () -> pair.responder.session().confirm(slot, tag));
    }

    private static Pair memberPair() {
      try {
        return Pair.of(names("webchat"), names("webchat", "b", "c", "d", "e", "f", "g", "payroll"))
            .settle();
      } catch (ProtocolException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** T12: a responder that chose its key, and guesses. */
  @Nested
  class FalseResponder {
    private static final byte[] SALT = MatchTags.salt(Pair.terms(false));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31_337})
    void learnsNothingButWhichOfItsGuessesWasRight(int key) throws ProtocolException {
      Pair pair = new Pair();
      pair.initiator.open("garden", "payroll");
      pair.crunch.runAll();
      pair.initiator.start(Pair.terms(true));
      byte[] blind = pair.blind();
      BigInteger k = BigInteger.valueOf(key);
      List<byte[]> tags = new ArrayList<>(Messages.randomTags(8));
      tags.set(2, tag("webchat", k).responder());
      tags.set(3, tag("garden", k).responder());
      tags.set(4, tag("lobby", k).responder());

      pair.initiator.receive(Messages.tags(0, tags));
      pair.initiator.receive(Messages.eval(0, evaluated(blind, k)));
      pair.crunch.runAll();

      assertEquals(1, pair.initiator.asked.size());
      assertEquals(3, pair.initiator.asked.getFirst().slot());
      assertArrayEquals(tag("garden", k).initiator(), pair.initiator.asked.getFirst().tag());
      assertEquals(List.of(), pair.initiator.failures);
    }

    @Test
    void learnsNothingAtAllFromWrongGuesses() throws ProtocolException {
      Pair pair = new Pair();
      pair.initiator.open("garden");
      pair.crunch.runAll();
      pair.initiator.start(Pair.terms(true));
      byte[] blind = pair.blind();
      List<byte[]> tags = new ArrayList<>(Messages.randomTags(8));
      tags.set(0, tag("webchat", BigInteger.ONE).responder());

      pair.initiator.receive(Messages.tags(0, tags));
      pair.initiator.receive(Messages.eval(0, evaluated(blind, BigInteger.ONE)));
      pair.crunch.runAll();

      assertEquals(List.of(), pair.initiator.asked);
      assertEquals(
          List.of(MatchCodec.BLIND, MatchCodec.SEEN),
          pair.initiator.said.stream().map(said -> said[0]).toList());
    }

    @Test
    void learnsNothingByAnsweringPointsUnderDifferentKeys() throws ProtocolException {
      Pair pair = new Pair();
      pair.initiator.open("garden");
      pair.crunch.runAll();
      pair.initiator.start(Pair.terms(true));
      List<byte[]> answers = new ArrayList<>();
      List<byte[]> tags = new ArrayList<>();
      int key = 2;
      for (byte[] point : Messages.points(pair.blind())) {
        answers.add(Oprf.evaluate(point, BigInteger.valueOf(key)));
        tags.add(tag("webchat", BigInteger.valueOf(key)).responder());
        key++;
      }

      pair.initiator.receive(Messages.tags(0, tags));
      pair.initiator.receive(Messages.eval(0, answers));
      pair.crunch.runAll();

      assertEquals(List.of(), pair.initiator.asked);
    }

    private static MatchTags tag(String guess, BigInteger key) {
      NamePoint point = NamePoint.of(new ChannelName(guess));
      return MatchTags.of(SALT, Oprf.output(point.input(), Oprf.evaluate(point.hash(), key)));
    }

    private static List<byte[]> evaluated(byte[] blind, BigInteger key) throws ProtocolException {
      List<byte[]> answers = new ArrayList<>();
      for (byte[] point : Messages.points(blind)) {
        answers.add(Oprf.evaluate(point, key));
      }
      return answers;
    }
  }

  /** A network channel and something else of the same name are different inputs. */
  @Test
  void theInputOfTheFunctionNamesWhatItIsFor() {
    NamePoint point = NamePoint.of(new ChannelName("chat"));

    assertArrayEquals(Pair.bytes("nws/1 network\0chat"), point.input());
    assertFalse(point.hash().equals(Oprf.hash(Pair.bytes("chat"))));
  }
}
