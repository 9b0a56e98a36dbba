package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.MatchSession;
import org.namedwebsockets.proxy.link.MatchSink;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.metrics.Counter;

/** T21: what a hundred links of one address are answered, and what they cost. */
class MatchFloodTest {
  private static final String GUESSER = "192.0.2.66";
  private static final int LINKS = 100;
  private static final long TICK_NS = Budgets.SECOND / 10;

  /** A multiplication takes a quarter of a millisecond: so many are 10 % of a core. */
  private static final long WORK_MAX_PER_SECOND = 400;

  private static final byte[] GUESSES = Messages.blind(0, Messages.randomPoints(1024));

  private final Pair pair = new Pair();
  private final List<MatchMessage> answers = new ArrayList<>();
  private long nowNs;

  MatchFloodTest() {
    pair.initiator.open("chat");
    pair.responder.open("chat", "payroll");
    pair.crunch.runAll();
  }

  private List<MatchSession> linksOfTheGuesser() throws ProtocolException {
    List<MatchSession> links = new ArrayList<>();
    for (int i = 0; i < LINKS; i++) {
      byte[] exporter = new byte[MatchTerms.EXPORTER_LENGTH];
      exporter[0] = (byte) i;
      var terms = new MatchTerms(false, exporter, new byte[] {1}, new byte[] {2}, GUESSER);
      links.add(pair.responder.matcher.start(terms, new Ear()));
    }
    return links;
  }

  /** Hears what the guesser is told. */
  private final class Ear implements MatchSink {
    @Override
    public void send(byte[] message) {
      try {
        answers.add(Messages.parse(message));
      } catch (ProtocolException ours) {
        throw new AssertionError(ours);
      }
    }

    @Override
    public void matched(ChannelName name, long slot, byte[] tag) {
      throw new AssertionError("a responder asks for a stream");
    }

    @Override
    public void failed(String why) {
      throw new AssertionError(why);
    }
  }

  private static void guessAll(List<MatchSession> links) throws ProtocolException {
    for (MatchSession link : links) {
      link.received(ByteBuffer.wrap(GUESSES));
    }
  }

  private void pass(int seconds) {
    for (int i = 0; i < 10 * seconds; i++) {
      nowNs += TICK_NS;
      pair.tick(nowNs);
      pair.crunch.runAll();
    }
  }

  private int evaluated() {
    return answers.stream()
        .mapToInt(said -> said instanceof MatchMessage.Eval(var _, var points) ? points.size() : 0)
        .sum();
  }

  private long count(Counter counter) {
    return pair.responder.metrics.value(counter);
  }

  @Test
  void theFirst1024GuessesAreAnsweredThenOneInTwoSecondsAndAnotherAddressFindsItsChannel()
      throws ProtocolException {
    guessAll(linksOfTheGuesser());
    pair.crunch.runAll();
    assertEquals(1024, evaluated());
    assertEquals(1024, count(Counter.MATCH_ITEMS));
    long workBefore = count(Counter.MATCH_WORK);

    pass(10);
    long itemsOfTheOther = itemsOfAnotherAddressThatFindsItsChannel();
    pass(590);

    assertEquals(1024 + 300, count(Counter.MATCH_ITEMS) - itemsOfTheOther);
    assertEquals(1024, evaluated(), "no other range of 1024 is paid for yet");
    assertTrue(count(Counter.MATCH_WORK) - workBefore < 600 * WORK_MAX_PER_SECOND);
  }

  private long itemsOfAnotherAddressThatFindsItsChannel() throws ProtocolException {
    long before = count(Counter.MATCH_ITEMS);

    pair.link();
    pair.settle();

    assertEquals(Set.of("chat"), pair.initiator.streams);
    return count(Counter.MATCH_ITEMS) - before;
  }

  @Test
  void linksThatSayNothingAreToldNothingAndCostNothing() throws ProtocolException {
    linksOfTheGuesser();

    pass(60);

    assertEquals(List.of(), answers);
    assertEquals(0, count(Counter.MATCH_WORK));
    assertEquals(0, count(Counter.MATCH_ITEMS));
  }
}
