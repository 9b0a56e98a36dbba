package org.namedwebsockets.proxy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.namedwebsockets.proxy.link.LinkStage.CHAT;
import static org.namedwebsockets.proxy.link.LinkStage.LARGE;
import static org.namedwebsockets.proxy.link.LinkStage.SMALL;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.link.LinkStage.RecordingBridge;
import org.namedwebsockets.proxy.link.LinkStage.Up;

/** One link's bridges, from the match to the hub and back. */
class LinkChannelsTest {
  private static final PeerId ANN = new PeerId("ann");
  private static final PeerId FAR = new PeerId("far");
  private static final byte[] TAG = new byte[32];

  private final LinkStage stage = new LinkStage();

  /** A link this end dialled. */
  private Up dialled() {
    stage.sight(LARGE, "192.0.2.7");
    return stage.answer();
  }

  private Up accepted() {
    return stage.accept(SMALL, "192.0.2.8");
  }

  @Nested
  class Initiator {
    @Test
    void aMatchedChannelsStreamIsOpenedAndAnnouncesWhoIsHere() {
      stage.join(CHAT, "ann");
      Up up = dialled();

      RecordingBridge bridge = up.bridge(CHAT, 7);

      assertEquals(List.of(7L), up.link.opened);
      assertEquals(List.of(new Envelope.Joined(ANN)), bridge.sent);
      assertEquals(List.of(CHAT), stage.view(LARGE).channels());
    }

    @Test
    void aRefusedStreamIsToldToTheMatchAsRefused() {
      stage.join(CHAT, "ann");
      Up up = dialled();
      stage.matcher.last().sink.matched(CHAT, 7, TAG);
      up.edge().bridgeRefused(7);

      assertEquals(List.of("refused chat"), stage.matcher.last().told);
    }

    @Test
    void aStreamThatBrokeBeforeItStoodIsReleased() {
      stage.join(CHAT, "ann");
      Up up = dialled();
      stage.matcher.last().sink.matched(CHAT, 7, TAG);
      up.edge().bridgeDown(7, stage.nowNs);

      assertEquals(List.of("released chat"), stage.matcher.last().told);
    }

    @Test
    void aStreamRefusedAfterTheChannelClosedHereIsReleasedAsNobodyKnowsWhatItMeant() {
      var ann = stage.join(CHAT, "ann");
      Up up = dialled();
      stage.matcher.last().sink.matched(CHAT, 7, TAG);
      stage.hub.leave(ann.peer());
      assertEquals(List.of(7L), up.link.closedBridges);

      up.edge().bridgeRefused(7);

      assertEquals(List.of("released chat"), stage.matcher.last().told);
    }

    @Test
    void twoStreamsForOneSlotAreAFaultOfOurs() {
      dialled();
      stage.matcher.last().sink.matched(CHAT, 7, TAG);

      assertThrows(
          IllegalStateException.class, () -> stage.matcher.last().sink.matched(CHAT, 7, TAG));
    }
  }

  @Nested
  class Responder {
    @Test
    void aProvenRequestIsAcceptedAndTheBridgeIsUp() {
      stage.join(CHAT, "ann");
      Up up = accepted();

      RecordingBridge bridge = up.bridge(CHAT, 3);

      assertEquals(List.of(new Envelope.Joined(ANN)), bridge.sent);
    }

    @Test
    void aRequestForAChannelThatClosedMeanwhileIsRefusedWithoutFault() {
      Up up = accepted();
      stage.matcher.last().confirms.put(3L, Optional.empty());

      assertFalse(up.edge().bridgeRequested(3, TAG));
      assertTrue(up.isWanted());
    }

    @Test
    void aWrongProofEndsTheLinkAndTellsNothing() {
      stage.join(CHAT, "ann");
      Up up = accepted();

      assertFalse(up.edge().bridgeRequested(3, TAG));

      assertEquals(List.of(LinkEnd.RULES), up.link.ends);
    }

