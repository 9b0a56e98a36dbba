package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.hub.Stage.Control;
import org.namedwebsockets.proxy.hub.Stage.Seat;
import org.namedwebsockets.proxy.hub.Stage.Span;
import org.namedwebsockets.proxy.metrics.Counter;

class BridgeTest {
  private final Stage stage = new Stage();

  @Test
  void ourPeersAreAnnouncedWhenABridgeComesUpAndLaterOnlyChanges() {
    Seat ann = stage.join("1");
    stage.join("2");

    Span span = stage.bridge('a');
    stage.join("3");
    stage.hub.leave(ann.peer());

    assertEquals(List.of("joined 1", "joined 2", "joined 3", "left 1"), span.heard());
  }

  @Test
  void controlsAreNotAnnounced() {
    stage.watch("1");

    assertEquals(List.of(), stage.bridge('a').heard());
  }

  @Test
  void abridgeThatIsUpAlreadyIsNotToldTwice() {
    stage.join("1");
    Span span = stage.bridge('a');
    stage.arrives(span, joined("7"));

    stage.hub.bridgeUp(Stage.NAME, span.bridge());

    assertEquals(List.of("joined 1"), span.heard());
    assertEquals(List.of("joined 1", "joined 7", "roster done"), stage.watch("9").heard());
  }

  @Test
  void thereIsNoBridgeToAChannelThatIsNotHere() {
    assertFalse(stage.hub.bridgeUp(new ChannelName("other"), new RecordingBridge('a')));
  }

  @Test
  void remotePeersComeAfterOurOwnInTheRoster() {
    stage.join("1");
    Span first = stage.bridge('a');
    Span second = stage.bridge('b');
    stage.arrives(second, joined("8"));
    stage.arrives(first, joined("7"));
    stage.join("2");

    Control watch = stage.watch("9");

    assertEquals(
        List.of("joined 1", "joined 2", "joined 7", "joined 8", "roster done"), watch.heard());
  }

  @Test
  void broadcastsGoOverEveryBridge() {
    Seat ann = stage.join("1");
    Span first = stage.bridge('a');
    Span second = stage.bridge('b');

    stage.say(ann, "hi");

    assertEquals(List.of("joined 1", "broadcast hi from 1"), first.heard());
    assertEquals(List.of("joined 1", "broadcast hi from 1"), second.heard());
    assertEquals(4, stage.count(Counter.BRIDGE_SENT));
  }

  @Test
  void whatComesOverABridgeReachesPeersHereAndIsNeverPassedOn() {
    Seat ann = stage.join("1");
    Span from = stage.bridge('a');
    Span other = stage.bridge('b');

    stage.arrives(from, joined("7"));
    stage.arrives(from, new Envelope.Broadcast(Stage.id("7"), Message.text("far")));
    stage.arrives(from, new Envelope.Left(Stage.id("7")));

    assertEquals(List.of("far"), ann.heard());
    assertEquals(List.of("joined 1"), from.heard());
    assertEquals(List.of("joined 1"), other.heard());
    assertEquals(3, stage.count(Counter.BRIDGE_RECEIVED));
  }

