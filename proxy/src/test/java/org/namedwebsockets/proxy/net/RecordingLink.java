package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.proxy.hub.Bridge;
import org.namedwebsockets.proxy.hub.Inflow;
import org.namedwebsockets.proxy.link.Link;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.LinkListener;

/** A link's listener that remembers what it was told, in order. */
final class RecordingLink implements LinkListener {
  private static final int PATIENCE_SECONDS = 30;

  /** Something that was told. */
  sealed interface News {
    record Match(String text) implements News {}

    record Introduced(List<Introduction> introductions) implements News {}

    record Requested(long slot) implements News {}

    record Refused(long slot) implements News {}

    record Up(long slot, Bridge bridge, Inflow inflow) implements News {}

    record Received(long slot, Envelope envelope) implements News {}

    record Drained(long slot) implements News {}

    record BridgeDown(long slot) implements News {}

    record Down(LinkEnd end) implements News {}
  }

  final Link link;
  final BlockingQueue<News> news = new LinkedBlockingQueue<>();

  /** Answers requests for a slot. */
  volatile BiPredicate<Long, byte[]> confirms = (_, _) -> true;

  /** Whether envelopes are remembered; they are counted in any case. */
  volatile boolean keepsEnvelopes = true;

  volatile long envelopes;

  /** What is done when a bridge is down, within the call. */
  volatile java.util.function.LongConsumer onBridgeDown = _ -> {};

  RecordingLink(Link link) {
    this.link = link;
  }

  /** The next news, which must be of a kind. */
  <N extends News> N next(Class<N> kind) throws InterruptedException {
    News next = news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(next, "nothing came, expected " + kind.getSimpleName());
    if (!kind.isInstance(next)) {
      throw new AssertionError("expected " + kind.getSimpleName() + ", got " + next);
    }
    return kind.cast(next);
  }

  /** The next envelope, whatever drains meanwhile. */
  News.Received nextReceived() throws InterruptedException {
    News next = news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (next instanceof News.Drained) {
      next = news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    return (News.Received) next;
  }

  LinkEnd down() throws InterruptedException {
    return next(News.Down.class).end();
  }

  /** How the link ends, whatever comes before. */
  LinkEnd downAtLast() throws InterruptedException {
    News next = news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (next != null && !(next instanceof News.Down)) {
      next = news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    return ((News.Down) next).end();
  }

  void hearsNothing() {
    assertNull(news.poll());
  }

  @Override
  public void matchReceived(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    news.add(new News.Match(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)));
  }

  @Override
  public void introduced(List<Introduction> introductions, long nowNs) {
    news.add(new News.Introduced(introductions));
  }

  @Override
  public boolean bridgeRequested(long slot, byte[] tag) {
    return confirms.test(slot, tag);
  }

  @Override
  public void bridgeRefused(long slot) {
    news.add(new News.Refused(slot));
  }

  @Override
  public void bridgeUp(long slot, Bridge bridge, Inflow inflow, long nowNs) {
    news.add(new News.Up(slot, bridge, inflow));
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // written on one loop only
  public void received(long slot, Envelope envelope) {
    envelopes++;
    if (keepsEnvelopes) {
      news.add(new News.Received(slot, envelope));
    }
  }

  @Override
  public void drained(long slot) {
    news.add(new News.Drained(slot));
  }

  @Override
  public void bridgeDown(long slot, long nowNs) {
    news.add(new News.BridgeDown(slot));
    onBridgeDown.accept(slot);
  }

  @Override
  public void down(LinkEnd end, long nowNs) {
    news.add(new News.Down(end));
  }
}
