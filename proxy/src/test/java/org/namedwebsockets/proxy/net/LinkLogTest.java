package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.link.LinkEnd;

/** What the log says of a peer that breaks HTTP/2: the fault, and nothing that it wrote. */
@Timeout(120)
class LinkLogTest {
  private static final Logger OURS = Logger.getLogger("org.namedwebsockets");
  private static final String ITS_WORDS = "chosen-by-the-peer";

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Handler log = new Lines();
  private final FakeProxy proxy;
  private final RawPeer peer;
  private final RecordingLink link;

  /** Every line, at every level. */
  private final class Lines extends Handler {
    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage() + (line.getThrown() == null ? "" : line.getThrown()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  LinkLogTest() throws Exception {
    OURS.setUseParentHandlers(false);
    OURS.setLevel(Level.ALL);
    OURS.addHandler(log);
    proxy = new FakeProxy(LinkBounds.brisk());
    peer = RawPeer.to(proxy);
    link = proxy.nextLink();
  }

  @AfterEach
  void stop() {
    peer.close();
    proxy.close();
    OURS.removeHandler(log);
    OURS.setLevel(null);
    OURS.setUseParentHandlers(true);
  }

  private boolean says(String part) {
    return lines.stream().anyMatch(line -> line.contains(part));
  }

  @Test
  void aBrokenConnectionIsNamedByTheErrorOfTheStandard() throws Exception {
    byte[] dataOnTheConnection = {0, 0, 1, 0, 0, 0, 0, 0, 0, 'x'};
    peer.sendRaw(dataOnTheConnection);

    assertEquals(LinkEnd.RULES, link.down());
    assertTrue(
        lines.contains("link.rules id=" + peer.id() + " detail=PROTOCOL_ERROR"),
        () -> String.join("\n", lines));
  }

  @Test
  void aBrokenStreamIsNamedByTheErrorOfTheStandard() throws Exception {
    RawPeer.Stream match = peer.match();
    Http2Headers trailers = new DefaultHttp2Headers(false).add(":" + ITS_WORDS, "x");
    match.channel.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
    assertTrue(match.closed.get(30, TimeUnit.SECONDS));

    assertFalse(says(ITS_WORDS), () -> String.join("\n", lines));
    assertTrue(
        says("link.stream id=" + peer.id() + " cause=PROTOCOL_ERROR"),
        () -> String.join("\n", lines));
  }
}
