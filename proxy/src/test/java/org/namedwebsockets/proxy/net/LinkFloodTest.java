package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.DefaultHttp2SettingsFrame;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.net.RecordingLink.News;

/** A peer that asks for much work with few bytes. */
@Timeout(120)
class LinkFloodTest {
  private static final byte[] TAG = new byte[32];

  private final FakeProxy proxy;
  private final RawPeer peer;
  private final RecordingLink link;

  LinkFloodTest() throws Exception {
    proxy = new FakeProxy(LinkBounds.brisk());
    peer = RawPeer.to(proxy);
    link = proxy.nextLink();
  }

  @AfterEach
  void stop() {
    peer.close();
    proxy.close();
  }

  @Test
  @DisplayName("T34 a flood of pings by a peer that reads its answers closes the link")
  void pings() throws Exception {
    for (int i = 0; i < 101; i++) {
      peer.channel.writeAndFlush(new DefaultHttp2PingFrame(i));
    }

    assertEquals(LinkEnd.RULES, link.down());
    peer.awaitClosed();
  }

  @Test
  @DisplayName("T34 a flood of settings by a peer that reads its answers closes the link")
  void settings() throws Exception {
    for (int i = 0; i < 101; i++) {
      peer.channel.writeAndFlush(
          new DefaultHttp2SettingsFrame(new Http2Settings().initialWindowSize(65_535 + i)));
    }

    assertEquals(LinkEnd.RULES, link.down());
    peer.awaitClosed();
  }

  @Test
  @DisplayName("T34 fifty pings are no flood")
  void fewPings() throws Exception {
    for (int i = 0; i < 50; i++) {
      peer.channel.writeAndFlush(new DefaultHttp2PingFrame(i));
    }
    peer.match().send(RawPeer.frame(0x82, RawPeer.ascii("BLIND")), false);

    link.next(News.Match.class);
    assertFalse(peer.channel.closeFuture().isDone());
  }

  @Test
  void rapidResetsEndTheLink() throws Exception {
    link.confirms = (_, _) -> true;
    for (int i = 0; i < 201 && peer.channel.isActive(); i++) {
      RawPeer.Stream stream = peer.open(LinkRequest.asking(i, TAG, 1000));
      stream.channel.close();
    }

    peer.awaitClosed();
    News last = null;
    while (!(last instanceof News.Down)) {
      last = link.news.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(new News.Down(LinkEnd.RULES), last);
  }

  @Test
  void aHeaderListOf9000BytesIsRefusedAndTheLinkStays() throws Exception {
    RawPeer.Stream stream = peer.open(LinkRequest.asking("/match").set("filler", "x".repeat(9000)));

    assertEquals("431", stream.status());
    peer.match();
    assertFalse(peer.channel.closeFuture().isDone());
  }

  @Test
  void aHeaderListOf65000BytesEndsTheLink() throws Exception {
    peer.open(LinkRequest.asking("/match").set("filler", "x".repeat(65_000)));

    assertEquals(LinkEnd.RULES, link.down());
    peer.awaitClosed();
  }

  @Test
  void emptyDataFramesEndTheLink() throws Exception {
    RawPeer.Stream match = peer.match();
    int id = match.channel.stream().id();
    for (int i = 0; i < 3; i++) {
      peer.sendRaw(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, (byte) id});
    }

    assertEquals(LinkEnd.RULES, link.down());
    assertTrue(peer.channel.closeFuture().awaitUninterruptibly(30, TimeUnit.SECONDS));
  }
}
