package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.hub.Bridge;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.net.FakeProxy.Pair;
import org.namedwebsockets.proxy.net.RecordingLink.News;

/** How bridges and links end. */
@Timeout(120)
class LinkEndTest {
  private static final PeerId ANN = new PeerId("1");
  private static final byte[] TAG = new byte[32];

  private final List<FakeProxy> started = new ArrayList<>();

  private FakeProxy start(LinkNetLimits limits) throws Exception {
    FakeProxy proxy = new FakeProxy(limits);
    started.add(proxy);
    return proxy;
  }

  @AfterEach
  void stop() {
    started.forEach(FakeProxy::close);
  }

  private static Bridge open(FakeProxy here, Pair pair, long slot) throws Exception {
    here.run(() -> pair.initiator().link.openBridge(slot, TAG));
    Bridge bridge = pair.initiator().next(News.Up.class).bridge();
    pair.responder().next(News.Up.class);
    return bridge;
  }

  @Test
  void aBridgeClosedByEitherEndIsDownAtBothAndMayBeOpenedAgain() throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);

    for (int round = 0; round < 20; round++) {
      open(here, pair, 5);
      if (round % 2 == 0) {
        here.run(() -> pair.initiator().link.closeBridge(5));
      } else {
        there.run(() -> pair.responder().link.closeBridge(5));
      }

      assertEquals(5, pair.initiator().next(News.BridgeDown.class).slot());
      assertEquals(5, pair.responder().next(News.BridgeDown.class).slot());
    }
  }

  @Test
  void aBridgeAskedForAgainInTheVeryMomentItIsDownIsAnswered() throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);
    open(here, pair, 5);
    pair.initiator().onBridgeDown = slot -> pair.initiator().link.openBridge(slot, TAG);

    for (int round = 0; round < 20; round++) {
      there.run(() -> pair.responder().link.closeBridge(5));

      pair.initiator().next(News.BridgeDown.class);
      pair.initiator().next(News.Up.class);
      pair.responder().next(News.BridgeDown.class);
      pair.responder().next(News.Up.class);
    }
  }

  @Test
  void whatWasSentBeforeABridgeIsClosedArrives() throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);
    Bridge bridge = open(here, pair, 1);

    here.run(() -> {
      for (int i = 0; i < 10; i++) {
        bridge.send(new Envelope.Broadcast(ANN, Message.binary(new byte[50_000])));
      }
      pair.initiator().link.closeBridge(1);
      bridge.send(new Envelope.Joined(ANN));
    });

    for (int i = 0; i < 10; i++) {
      pair.responder().nextReceived();
    }
    pair.responder().next(News.BridgeDown.class);
  }

  @Test
  void aBridgeClosedBeforeItIsAnsweredNeverComesUp() throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);

    here.run(() -> {
      pair.initiator().link.openBridge(1, TAG);
      pair.initiator().link.closeBridge(1);
    });

    pair.initiator().next(News.BridgeDown.class);
    pair.responder().next(News.Up.class);
    pair.responder().next(News.BridgeDown.class);
  }

  @Test
  void aRefusedBridgeIsToldAsSuch() throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    there.prepares = link -> link.confirms = (slot, _) -> slot != 7;
    Pair pair = FakeProxy.connect(here, there);

    for (int i = 0; i < 300; i++) {
      here.run(() -> pair.initiator().link.openBridge(7, TAG));
      assertEquals(7, pair.initiator().next(News.Refused.class).slot());
    }
    open(here, pair, 8);
  }

  @DisplayName("T35 three hundred bridges closed at once leave the link alone, closed by")
  @ParameterizedTest(name = "the asking end: {0}")
  @ValueSource(booleans = {true, false})
  void tidyCloses(boolean byAsker) throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);
    here.run(() -> eachSlot(slot -> pair.initiator().link.openBridge(slot, TAG)));
    for (int i = 0; i < 300; i++) {
      pair.initiator().next(News.Up.class);
      pair.responder().next(News.Up.class);
    }

    if (byAsker) {
      here.run(() -> eachSlot(pair.initiator().link::closeBridge));
    } else {
      there.run(() -> eachSlot(pair.responder().link::closeBridge));
    }

    for (int i = 0; i < 300; i++) {
      pair.initiator().next(News.BridgeDown.class);
      pair.responder().next(News.BridgeDown.class);
    }
    // With resets the link would be over by now: it allows 200 of them.
    open(here, pair, 1);
  }

  private static void eachSlot(LongConsumer action) {
    LongStream.range(0, 300).forEach(action);
  }

  @Test
  void aBridgeThatIsNotAnsweredWhenItClosesIsCut() throws Exception {
    FakeProxy proxy = start(LinkBounds.brisk());
    try (RawPeer peer = RawPeer.to(proxy)) {
      RecordingLink link = proxy.nextLink();
      RawPeer.Stream stream = peer.open(LinkRequest.asking(1, TAG, 1000));
      assertEquals("200", stream.status());
      link.next(News.Up.class);

      proxy.run(() -> link.link.closeBridge(1));

      link.next(News.BridgeDown.class);
      assertTrue(stream.closed.get(30, TimeUnit.SECONDS));
      assertFalse(peer.channel.closeFuture().isDone());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = LinkEnd.class,
      names = {"DUPLICATE", "SURPLUS", "STOPPING", "RENAMED", "RULES"})
  void theReasonIsToldToTheOtherEnd(LinkEnd end) throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);
    open(here, pair, 1);

    there.run(() -> pair.responder().link.close(end));

    assertEquals(end, pair.responder().down());
    assertEquals(end, pair.initiator().downAtLast());
  }

  @Test
  void whatWaitsGoesOutBeforeALinkStops() throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);
    Bridge bridge = open(here, pair, 1);

    here.run(() -> {
      for (int i = 0; i < 10; i++) {
        bridge.send(new Envelope.Broadcast(ANN, Message.binary(new byte[50_000])));
      }
      pair.initiator().link.close(LinkEnd.STOPPING);
    });

    for (int i = 0; i < 10; i++) {
      pair.responder().nextReceived();
    }
    assertEquals(LinkEnd.STOPPING, pair.responder().downAtLast());
  }

  @ParameterizedTest
  @EnumSource(
      value = LinkEnd.class,
      names = {"SILENT", "LOST"})
  void anEndThatIsNotToldResetsTheConnection(LinkEnd end) throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);

    here.run(() -> pair.initiator().link.close(end));

    assertEquals(end, pair.initiator().down());
    assertEquals(LinkEnd.LOST, pair.responder().down());
  }

  @Test
  void afterTheOtherEndsGoAwayWhatIsOpenGoesOnAndTheLastStreamClosesTheLink() throws Exception {
    FakeProxy proxy = start(LinkNetLimits.DEFAULTS);
    try (RawPeer peer = RawPeer.to(proxy)) {
      RecordingLink link = proxy.nextLink();
      RawPeer.Stream stream = peer.open(LinkRequest.asking(1, TAG, 1000));
      link.next(News.Up.class);

      peer.channel.writeAndFlush(
          new DefaultHttp2GoAwayFrame(
              Http2Error.NO_ERROR, Unpooled.wrappedBuffer(RawPeer.ascii("stopping"))));
      stream.send(RawPeer.frame(0x82, new byte[] {1, 1, '7'}), false);

      assertEquals(new Envelope.Joined(new PeerId("7")), link.nextReceived().envelope());
      assertFalse(peer.channel.closeFuture().isDone());

      stream.send(RawPeer.frame(0x88, new byte[0]), true);

      assertEquals(1, link.next(News.BridgeDown.class).slot());
      assertEquals(LinkEnd.STOPPING, link.down());
      peer.awaitClosed();
    }
  }

  @Test
  void afterTheOtherEndsGoAwayNothingNewComesUp() throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);
    open(here, pair, 1);
    pair.initiator().onBridgeDown =
        slot -> {
          if (slot == 1) {
            pair.initiator().link.openBridge(2, TAG);
          }
        };

    there.run(() -> pair.responder().link.close(LinkEnd.STOPPING));

    assertEquals(1, pair.initiator().next(News.BridgeDown.class).slot());
    News next = pair.initiator().news.poll(30, TimeUnit.SECONDS);
    if (next instanceof News.BridgeDown(var slot)) {
      assertEquals(2, slot);
      next = pair.initiator().news.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(new News.Down(LinkEnd.STOPPING), next);
    assertEquals(new News.Down(LinkEnd.STOPPING), pair.responder().news.poll());
    pair.responder().hearsNothing();
  }

  @Test
  void aConnectionThatIsResetIsNoticedAtOnce() throws Exception {
    FakeProxy proxy = start(LinkNetLimits.DEFAULTS);
    try (RawPeer peer = RawPeer.to(proxy)) {
      RecordingLink link = proxy.nextLink();
      peer.match();
      for (int i = 0; i < 5; i++) {
        assertEquals("200", peer.open(LinkRequest.asking(i, TAG, 1000)).status());
        link.next(News.Up.class);
      }

      peer.channel.config().setOption(ChannelOption.SO_LINGER, 0);
      peer.channel.pipeline().firstContext().close();

      assertEquals(LinkEnd.LOST, link.downAtLast());
    }
  }

  /** A link whose match has spoken, so that its deadline is met. */
  private static RecordingLink matched(FakeProxy proxy, RawPeer peer) throws Exception {
    RecordingLink link = proxy.nextLink();
    peer.match().send(RawPeer.frame(0x82, RawPeer.ascii("BLIND")), false);
    link.next(News.Match.class);
    return link;
  }

  @Test
  void aPeerThatHasGoneSilentIsGivenUp() throws Exception {
    FakeProxy proxy = start(LinkBounds.watchful());
    try (RawPeer peer = RawPeer.to(proxy)) {
      RecordingLink link = matched(proxy, peer);
      peer.hang();

      assertEquals(LinkEnd.SILENT, link.down());
    }
  }

  @Test
  void aPeerThatAnswersPingsStays() throws Exception {
    FakeProxy here = start(LinkBounds.watchful());
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);

    assertFalse(
        pair.initiator().news.poll(3, TimeUnit.SECONDS) instanceof News.Down,
        "a living peer was given up");
  }

  @Test
  void aProbeOfALivingPeerChangesNothingAndOfASilentOneEndsTheLink() throws Exception {
    FakeProxy proxy = start(LinkNetLimits.DEFAULTS);
    try (RawPeer peer = RawPeer.to(proxy)) {
      RecordingLink link = matched(proxy, peer);
      proxy.run(link.link::probe);
      assertNull(link.news.poll(3, TimeUnit.SECONDS));

      peer.hang();
      proxy.run(link.link::probe);

      assertEquals(LinkEnd.SILENT, link.down());
    }
  }

  @Test
  void theMatchKeepsWhatIsSaidBeforeItsStreamStands() throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    here.prepares = link -> link.link.sendMatch(RawPeer.ascii("BLIND"));
    there.prepares = link -> link.link.sendMatch(RawPeer.ascii("TAGS"));

    Pair pair = FakeProxy.connect(here, there);

    assertEquals("BLIND", pair.responder().next(News.Match.class).text());
    assertEquals("TAGS", pair.initiator().next(News.Match.class).text());
  }

  @Test
  void introductionsGoBothWays() throws Exception {
    FakeProxy here = start(LinkNetLimits.DEFAULTS);
    FakeProxy there = start(LinkNetLimits.DEFAULTS);
    Pair pair = FakeProxy.connect(here, there);
    var third =
        List.of(
            new Introduction(here.identity.id(), List.of(new InetSocketAddress("10.0.0.1", 9010))));

    there.run(() -> pair.responder().link.sendIntroductions(third));
    here.run(() -> pair.initiator().link.sendIntroductions(third));

    assertEquals(third, pair.responder().next(News.Introduced.class).introductions());
    assertEquals(third, pair.initiator().next(News.Introduced.class).introductions());
  }
}
