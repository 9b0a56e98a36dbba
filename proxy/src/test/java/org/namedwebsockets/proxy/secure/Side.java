package org.namedwebsockets.proxy.secure;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.MatchSession;
import org.namedwebsockets.proxy.link.MatchSink;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.metrics.Metrics;

/** One end of a link in memory: a matcher of its own, one session, and what the session said. */
final class Side implements MatchSink {
  /** A stream asked for. */
  record Ask(ChannelName name, long slot, byte[] tag) {}

  /** A name has one point, whoever asks; to find it is half of what a short test costs. */
  private static final Map<ChannelName, NamePoint> POINTS = new ConcurrentHashMap<>();

  final Metrics metrics = new Metrics();
  final SecureMatcher matcher;

  /** What was said and not delivered yet. */
  final Deque<byte[]> out = new ArrayDeque<>();

  /** All that was ever said. */
  final List<byte[]> said = new ArrayList<>();

  final Deque<Ask> asks = new ArrayDeque<>();
  final List<Ask> asked = new ArrayList<>();
  final List<String> failures = new ArrayList<>();
  final Set<String> streams = new TreeSet<>();
  boolean endAtFirstMatch;
  private MatchSession session;

  Side(FakeCrunch crunch, long seed, MatchLimits limits) {
    matcher = new SecureMatcher(limits, new SeededRandom(seed), crunch, metrics, 0, Side::pointOf);
  }

  private static NamePoint pointOf(ChannelName name) {
    return POINTS.computeIfAbsent(name, NamePoint::of);
  }

  MatchSession start(MatchTerms terms) throws ProtocolException {
    session = matcher.start(terms, this);
    return session;
  }

  MatchSession session() {
    return session;
  }

  void open(String... names) {
    for (String name : names) {
      matcher.opened(new ChannelName(name));
    }
  }

  void close(String name) {
    matcher.closed(new ChannelName(name));
  }

  void receive(byte[] message) throws ProtocolException {
    session.received(ByteBuffer.wrap(message));
  }

  @Override
  public void send(byte[] message) {
    out.add(message);
    said.add(message);
  }

  @Override
  public void matched(ChannelName name, long slot, byte[] tag) {
    Ask ask = new Ask(name, slot, tag);
    asks.add(ask);
    asked.add(ask);
    if (endAtFirstMatch) {
      session.end();
    }
  }

  @Override
  public void failed(String why) {
    failures.add(why);
  }

  /** The names asked for, in order of the alphabet. */
  List<String> askedNames() {
    return asked.stream().map(ask -> ask.name().value()).sorted().toList();
  }
}
