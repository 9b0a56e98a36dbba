package org.namedwebsockets.verify.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.MatchSession;
import org.namedwebsockets.proxy.link.MatchSink;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.link.Matcher;

/**
 * A match that keeps the port's contract and no secret: the responder says slot and name of each of
 * its channels, the initiator looks for its own among them. Honest, asynchronous, and as strict
 * about the order of calls as the real one.
 */
final class FakeMatcher implements Matcher {
  private static final byte TAG = 1;
  private static final byte AGAIN = 2;

  private final Set<ChannelName> open = new LinkedHashSet<>();
  private final Set<Session> sessions = new LinkedHashSet<>();

  @Override
  public void opened(ChannelName name) {
    if (open.add(name)) {
      List.copyOf(sessions).forEach(session -> session.opened(name));
    }
  }

  @Override
  public void closed(ChannelName name) {
    if (open.remove(name)) {
      List.copyOf(sessions).forEach(session -> session.closed(name));
    }
  }

  @Override
  public MatchSession start(MatchTerms terms, MatchSink sink) {
    Session session = terms.initiator() ? new Initiator(sink) : new Responder(sink);
    sessions.add(session);
    open.forEach(session::opened);
    session.begin();
    return session;
  }

  @Override
  public void tick(long nowNs) {}

  int sessions() {
    return sessions.size();
  }

  private abstract class Session implements MatchSession {
    final MatchSink sink;

    Session(MatchSink sink) {
      this.sink = sink;
    }

    void begin() {}

    abstract void opened(ChannelName name);

    abstract void closed(ChannelName name);

    boolean isOver() {
      return !sessions.contains(this);
    }

    @Override
    public void end() {
      sessions.remove(this);
    }
  }

  /** One name of the responder: its slot stays with it for the session. */
  private static final class Slot {
    final long number;
    boolean streaming;
    int ending;
    boolean told = true;

    Slot(long number) {
      this.number = number;
    }
  }

  private final class Responder extends Session {
    private final Map<ChannelName, Slot> slots = new LinkedHashMap<>();
    private final Set<ChannelName> unsaid = new LinkedHashSet<>();
    private boolean asked;

    Responder(MatchSink sink) {
      super(sink);
    }

    @Override
    void opened(ChannelName name) {
      Slot slot = slots.get(name);
      if (slot == null) {
        unsaid.add(name);
        say();
      } else if (!slot.told) {
        slot.told = true;
        sink.send(message(AGAIN, slot.number, new byte[0]));
      }
    }

    @Override
    void closed(ChannelName name) {
      unsaid.remove(name);
      Slot slot = slots.get(name);
      if (slot != null && slot.streaming) {
        slot.streaming = false;
        slot.ending++;
        slot.told = false;
      }
    }

    @Override
    public void received(ByteBuffer message) {
      asked = true;
      say();
    }

    private void say() {
      if (asked && !isOver()) {
        for (ChannelName name : unsaid) {
          Slot slot = new Slot(100 + slots.size());
          slots.put(name, slot);
          sink.send(message(TAG, slot.number, name.value().getBytes(UTF_8)));
        }
        unsaid.clear();
      }
    }

    @Override
    public Optional<ChannelName> confirm(long number, byte[] tag) throws ProtocolException {
      ChannelName name = new ChannelName(new String(tag, UTF_8));
      Slot slot = slots.get(name);
      if (slot == null || slot.number != number) {
        throw new ProtocolException(CloseReason.BAD_MESSAGE, "a wrong proof");
      }
      if (slot.streaming) {
        throw new ProtocolException(CloseReason.BAD_MESSAGE, "a slot confirmed twice");
      }
      slot.streaming = open.contains(name);
      slot.told &= slot.streaming;
      return slot.streaming ? Optional.of(name) : Optional.empty();
    }

    @Override
    public void refused(ChannelName name) {
      throw new IllegalStateException("a responder asks for no streams");
    }

    @Override
    public void released(ChannelName name) {
      Slot slot = slots.get(name);
      if (slot == null || !(slot.streaming || slot.ending > 0)) {
        throw new IllegalStateException("released what was not confirmed");
      }
      if (slot.ending > 0) {
        slot.ending--;
      } else {
        slot.streaming = false;
      }
    }
  }

  /** One slot of the responder as the initiator knows it. */
  private static final class Known {
    final long number;
    boolean asked;
    boolean heldThere = true;
    boolean againMeanwhile;

    Known(long number) {
      this.number = number;
    }
  }

  private final class Initiator extends Session {
    private final Map<ChannelName, Known> there = new HashMap<>();

    Initiator(MatchSink sink) {
      super(sink);
    }

    /** The port forbids to speak before start has returned. */
    @Override
    void begin() {
      later.run(() -> {
        if (!isOver()) {
          sink.send(new byte[1]);
        }
      });
    }

    @Override
    void opened(ChannelName name) {
      ask(name);
    }

    @Override
    void closed(ChannelName name) {}

    private void ask(ChannelName name) {
      Known known = there.get(name);
      if (known != null && open.contains(name) && !known.asked && known.heldThere) {
        known.asked = true;
        later.run(() -> tell(name, known));
      }
    }

    private void tell(ChannelName name, Known known) {
      if (isOver()) {
        return;
      }
      if (open.contains(name)) {
        sink.matched(name, known.number, name.value().getBytes(UTF_8));
      } else {
        known.asked = false;
      }
    }

    @Override
    public void received(ByteBuffer in) {
      byte kind = in.get();
      long number = in.getLong();
      byte[] rest = new byte[in.remaining()];
      in.get(rest);
      if (kind == TAG) {
        ChannelName name = new ChannelName(new String(rest, UTF_8));
        if (there.put(name, new Known(number)) != null) {
          throw new IllegalStateException("a tag came twice");
        }
        ask(name);
        return;
      }
      for (Map.Entry<ChannelName, Known> entry : List.copyOf(there.entrySet())) {
        Known known = entry.getValue();
        if (known.number == number) {
          known.againMeanwhile = known.asked;
          known.heldThere |= !known.asked;
          ask(entry.getKey());
        }
      }
    }

    @Override
    public Optional<ChannelName> confirm(long slot, byte[] tag) {
      throw new IllegalStateException("a responder asks for a stream");
    }

    @Override
    public void refused(ChannelName name) {
      Known known = answered(name);
      known.heldThere = known.againMeanwhile;
      settle(name, known);
    }

    @Override
    public void released(ChannelName name) {
      settle(name, answered(name));
    }

    private Known answered(ChannelName name) {
      Known known = there.get(name);
      if (known == null || !known.asked) {
        throw new IllegalStateException("answered what was not matched");
      }
      return known;
    }

    private void settle(ChannelName name, Known known) {
      known.asked = false;
      known.againMeanwhile = false;
      ask(name);
    }
  }

  /** Runs what must not happen within a call. */
  interface Later {
    void run(Runnable what);
  }

  private final Later later;

  FakeMatcher(Later later) {
    this.later = later;
  }

  private static byte[] message(byte kind, long slot, byte[] rest) {
    return Arrays.copyOf(
        ByteBuffer.allocate(9 + rest.length).put(kind).putLong(slot).put(rest).array(),
        9 + rest.length);
  }
}
