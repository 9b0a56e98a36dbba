package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.hub.Stage.Control;
import org.namedwebsockets.proxy.hub.Stage.Seat;
import org.namedwebsockets.proxy.hub.Stage.Span;

class HubTest {
  private final Stage stage = new Stage();

  @Nested
  class Channels {
    @Test
    void ofTwoScopesNeverMeet() {
      Seat ann = stage.join(Stage.LOCAL, "1");
      Seat bob = stage.join(Stage.NETWORK, "2");
      Control watch = stage.watch(Stage.NETWORK, "3");

      stage.say(ann, "here");
      stage.say(bob, "there");

      assertEquals(List.of(), ann.heard());
      assertEquals(List.of(), bob.heard());
      assertEquals(List.of("joined 2", "roster done"), watch.heard());
    }

    @Test
    void ofTwoNamesNeverMeet() {
      Seat ann = stage.join(key("chat"), "1");
      Seat bob = stage.join(key("Chat"), "2");

      stage.say(ann, "hi");

      assertEquals(List.of(), bob.heard());
    }

    @Test
    void ofTheLocalScopeHaveNoBridges() {
      stage.join(Stage.LOCAL, "1");

      assertFalse(stage.hub.bridgeUp(Stage.NAME, new RecordingBridge('a')));
    }

    @Test
    void disappearWhenTheLastSocketGoes() {
      Seat ann = stage.join("1");
      Control watch = stage.watch("2");

      stage.hub.leave(ann.peer());
      assertEquals(1, stage.hub.channels().size());
      stage.hub.unwatch(watch.watch());

      assertEquals(0, stage.hub.channels().size());
      assertEquals(List.of(), stage.hub.networkChannels());
    }

    @Test
    void leaveNothingBehindWhenTheyDisappear() {
      Seat ann = stage.join("1");
      Span span = stage.bridge('a');
      stage.arrives(span, new Envelope.Joined(Stage.id("7")));
      stage.hub.leave(ann.peer());

      Control watch = stage.watch("2");
      stage.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text("late")));