    @Test
    void aSecondBridgeForOneChannelEndsTheLink() {
      stage.join(CHAT, "ann");
      Up up = accepted();
      up.bridge(CHAT, 3);
      stage.matcher.last().confirms.put(4L, Optional.of(CHAT));

      assertFalse(up.edge().bridgeRequested(4, TAG));

      assertEquals(List.of(LinkEnd.RULES), up.link.ends);
    }

    @Test
    void aRequestBeforeTheMatchBeganIsRefused() {
      dialled();
      Up waiting = stage.accept(LARGE, "192.0.2.7");

      assertFalse(waiting.edge().bridgeRequested(3, TAG));
    }
  }

  @Nested
  class ChannelCloses {
    @Test
    void theBridgeEndsTidilyAndWhatStillArrivesIsNotHeard() {
      var ann = stage.join(CHAT, "ann");
      Up up = dialled();
      RecordingBridge bridge = up.bridge(CHAT, 7);
      stage.hub.leave(ann.peer());
      var again = stage.join(CHAT, "ann2");
      up.edge().received(7, new Envelope.Broadcast(FAR, Message.text("late")));

      assertEquals(List.of(7L), up.link.closedBridges);
      assertEquals(List.of(), again.ear().heard);
      assertEquals(2, bridge.sent.size(), "joined and left, nothing of the channel's second life");
    }

    @Test
    void theMatchHearsOfTheEndOfEveryStream() {
      var ann = stage.join(CHAT, "ann");
      Up up = dialled();
      up.bridge(CHAT, 7);
      stage.hub.leave(ann.peer());
      up.edge().bridgeDown(7, stage.nowNs);

      assertEquals(List.of("released chat"), stage.matcher.last().told);
    }

    @Test
    void aPausedBridgeIsReadAgainSoThatItsEndIsHeard() {
      var ann = stage.join(CHAT, "ann");
      Up up = dialled();
      RecordingBridge bridge = up.bridge(CHAT, 7);
      ann.ear().full = true;
      up.edge().received(7, new Envelope.Broadcast(FAR, Message.text("too much")));
      assertTrue(bridge.inflow.paused);

      stage.hub.leave(ann.peer());

      assertFalse(bridge.inflow.paused);
    }

    @Test
    void aStreamThatStandsOnlyAfterTheChannelClosedIsNotUsed() {
      var ann = stage.join(CHAT, "ann");
      Up up = dialled();
      stage.matcher.last().sink.matched(CHAT, 7, TAG);
      stage.hub.leave(ann.peer());
      var bridge = new RecordingBridge(LARGE);
      up.edge().bridgeUp(7, bridge, bridge.inflow, stage.nowNs);

      assertEquals(List.of(), bridge.sent);
      assertEquals(List.of(), stage.view(LARGE).channels());
    }

    @Test
    void otherLinksAndChannelsGoOn() {
      var other = new ChannelName("other");
      var ann = stage.join(CHAT, "ann");
      var bob = stage.join(other, "bob");
      Up up = dialled();
      up.bridge(CHAT, 7);
      RecordingBridge stays = up.bridge(other, 8);
      stage.hub.leave(ann.peer());
      stays.sent.clear();

      stage.hub.broadcast(bob.peer(), Message.text("hi"));

      assertEquals(1, stays.sent.size());
      assertEquals(List.of(7L), up.link.closedBridges);
    }
  }

  @Nested
  class Messages {
    @Test
    void whatABridgeBringsIsHeardHereAndNowhereElse() {
      var ann = stage.join(CHAT, "ann");
      Up one = dialled();
      Up two = accepted();
      RecordingBridge from = one.bridge(CHAT, 7);
      RecordingBridge third = two.bridge(CHAT, 3);
      third.sent.clear();
      from.sent.clear();
      one.edge().received(7, new Envelope.Joined(FAR));
      one.edge().received(7, new Envelope.Broadcast(FAR, Message.text("hi")));

      assertEquals(List.of("far: hi"), ann.ear().heard);
      assertEquals(List.of(), third.sent);
      assertEquals(List.of(), from.sent);
    }

