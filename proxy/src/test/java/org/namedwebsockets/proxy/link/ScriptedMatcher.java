package org.namedwebsockets.proxy.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;

/** A matcher that finds what the test says, and remembers what it was told. */
final class ScriptedMatcher implements Matcher {
  final Set<ChannelName> channels = new LinkedHashSet<>();
  final List<Session> sessions = new ArrayList<>();
  boolean selfSeen;

  @Override
  public void opened(ChannelName name) {
    channels.add(name);
  }

  @Override
  public void closed(ChannelName name) {
    channels.remove(name);
  }

  @Override
  public MatchSession start(MatchTerms terms, MatchSink sink) throws ProtocolException {
    if (selfSeen) {
      throw new ProtocolException(CloseReason.BAD_MESSAGE, "own certificate");
    }
    var session = new Session(sink);
    sessions.add(session);
    return session;
  }

  @Override
  public void tick(long nowNs) {}

  Session last() {
    return sessions.getLast();
  }

  /** A match whose word is law. */
  static final class Session implements MatchSession {
    final MatchSink sink;
    final List<String> told = new ArrayList<>();

    /** What a responder would confirm; a slot that is not here is a wrong proof. */
    final Map<Long, Optional<ChannelName>> confirms = new HashMap<>();

    boolean wrong;

    Session(MatchSink sink) {
      this.sink = sink;
    }

    @Override
    public void received(ByteBuffer message) throws ProtocolException {
      told.add("received " + message.remaining());
      if (wrong) {
        throw new ProtocolException(CloseReason.BAD_MESSAGE, "wrong");
      }
    }

    @Override
    public Optional<ChannelName> confirm(long slot, byte[] tag) throws ProtocolException {
      Optional<ChannelName> name = confirms.get(slot);
      if (name == null) {
        throw new ProtocolException(CloseReason.BAD_MESSAGE, "a wrong proof");
      }
      return name;
    }

    @Override
    public void refused(ChannelName name) {
      told.add("refused " + name.value());
    }

    @Override
    public void released(ChannelName name) {
      told.add("released " + name.value());
    }

    @Override
    public void end() {
      told.add("end");
    }
  }
}