      assertEquals(List.of("roster done"), watch.heard());
    }

    @Test
    void showWhoIsOnThem() {
      Seat ann = stage.join("1");
      Seat bob = stage.join("2");
      stage.watch("2");
      stage.watch("9");
      Span span = stage.bridge('a');
      stage.arrives(span, new Envelope.Joined(Stage.id("7")));

      ChannelView view = stage.hub.channels().iterator().next();

      assertEquals(Stage.NETWORK, view.key());
      assertEquals(List.of(ann.peer(), bob.peer()), view.local());
      assertEquals(
          List.of(new Peer.Remote(Stage.id("7"), PeerDetails.NONE, span.bridge())), view.remote());
      assertEquals(Set.of(Stage.id("2"), Stage.id("9")), view.watched());
    }
  }

  @Nested
  class Admissions {
    @Test
    void refuseAnIdThatIsTaken() {
      stage.join("1");
      stage.watch("1");

      assertEquals(Admission.ID_TAKEN, stage.hub.admits(Stage.NETWORK, Stage.id("1")));
      assertEquals(Admission.ID_TAKEN, stage.hub.admitsWatch(Stage.NETWORK, Stage.id("1")));
      assertEquals(Admission.WELCOME, stage.hub.admits(Stage.LOCAL, Stage.id("1")));
    }

    @Test
    void ofASocketThatWasNotWelcomeChangeNothing() {
      Seat first = stage.join("1");
      Seat second = stage.seat(Stage.NETWORK, "1");
      Seat other = stage.join("2");

      assertEquals(Admission.ID_TAKEN, stage.hub.join(second.peer()));
      stage.hub.leave(second.peer());
      stage.say(other, "hi");

      assertEquals(List.of("hi"), first.heard());
      assertEquals(List.of(), second.heard());
    }

    @Test
    void countPeersAndWatchersApart() {
      for (int i = 1; i <= Stage.LIMITS.channelPeersMax(); i++) {
        stage.join("" + i);
      }

      assertEquals(Admission.PEERS_FULL, stage.hub.admits(Stage.NETWORK, Stage.id("99")));
      assertEquals(Admission.WELCOME, stage.hub.admitsWatch(Stage.NETWORK, Stage.id("99")));
    }

    @Test
    void boundTheWatchers() {
      for (int i = 1; i <= Stage.LIMITS.channelPeersMax(); i++) {
        stage.watch("" + i);
      }

      assertEquals(Admission.PEERS_FULL, stage.hub.admitsWatch(Stage.NETWORK, Stage.id("99")));
    }

    @Test
    void boundTheChannelsOfBothScopesTogether() {
      stage.join(key("a"), "1");
      stage.join(key("b"), "1");
      stage.join(Stage.LOCAL, "1");

      assertEquals(Admission.CHANNELS_FULL, stage.hub.join(stage.seat(key("c"), "1").peer()));
      assertEquals(
          Admission.CHANNELS_FULL, stage.hub.watch(stage.control(key("c"), "1", false).watch()));
      assertEquals(Admission.WELCOME, stage.hub.admits(Stage.LOCAL, Stage.id("2")));
    }
  }

  @Nested
  class Listeners {
    private final List<String> told = new ArrayList<>();

    private final ChannelListener listener =
        new ChannelListener() {
          @Override
          public void opened(ChannelName name) {
            told.add("opened " + name.value());
          }

          @Override
          public void closed(ChannelName name) {
            told.add("closed " + name.value());
          }
        };

    @Test
    void hearWhenANetworkChannelComesAndGoes() {
      stage.hub.listen(listener);

      Seat ann = stage.join("1");
      Control watch = stage.watch("1");
      stage.hub.leave(ann.peer());
      stage.hub.unwatch(watch.watch());

      assertEquals(List.of("opened chat", "closed chat"), told);
    }

    @Test
    void hearNothingOfLocalChannels() {
      stage.hub.listen(listener);

      stage.hub.leave(stage.join(Stage.LOCAL, "1").peer());

      assertEquals(List.of(), told);
    }

    @Test
    void mayBringABridgeUpFromInside() {
      var bridge = new RecordingBridge('a');
      stage.hub.listen(
          new ChannelListener() {
            @Override
            public void opened(ChannelName name) {
              assertTrue(stage.hub.bridgeUp(name, bridge));
            }

            @Override
            public void closed(ChannelName name) {
              stage.hub.bridgeDown(name, bridge);
            }
          });

      Seat ann = stage.join("1");
      stage.hub.leave(ann.peer());

      assertEquals(List.of("joined 1", "left 1"), bridge.heard);
    }
  }

  /** What the hub calls may call back before it returns. */
  @Nested
  class CallsFromInside {
    @Test
    void aReceiverThatBreaksWhileItIsHandedAMessageLeavesAfterIt() {
      Seat ann = stage.join("1");
      Seat bob = stage.join("2");
      Seat cat = stage.join("3");
      Control watch = stage.watch("4");
      watch.heard().clear();
      bob.receiver().onHeard = () -> breaks(bob);

      stage.say(ann, "hi");
      stage.say(ann, "again");

      assertEquals(List.of("hi"), bob.heard());
      assertEquals(List.of("hi", "again"), cat.heard());
      assertEquals(List.of("left 2"), watch.heard());
      assertFalse(ann.inflow().paused, "nobody waits for who has left");
    }

    @Test
    void aReceiverWhoseBreakBreaksAnotherHoldsNobody() {
      Seat ann = stage.join("1");
      Seat bob = stage.join("2");
      Seat cat = stage.join("3");
      bob.receiver().onHeard =
          () -> {
            cat.receiver().full = true;
            stage.hub.leave(cat.peer());
          };

      stage.say(ann, "hi");

      assertFalse(ann.inflow().paused);
      assertEquals(2, stage.hub.channels().iterator().next().local().size());
    }

    @Test
    void aWatcherThatLeavesDuringItsRosterIsGoneAfterIt() {
      stage.join("1");
      stage.join("2");
      Control control = stage.control(Stage.NETWORK, "3", false);
      control.watcher().onHeard = () -> stage.hub.unwatch(control.watch());

      assertEquals(Admission.WELCOME, stage.hub.watch(control.watch()));

      assertEquals(List.of("joined 1", "joined 2", "roster done"), control.heard());
      assertEquals(Admission.WELCOME, stage.hub.admitsWatch(Stage.NETWORK, Stage.id("3")));
    }

    @Test
    void aWatcherThatBreaksFullDuringItsRosterHoldsNobody() {
      Seat ann = stage.join("1");
      Control control = stage.control(Stage.NETWORK, "3", false);
      control.watcher().onHeard =
          () -> {
            control.watcher().full = true;
            stage.hub.unwatch(control.watch());
          };
      stage.hub.watch(control.watch());

      stage.say(ann, "hi");

      assertFalse(ann.inflow().paused);
    }

    @Test
    void aPeerThatLeavesWhenItsJoinIsToldHasLeftForEveryone() {
      Control first = stage.watch("8");
      Control second = stage.watch("9");
      Seat ann = stage.seat(Stage.NETWORK, "1");
      first.watcher().onHeard = () -> stage.hub.leave(ann.peer());

      stage.hub.join(ann.peer());

      assertEquals(List.of("roster done", "joined 1", "left 1"), first.heard());
      assertEquals(List.of("roster done", "joined 1", "left 1"), second.heard());
    }

    @Test
    void aBridgeThatBreaksWhileItIsToldGoesDownAfterIt() {
      Seat ann = stage.join("1");
      Span first = stage.bridge('a');
      Span second = stage.bridge('b');
      first.bridge().onHeard = () -> stage.hub.bridgeDown(Stage.NAME, first.bridge());

      stage.say(ann, "hi");
      stage.say(ann, "again");

      assertEquals(List.of("joined 1", "broadcast hi from 1"), first.heard());
      assertEquals(
          List.of("joined 1", "broadcast hi from 1", "broadcast again from 1"), second.heard());
    }

    @Test
    void aControlThatClosesAtOnceWithItsPeerLetsTheChannelGo() {
      Seat ann = stage.join("1");
      Control control = stage.watch("1");
      control.watcher().onClose = () -> stage.hub.unwatch(control.watch());

      stage.hub.leave(ann.peer());

      assertEquals(0, stage.hub.channels().size());
    }

    @Test
    void oneSocketMayBeBothAndLeaveAsBoth() {
      Seat ann = stage.join("1");
      Control control = stage.watch("1");
      Seat bob = stage.join("2");
      ann.receiver().onHeard =
          () -> {
            stage.hub.unwatch(control.watch());
            stage.hub.leave(ann.peer());
          };

      stage.say(bob, "hi");

      assertEquals(List.of(bob.peer()), stage.hub.channels().iterator().next().local());
    }

    private void breaks(Seat seat) {
      seat.receiver().full = true;
      stage.hub.leave(seat.peer());
    }
  }

  private static ChannelKey key(String name) {
    return new ChannelKey(Scope.NETWORK, new ChannelName(name));
  }
}