    @Test
    void anEnvelopeOnASlotThatIsNotUpIsNotHeard() {
      var ann = stage.join(CHAT, "ann");
      Up up = dialled();
      up.edge().received(7, new Envelope.Broadcast(FAR, Message.text("early")));
      stage.matcher.last().sink.matched(CHAT, 7, TAG);
      up.edge().received(7, new Envelope.Broadcast(FAR, Message.text("early")));

      assertEquals(List.of(), ann.ear().heard);
    }

    @Test
    void aBridgeThatDrainedLetsItsChannelGoOn() {
      var ann = stage.join(CHAT, "ann");
      Up up = dialled();
      RecordingBridge bridge = up.bridge(CHAT, 7);
      bridge.full = true;
      stage.hub.broadcast(ann.peer(), Message.text("one"));
      assertTrue(ann.inflow().paused);
      bridge.full = false;

      up.edge().drained(7);

      assertFalse(ann.inflow().paused);
    }
  }

  @Nested
  class LinkFalls {
    @Test
    void allBridgesAreDownAndTheMatchHasEnded() {
      stage.join(CHAT, "ann");
      Up up = dialled();
      up.bridge(CHAT, 7);
      up.edge().received(7, new Envelope.Joined(FAR));
      assertEquals(1, remotes());

      up.falls(LinkEnd.LOST);

      assertEquals(0, remotes());
      assertEquals(List.of("end"), stage.matcher.last().told);
    }

    @Test
    void nothingThatComesLaterIsHeard() {
      var ann = stage.join(CHAT, "ann");
      Up up = dialled();
      up.bridge(CHAT, 7);
      up.falls(LinkEnd.LOST);
      up.edge().received(7, new Envelope.Broadcast(FAR, Message.text("ghost")));
      up.edge().matchReceived(ByteBuffer.allocate(3));
      up.edge().bridgeDown(7, stage.nowNs);
      up.edge().bridgeRefused(7);
      up.edge().drained(7);
      up.edge().down(LinkEnd.LOST, stage.nowNs);
      stage.matcher.last().sink.matched(CHAT, 9, TAG);
      stage.matcher.last().sink.send(new byte[1]);

      assertEquals(List.of(), ann.ear().heard);
      assertEquals(List.of("end"), stage.matcher.last().told);
      assertEquals(List.of(7L), up.link.opened);
    }

    @Test
    void aBrokenRuleOfTheMatchEndsTheLink() {
      Up up = dialled();
      stage.matcher.last().wrong = true;
      up.edge().matchReceived(ByteBuffer.allocate(3));

      assertEquals(List.of(LinkEnd.RULES), up.link.ends);
    }

    @Test
    void aFaultTheMatchFindsByItselfEndsTheLink() {
      Up up = dialled();
      stage.matcher.last().sink.failed("a tag came twice");

      assertEquals(List.of(LinkEnd.RULES), up.link.ends);
    }

    @Test
    void ourOwnCertificateEndsTheLink() {
      stage.matcher.selfSeen = true;
      Up up = dialled();

      assertEquals(List.of(LinkEnd.SELF), up.link.ends);
    }
  }

  @Test
  void theMatcherIsToldOfNetworkChannelsThatComeAndGo() {
    var ann = stage.join(CHAT, "ann");
    assertEquals(List.of(CHAT), List.copyOf(stage.matcher.channels));
    stage.hub.leave(ann.peer());

    assertEquals(List.of(), List.copyOf(stage.matcher.channels));
  }

  @Test
  void termsAreThoseOfTheLink() {
    Up up = dialled();

    assertTrue(up.link.terms().initiator());
    assertSame(LinkState.UP, stage.view(LARGE).state());
  }

  private int remotes() {
    return stage.hub.channels().stream().mapToInt(channel -> channel.remote().size()).sum();
  }
}
