package org.namedwebsockets.proxy.secure;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.MatchTerms;

/** Two proxies and the link between them, in memory and in one thread. */
final class Pair {
  static final byte[] EXPORTER = bytes("an exporter of thirty-two bytes.");
  static final byte[] INITIATOR_CERTIFICATE = bytes("the initiator's certificate");
  static final byte[] RESPONDER_CERTIFICATE = bytes("the responder's certificate");

  final FakeCrunch crunch = new FakeCrunch();
  final Side initiator;
  final Side responder;

  Pair() {
    this(1, MatchLimits.DEFAULTS);
  }

  Pair(long seed, MatchLimits limits) {
    initiator = new Side(crunch, 2 * seed, limits);
    responder = new Side(crunch, 2 * seed + 1, limits);
  }

  /** Both have their channels and are linked; nothing was said yet. */
  static Pair of(String[] here, String[] there) throws ProtocolException {
    Pair pair = new Pair();
    pair.initiator.open(here);
    pair.responder.open(there);
    pair.crunch.runAll();
    pair.link();
    return pair;
  }

  static String[] names(String... names) {
    return names;
  }

  static MatchTerms terms(boolean initiator) {
    return new MatchTerms(
        initiator,
        EXPORTER,
        initiator ? INITIATOR_CERTIFICATE : RESPONDER_CERTIFICATE,
        initiator ? RESPONDER_CERTIFICATE : INITIATOR_CERTIFICATE,
        initiator ? "192.0.2.2" : "192.0.2.1");
  }

  void link() throws ProtocolException {
    initiator.start(terms(true));
    responder.start(terms(false));
  }

  /** Runs until nobody has anything to say or do. */
  Pair settle() throws ProtocolException {
    boolean progress = true;
    while (progress) {
      progress = crunch.runAll();
      while (!initiator.out.isEmpty()) {
        responder.receive(initiator.out.remove());
        progress = true;
      }
      while (!responder.out.isEmpty()) {
        initiator.receive(responder.out.remove());
        progress = true;
      }
      while (!initiator.asks.isEmpty()) {
        answer(initiator.asks.remove());
        progress = true;
      }
    }
    return this;
  }

  /** Until the initiator's first word is there to be looked at. */
  byte[] blind() {
    crunch.runAll();
    return initiator.out.element();
  }

  /** A channel closes at one end, and its stream with it. */
  void close(Side side, String name) {
    side.close(name);
    if (initiator.streams.contains(name)) {
      breakStream(name);
    }
  }

  /** A stream ends, whatever the channels do. */
  void breakStream(String name) {
    initiator.streams.remove(name);
    responder.streams.remove(name);
    responder.session().released(new ChannelName(name));
    initiator.session().released(new ChannelName(name));
  }

  void tick(long nowNs) {
    initiator.matcher.tick(nowNs);
    responder.matcher.tick(nowNs);
  }

  private void answer(Side.Ask ask) throws ProtocolException {
    Optional<ChannelName> there = responder.session().confirm(ask.slot(), ask.tag());
    if (there.isPresent()) {
      initiator.streams.add(ask.name().value());
      responder.streams.add(there.get().value());
    } else {
      initiator.session().refused(ask.name());
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
