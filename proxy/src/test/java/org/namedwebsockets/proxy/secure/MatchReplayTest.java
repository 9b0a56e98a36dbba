package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.secure.Pair.names;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;

/** What was said once, said again: to its sender, or in another session. */
class MatchReplayTest {
  @Test // T7
  void pointsSentBackAsTheirOwnAnswerLeadToNoMatch() throws ProtocolException {
    Pair pair = Pair.of(names("a"), names("a", "b"));
    List<byte[]> points = Messages.points(pair.blind());
    pair.responder.receive(pair.initiator.out.remove());
    pair.crunch.runAll();
    pair.initiator.receive(pair.responder.said.getFirst());

    pair.initiator.receive(Messages.eval(0, points));
    pair.crunch.runAll();

    assertTrue(pair.initiator.asked.isEmpty());
    assertTrue(pair.initiator.failures.isEmpty());
  }

  @ParameterizedTest // T7
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void aTagSentBackIsNoProof(int slot) throws ProtocolException {
    Pair pair = Pair.of(names(), names("a", "b", "c", "d", "e", "f", "g", "h"));
    pair.settle();
    byte[] reflected = Messages.tags(pair.responder.said.getFirst()).get(slot);

    assertThrows(ProtocolException.class, () -> pair.responder.session().confirm(slot, reflected));
  }

  @Test // T6
  void aConfirmOfAnotherSessionIsWorthNothingEvenWithAnEqualSalt() throws ProtocolException {
    Pair pair = Pair.of(names("a", "b"), names("a", "b"));
    pair.settle();
    Side.Ask recorded = pair.initiator.asked.getFirst();
    for (long slot = 0; slot < 8; slot++) {
      pair.initiator.session().end();
      pair.responder.session().end();
      pair.link();
      pair.settle();
      pair.initiator.streams.forEach(
          name -> pair.responder.session().released(new ChannelName(name)));
      long tried = slot;

      assertThrows(
          ProtocolException.class, () -> pair.responder.session().confirm(tried, recorded.tag()));
    }
  }

  @Test // T6
  void noTagAndNoPointComesAgainInAnotherSession() throws ProtocolException {
    Pair pair = Pair.of(names("a", "b", "c", "d"), names("a", "b", "c", "d", "e", "f", "g", "h"));
    pair.settle();
    for (int i = 0; i < 2; i++) {
      pair.link();
      pair.settle();
    }
    List<String> items = new ArrayList<>();
    for (byte[] message : pair.responder.said) {
      List<byte[]> part =
          message[0] == MatchCodec.TAGS ? Messages.tags(message) : Messages.points(message);
      part.forEach(item -> items.add(Arrays.toString(item)));
    }

    assertEquals(3 * (8 + 8), items.size());
    assertEquals(items.size(), items.stream().distinct().count());
  }
}
