package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.hub.Bridge;
import org.namedwebsockets.proxy.hub.Inflow;
import org.namedwebsockets.proxy.link.Crunch;
import org.namedwebsockets.proxy.link.Link;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.LinkListener;
import org.namedwebsockets.proxy.link.MatchSession;
import org.namedwebsockets.proxy.link.MatchSink;
import org.namedwebsockets.proxy.secure.MatchLimits;
import org.namedwebsockets.proxy.secure.SecureMatcher;

/** T19, and T8 on the wire: two real TLS sessions with one proxy between, the real match inside. */
@Timeout(120)
class LinkMiddleTest {
  private static final int PATIENCE_SECONDS = 30;
  private static final ChannelName CHAT = new ChannelName("chat");

  /** Kinds of messages: BLIND, TAGS, EVAL, SEEN. */
  private static final List<Integer> WHOLE_MATCH = List.of(1, 2, 3, 4);

  private final FakeProxy ann = new FakeProxy(LinkNetLimits.DEFAULTS);
  private final FakeProxy bob = new FakeProxy(LinkNetLimits.DEFAULTS);
  private final FakeProxy middle = new FakeProxy(LinkNetLimits.DEFAULTS);
  private final BlockingQueue<Matched> annsLinks = matchedLinksOf(ann);
  private final BlockingQueue<Matched> bobsLinks = matchedLinksOf(bob);
  private final List<Relay> relays = new ArrayList<>();
  private final BlockingQueue<Integer> relayed = new LinkedBlockingQueue<>();

  LinkMiddleTest() throws Exception {}

  @AfterEach
  void stop() {
    ann.close();
    bob.close();
    middle.close();
  }

  /** Gives a proxy the channel and a match on each of its links. */
  private static BlockingQueue<Matched> matchedLinksOf(FakeProxy proxy) {
    BlockingQueue<Matched> links = new LinkedBlockingQueue<>();
    proxy.run(() -> {
      var matcher =
          new SecureMatcher(
              MatchLimits.DEFAULTS, new SecureRandom(), new OnLoop(proxy), proxy.metrics, 0);
      matcher.opened(CHAT);
      proxy.listens =
          link -> {
            Matched matched = new Matched(link, matcher);
            links.add(matched);
            return matched;
          };
    });
    return links;
  }

  /** Computes on the loop, a piece at a turn. */
  private record OnLoop(FakeProxy proxy) implements Crunch {
    @Override
    public <T> boolean crunch(Supplier<T> work, Consumer<? super T> then) {
      proxy.eventLoop.execute(() -> then.accept(work.get()));
      return true;
    }
  }

  @Test
  void withoutAnybodyBetweenTheChannelOpens() throws Exception {
    ann.dial(Optional.of(bob.identity.id()), bob.address());

    Matched link = bobsLinks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertNotNull(link);
    assertEquals(CHAT, link.confirmed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  @DisplayName("T19 who sits between and passes all on gets two links and no channel")
  void between() throws Exception {
    middle.run(() -> middle.listens = this::relay);
    ann.dial(Optional.of(middle.identity.id()), middle.address());
    Matched annsLink = annsLinks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    middle.dial(Optional.of(bob.identity.id()), bob.address());
    Matched bobsLink = bobsLinks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(annsLink);
    assertNotNull(bobsLink);

    List<Integer> kinds = new ArrayList<>();
    while (!kinds.containsAll(WHOLE_MATCH)) {
      Integer kind = relayed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(kind, () -> "the match stopped after " + kinds);
      kinds.add(kind);
    }
    for (int turn = 0; turn < 50; turn++) {
      middle.run(() -> {});
      ann.run(() -> {});
      bob.run(() -> {});
    }

    assertEquals(List.of(), List.copyOf(annsLink.asked));
    assertTrue(bobsLink.confirmed.isEmpty());
    assertEquals(List.of(), List.copyOf(annsLink.ends));
    assertEquals(List.of(), List.copyOf(bobsLink.ends));
  }

  private LinkListener relay(Link link) {
    Relay relay = new Relay(link);
    relays.add(relay);
    if (relays.size() == 2) {
      relays.getFirst().pairWith(relays.getLast());
      relays.getLast().pairWith(relays.getFirst());
    }
    return relay;
  }

  /** Hears nothing of what comes after the match. */
  private interface MatchListener extends LinkListener {
    @Override
    default void introduced(List<Introduction> introductions, long nowNs) {}

    @Override
    default void bridgeRefused(long slot) {}

    @Override
    default void bridgeUp(long slot, Bridge bridge, Inflow inflow, long nowNs) {}

    @Override
    default void received(long slot, Envelope envelope) {}

    @Override
    default void drained(long slot) {}

    @Override
    default void bridgeDown(long slot, long nowNs) {}

    @Override
    default void down(LinkEnd end, long nowNs) {}
  }

  /** Passes on what one end says to the other. */
  private final class Relay implements MatchListener {
    private final Link link;
    private final List<byte[]> early = new ArrayList<>();
    private @Nullable Relay other;

    Relay(Link link) {
      this.link = link;
    }

    void pairWith(Relay second) {
      other = second;
      early.forEach(second.link::sendMatch);
    }

    @Override
    public void matchReceived(ByteBuffer message) {
      byte[] copy = new byte[message.remaining()];
      message.get(copy);
      relayed.add((int) copy[0]);
      if (other != null) {
        other.link.sendMatch(copy);
      } else {
        early.add(copy);
      }
    }

    @Override
    public boolean bridgeRequested(long slot, byte[] tag) {
      if (other != null) {
        other.link.openBridge(slot, tag);
      }
      return true;
    }
  }

  /** A link with the real match on it. */
  private static final class Matched implements MatchListener, MatchSink {
    final Queue<ChannelName> asked = new ConcurrentLinkedQueue<>();
    final BlockingQueue<ChannelName> confirmed = new LinkedBlockingQueue<>();
    final Queue<String> ends = new ConcurrentLinkedQueue<>();
    private final Link link;
    private final MatchSession session;

    Matched(Link link, SecureMatcher matcher) {
      this.link = link;
      try {
        this.session = matcher.start(link.terms(), this);
      } catch (ProtocolException self) {
        throw new AssertionError(self);
      }
    }

    @Override
    public void send(byte[] message) {
      link.sendMatch(message);
    }

    @Override
    public void matched(ChannelName name, long slot, byte[] tag) {
      asked.add(name);
      link.openBridge(slot, tag);
    }

    @Override
    public void failed(String why) {
      ends.add(why);
    }

    @Override
    public void matchReceived(ByteBuffer message) {
      try {
        session.received(message);
      } catch (ProtocolException broken) {
        ends.add(String.valueOf(broken.getMessage()));
      }
    }

    @Override
    public boolean bridgeRequested(long slot, byte[] tag) {
      try {
        Optional<ChannelName> name = session.confirm(slot, tag);
        name.ifPresent(confirmed::add);
        return name.isPresent();
      } catch (ProtocolException broken) {
        ends.add(String.valueOf(broken.getMessage()));
        return false;
      }
    }

    @Override
    public void down(LinkEnd end, long nowNs) {
      ends.add(end.word());
    }
  }
}