  @Test
  void aBroadcastFromAfarReachesALocalPeerOfTheSameId() {
    Seat ann = stage.join("7");
    Span span = stage.bridge('a');

    stage.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text("far")));

    assertEquals(List.of("far"), ann.heard());
  }

  @Test
  void remotePeersLeaveWhenTheirBridgeGoesDown() {
    stage.join("1");
    Span first = stage.bridge('a');
    Span second = stage.bridge('b');
    stage.arrives(first, joined("7"));
    stage.arrives(second, joined("8"));
    Control watch = stage.watch("1");
    watch.heard().clear();

    stage.hub.bridgeDown(Stage.NAME, first.bridge());
    stage.hub.bridgeDown(Stage.NAME, first.bridge());

    assertEquals(List.of("left 7"), watch.heard());
  }

  @Test
  void aBridgeThatIsDownIsNeitherHeardNorTold() {
    Seat ann = stage.join("1");
    Span span = stage.bridge('a');
    stage.hub.bridgeDown(Stage.NAME, span.bridge());
    span.heard().clear();

    stage.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text("late")));
    stage.say(ann, "hi");

    assertEquals(List.of(), ann.heard());
    assertEquals(List.of(), span.heard());
  }

  @Test
  void directMessagesGoOverTheBridgeOfTheirPeer() {
    Control ann = stage.watch("1");
    Span first = stage.bridge('a');
    Span second = stage.bridge('b');
    stage.arrives(second, joined("8"));

    stage.tell(ann, "8", "5");

    assertEquals(List.of(), first.heard());
    assertEquals(List.of("direct 5 from 1 to 8"), second.heard());
  }

  @Test
  void directMessagesFromAfarReachTheControl() {
    Control ann = stage.watch("1");
    Span span = stage.bridge('a');

    stage.arrives(span, direct("7", "1"));

    assertEquals(List.of("roster done", "received 5 from 7"), ann.heard());
  }

  @Test
  void directMessagesFromAfarToNobodyAreAnswered() {
    stage.watch("1");
    Span span = stage.bridge('a');

    stage.arrives(span, direct("7", "2"));

    assertEquals(List.of("undelivered from 7 to 2"), span.heard());
  }

  @Test
  void directMessagesFromAfarAreNeverPassedOn() {
    stage.watch("1");
    Span from = stage.bridge('a');
    Span other = stage.bridge('b');
    stage.arrives(other, joined("8"));

    stage.arrives(from, direct("7", "8"));

    assertEquals(List.of("undelivered from 7 to 8"), from.heard());
    assertEquals(List.of(), other.heard());
  }

  @Test
  void anAnswerFromAfarIsToldToTheSender() {
    Control ann = stage.watch("1");
    Span span = stage.bridge('a');

    stage.arrives(span, new Envelope.Undelivered(Stage.id("1"), Stage.id("7")));

    assertEquals(List.of("roster done", "undelivered to 7: no such peer"), ann.heard());
  }

  @Test
  void anAnswerFromAfarForNobodyIsDropped() {
    Control ann = stage.watch("1");
    Span span = stage.bridge('a');

    stage.arrives(span, new Envelope.Undelivered(Stage.id("2"), Stage.id("7")));

    assertEquals(List.of("roster done"), ann.heard());
  }

  @Test
  void aPeerAnnouncedTwiceIsOne() {
    Control watch = stage.watch("1");
    Span span = stage.bridge('a');

    stage.arrives(span, joined("7"));
    stage.arrives(span, joined("7"));
    stage.arrives(span, new Envelope.Left(Stage.id("7")));
    stage.arrives(span, new Envelope.Left(Stage.id("7")));

    assertEquals(List.of("roster done", "joined 7", "left 7"), watch.heard());
  }

  @Test
  void oneIdBehindTwoProxiesIsTwoPeers() {
    Control watch = stage.watch("1");
    stage.join("7");
    Span first = stage.bridge('a');
    Span second = stage.bridge('b');
    stage.arrives(first, joined("7"));
    stage.arrives(second, joined("7"));
    watch.heard().clear();

    stage.arrives(first, new Envelope.Left(Stage.id("7")));
    stage.tell(watch, "7", "5");

    assertEquals(List.of("left 7"), watch.heard());
    assertEquals(1, stage.hub.channels().iterator().next().remote().size());
  }

  @Test
  void oneBridgeMayAnnounceOnlySoMany() {
    Control watch = stage.watch("1");
    Span span = stage.bridge('a');
    for (int i = 0; i <= Stage.LIMITS.remotePeersMax(); i++) {
      stage.arrives(span, joined("7" + i));
    }

    assertEquals(List.of("roster done", "joined 70", "joined 71", "joined 72"), watch.heard());
  }

  private static Envelope joined(String id) {
    return new Envelope.Joined(Stage.id(id));
  }

  private static Envelope direct(String from, String to) {
    return new Envelope.Direct(Stage.id(from), Stage.id(to), Message.json("5"));
  }
}
