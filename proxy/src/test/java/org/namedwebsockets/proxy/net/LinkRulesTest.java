package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.wire.EnvelopeCodec;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.net.RecordingLink.News;

/** A peer that breaks the rules of streams. */
@Timeout(120)
class LinkRulesTest {
  private static final byte[] TAG = new byte[32];

  private final FakeProxy proxy;
  private final RawPeer peer;
  private final RecordingLink link;

  LinkRulesTest() throws Exception {
    proxy = new FakeProxy(LinkBounds.open(16, 1 << 20, 1 << 20));
    peer = RawPeer.to(proxy);
    link = proxy.nextLink();
  }

  @AfterEach
  void stop() {
    peer.close();
    proxy.close();
  }

  private void assertEndsTheLink() throws Exception {
    assertEquals(LinkEnd.RULES, link.down());
    link.hearsNothing();
    assertEquals("rules", peer.goAways.poll(30, TimeUnit.SECONDS));
    peer.awaitClosed();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("403", "an Origin", asking().set("origin", "https://page.example")),
        Arguments.of("400", "another subprotocol", asking().set("sec-websocket-protocol", "chat")),
        Arguments.of("404", "another path", LinkRequest.asking("/other")),
        Arguments.of("400", "a GET", get()),
        Arguments.of("400", "another protocol", asking().set(":protocol", "foo")));
  }

  private static Http2Headers asking() {
    return LinkRequest.asking("/match");
  }

  private static Http2Headers get() {
    return new DefaultHttp2Headers().method("GET").scheme("https").authority("nws").path("/match");
  }

  @DisplayName("T24 refused, and the match beside it goes on:")
  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void refuses(String status, String what, Http2Headers headers) throws Exception {
    RawPeer.Stream match = peer.match();

    RawPeer.Stream stream = peer.open(headers);

    assertEquals(status, stream.status(), what);
    stream.send(new byte[0], true);
    assertTrue(stream.closed.get(30, TimeUnit.SECONDS));
    match.send(RawPeer.frame(0x82, RawPeer.ascii("still here")), false);
    assertEquals("still here", link.next(News.Match.class).text());
  }

  @Test
  @DisplayName("T24 a ninth faulty request closes the link")
  void manyFaults() throws Exception {
    for (int i = 0; i < 8; i++) {
      RawPeer.Stream stream = peer.open(LinkRequest.asking("/other"));
      assertEquals("404", stream.status());
      stream.send(new byte[0], true);
      assertTrue(stream.closed.get(30, TimeUnit.SECONDS));
    }

    peer.open(LinkRequest.asking("/other"));

    assertEndsTheLink();
  }

  @Test
  @DisplayName("T24 a second faulty request beside one that is still open closes the link")
  void faultsSideBySide() throws Exception {
    assertEquals("404", peer.open(LinkRequest.asking("/other")).status());

    peer.open(LinkRequest.asking("/other"));

    assertEndsTheLink();
  }

  @Test
  @DisplayName("T24 a text frame where binary is due closes the link")
  void text() throws Exception {
    peer.match().send(RawPeer.frame(0x81, RawPeer.ascii("BLIND")), false);

    assertEndsTheLink();
  }

  @Test
  @DisplayName("T24 fragments of more than 64 KiB together before the match close the link")
  void longFragments() throws Exception {
    RawPeer.Stream match = peer.match();
    byte[] fragment = new byte[4 + 4 + 40_000];
    fragment[1] = (byte) (0x80 | 126);
    fragment[2] = (byte) (40_000 >> 8);
    fragment[3] = (byte) 40_000;
    fragment[0] = 0x02;

    match.send(fragment, false);
    match.send(fragment.clone(), false);

    assertEndsTheLink();
  }

  @Test
  @DisplayName("T24 one frame of more than 64 KiB before the match closes the link")
  void longFrame() throws Exception {
    byte[] header = {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0};

    peer.match().send(header, false);

    assertEndsTheLink();
  }

  @Test
  @DisplayName("T24 a frame without a mask closes the link")
  void unmasked() throws Exception {
    peer.match().send(new byte[] {(byte) 0x82, 1, 0}, false);

    assertEndsTheLink();
  }

  @Test
  void aSecondMatchClosesTheLink() throws Exception {
    peer.match();

    peer.open(LinkRequest.asking("/match"));

    assertEndsTheLink();
  }

  @Test
  @DisplayName("T25 data on a slot that was refused closes the link, nothing is delivered")
  void dataWithoutConfirmation() throws Exception {
    link.confirms = (_, _) -> false;
    RawPeer.Stream stream = peer.open(LinkRequest.asking(3, TAG, 1000));
    assertEquals("404", stream.status());

    stream.send(RawPeer.frame(0x82, new byte[] {3, 1, '1'}), false);

    assertEndsTheLink();
  }

  @Test
  @DisplayName("T25 data after the close frame closes the link, nothing is delivered")
  void dataAfterClose() throws Exception {
    RawPeer.Stream stream = peer.open(LinkRequest.asking(3, TAG, 1000));
    assertEquals("200", stream.status());
    link.next(News.Up.class);

    stream.send(RawPeer.frame(0x88, new byte[0]), false);
    stream.send(RawPeer.frame(0x82, new byte[] {1, 1, '1'}), false);

    assertEndsTheLink();
  }

  @Test
  @DisplayName("T25 a wrong proof closes the link, from inside its judgement")
  void wrongProof() throws Exception {
    link.confirms =
        (_, _) -> {
          link.link.close(LinkEnd.RULES);
          return false;
        };

    peer.open(LinkRequest.asking(3, TAG, 1000));

    assertEndsTheLink();
  }

  @Test
  @DisplayName("T26 a slot that has a stream cannot be asked for, one that had can")
  void sameSlotTwice() throws Exception {
    RawPeer.Stream first = peer.open(LinkRequest.asking(3, TAG, 1000));
    assertEquals("200", first.status());
    link.next(News.Up.class);
    first.send(RawPeer.frame(0x88, new byte[0]), true);
    link.next(News.BridgeDown.class);
    assertTrue(first.closed.get(30, TimeUnit.SECONDS));

    RawPeer.Stream second = peer.open(LinkRequest.asking(3, TAG, 1000));
    assertEquals("200", second.status());
    link.next(News.Up.class);

    peer.open(LinkRequest.asking(3, TAG, 1000));
    assertEndsTheLink();
  }

  @Test
  void anEnvelopeThatIsNoneClosesTheLink() throws Exception {
    RawPeer.Stream stream = peer.open(LinkRequest.asking(3, TAG, 1000));
    link.next(News.Up.class);

    stream.send(RawPeer.frame(0x82, new byte[] {99}), false);

    assertEndsTheLink();
  }

  @Test
  void aTextThatIsTooLargeAsJsonIsPassedOver() throws Exception {
    RawPeer.Stream stream = peer.open(LinkRequest.asking(3, TAG, 1000));
    link.next(News.Up.class);
    PeerId ann = new PeerId("1");
    byte[] tooLarge =
        EnvelopeCodec.encode(
            new Envelope.Broadcast(ann, Message.text("\1".repeat((1 << 20) / 3 + 1))));

    stream.send(longFrame(tooLarge), false);
    stream.send(RawPeer.frame(0x82, EnvelopeCodec.encode(new Envelope.Left(ann))), false);

    assertEquals(new Envelope.Left(ann), link.next(News.Received.class).envelope());
    assertEquals(1, proxy.onLoop(() -> proxy.metrics.value(Counter.BRIDGE_TOO_BIG)));
  }

  private static byte[] longFrame(byte[] payload) {
    return ByteBuffer.allocate(14 + payload.length)
        .put((byte) 0x82)
        .put((byte) 0xFF)
        .putLong(payload.length)
        .putInt(0)
        .put(payload)
        .array();
  }

  @Test
  void aBridgeThatIsResetIsDownAndTheOthersGoOn() throws Exception {
    RawPeer.Stream first = peer.open(LinkRequest.asking(1, TAG, 1000));
    RawPeer.Stream second = peer.open(LinkRequest.asking(2, TAG, 1000));
    assertEquals("200", first.status());
    assertEquals("200", second.status());
    link.next(News.Up.class);
    link.next(News.Up.class);

    first.channel.close();

    assertEquals(1, link.next(News.BridgeDown.class).slot());
    second.send(RawPeer.frame(0x82, new byte[] {1, 1, '7'}), false);
    assertEquals(2, link.next(News.Received.class).slot());
  }

  @Test
  void moreBridgesThanMayBeAreRefusedAndTheOthersGoOn() throws Exception {
    peer.match();
    for (int i = 0; i < 16; i++) {
      assertEquals("200", peer.open(LinkRequest.asking(i, TAG, 1000)).status());
      link.next(News.Up.class);
    }
    RawPeer.Stream peers = peer.open(LinkRequest.asking("/peers"));
    assertEquals("200", peers.status());

    RawPeer.Stream more = peer.open(LinkRequest.asking(99, TAG, 1000));

    assertTrue(more.closed.get(30, TimeUnit.SECONDS));
    assertFalse(peer.channel.closeFuture().isDone());
    link.hearsNothing();
  }
}
