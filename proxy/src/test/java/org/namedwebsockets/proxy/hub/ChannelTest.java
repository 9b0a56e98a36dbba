package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.hub.Stage.Control;
import org.namedwebsockets.proxy.hub.Stage.Seat;
import org.namedwebsockets.proxy.metrics.Counter;

class ChannelTest {
  private final Stage stage = new Stage();

  @Nested
  class Broadcasts {
    @Test
    void reachEveryOtherPeerAndNeverTheSender() {
      Seat ann = stage.join("1");
      Seat bob = stage.join("2");
      Seat cat = stage.join("3");

      stage.say(ann, "hi");

      assertEquals(List.of(), ann.heard());
      assertEquals(List.of("hi"), bob.heard());
      assertEquals(List.of("hi"), cat.heard());
    }

    @Test
    void arriveInTheOrderTheyWereSent() {
      Seat ann = stage.join("1");
      Seat bob = stage.join("2");
      Seat cat = stage.join("3");

      stage.say(ann, "1");
      stage.say(bob, "2");
      stage.say(ann, "3");

      assertEquals(List.of("1", "2", "3"), cat.heard());
      assertEquals(List.of("1", "3"), bob.heard());
    }

    @Test
    void anEmptyTextIsAMessage() {
      Seat ann = stage.join("1");
      Seat bob = stage.join("2");

      stage.say(ann, "");

      assertEquals(List.of(""), bob.heard());
    }

    @Test
    void reachNoControlSocket() {
      Seat ann = stage.join("1");
      Control watch = stage.watch("2");

      stage.say(ann, "hi");

      assertEquals(List.of("joined 1", "roster done"), watch.heard());
    }

    @Test
    void doNotReachWhoJoinsLater() {
      Seat ann = stage.join("1");
      stage.say(ann, "hi");

      Seat bob = stage.join("2");

      assertEquals(List.of(), bob.heard());
    }

    @Test
    void fromWhoHasLeftReachNobody() {
      Seat ann = stage.join("1");
      Seat bob = stage.join("2");
      stage.hub.leave(ann.peer());

      stage.say(ann, "ghost");

      assertEquals(List.of(), bob.heard());
    }

    @Test
    void areCountedOnceTakenAndOnceForEachWhoIsHandedThem() {
      Seat ann = stage.join("1");
      stage.join("2");
      stage.join("3");

      stage.hub.broadcast(ann.peer(), Message.binary(new byte[10]));

      assertEquals(1, stage.count(Counter.MESSAGES_RECEIVED));
      assertEquals(2, stage.count(Counter.MESSAGES_DELIVERED));
      assertEquals(10, stage.count(Counter.BYTES_RECEIVED));
      assertEquals(20, stage.count(Counter.BYTES_DELIVERED));
    }
  }

  /** The seed's example of three peers and their controls. */
  @Nested
  class Presence {
    @Test
    void rosterComesInTheOrderOfJoining() {
      stage.join("11111");
      stage.join("33333");
      stage.join("22222");

      Control watch = stage.watch("22222");

      assertEquals(List.of("joined 11111", "joined 33333", "roster done"), watch.heard());
    }

    @Test
    void newcomersAreToldToAllButThemselves() {
      Control first = stage.watch("1");
      Control second = stage.watch("2");

      stage.join("2");

      assertEquals(List.of("roster done", "joined 2"), first.heard());
      assertEquals(List.of("roster done"), second.heard());
    }

    @Test
    void leaversAreToldToAllButThemselves() {
      Seat ann = stage.join("1");
      Control own = stage.watch("1");
      Control other = stage.watch("2");

      stage.hub.leave(ann.peer());

      assertEquals(List.of("roster done"), own.heard());
      assertEquals(List.of("joined 1", "roster done", "left 1"), other.heard());
    }

    @Test
    void aControlMayComeBeforeItsPeer() {
      Control watch = stage.watch("1");
      stage.join("1");

      stage.join("2");

      assertEquals(List.of("roster done", "joined 2"), watch.heard());
    }

    @Test
    void aControlMayBeThereWithoutAPeer() {
      Control watch = stage.watch("9");

      Seat ann = stage.join("1");
      stage.hub.leave(ann.peer());

      assertEquals(List.of("roster done", "joined 1", "left 1"), watch.heard());
    }

    @Test
    void aControlClosesWithItsPeer() {
      Seat ann = stage.join("1");
      Control own = stage.watch("1");
      Control other = stage.watch("2");

      stage.hub.leave(ann.peer());

      assertEquals(List.of(CloseReason.GONE), own.watcher().closed);
      assertEquals(List.of(), other.watcher().closed);
    }

    @Test
    void anIdIsFreeForBothSocketsAsSoonAsItsPeerHasLeft() {
      Seat old = stage.join("1");
      stage.watch("1");
      stage.hub.leave(old.peer());

      stage.join("1");
      Control control = stage.watch("1");
      stage.tell(control, "1", "\"me\"");

      assertEquals(List.of("roster done", "received \"me\" from 1"), control.heard());
    }

    @Test
    void aPeerDoesNotMissItsControl() {
      Seat ann = stage.join("1");
      Seat bob = stage.join("2");
      Control control = stage.watch("2");
      Control watch = stage.watch("3");

      stage.hub.unwatch(control.watch());
      stage.say(ann, "still there?");

      assertEquals(List.of("still there?"), bob.heard());
      assertEquals(List.of(), bob.receiver().closed);
      assertEquals(List.of("joined 1", "joined 2", "roster done"), watch.heard());
    }

    @Test
    void aControlThatEndedHearsNothing() {
      Control control = stage.watch("1");
      stage.watch("2");
      stage.hub.unwatch(control.watch());

      stage.join("3");

      assertEquals(List.of("roster done"), control.heard());
    }

    @Test
    void leavingTwiceIsToldOnce() {
      Seat ann = stage.join("1");
      Control watch = stage.watch("2");

      stage.hub.leave(ann.peer());
      stage.hub.leave(ann.peer());

      assertEquals(List.of("joined 1", "roster done", "left 1"), watch.heard());
      assertEquals(1, stage.count(Counter.PEERS_LEFT));
    }

    @Test
    void theLeaveOfAnEarlierSocketDoesNotRemoveTheOneThatHasItsIdNow() {
      Seat old = stage.join("1");
      stage.watch("2");
      stage.hub.leave(old.peer());
      Seat now = stage.join("1");
      Seat bob = stage.join("3");
      Control watch = stage.watch("1");

      stage.hub.leave(old.peer());
      stage.say(bob, "hi");

      assertEquals(List.of("hi"), now.heard());
      assertEquals(List.of(), watch.watcher().closed);
    }
  }

  @Nested
  class DirectMessages {
    @Test
    void reachOneControlAlone() {
      stage.join("1");
      stage.join("2");
      Control ann = stage.watch("1");
      Control bob = stage.watch("2");
      Control cat = stage.watch("3");
      List.of(ann, bob, cat).forEach(one -> one.heard().clear());

      stage.tell(ann, "2", "{\"a\": 1}");

      assertEquals(List.of(), ann.heard());
      assertEquals(List.of("received {\"a\": 1} from 1"), bob.heard());
      assertEquals(List.of(), cat.heard());
    }

    @Test
    void toOneselfReachOneself() {
      Control ann = stage.watch("1");

      stage.tell(ann, "1", "5");

      assertEquals(List.of("roster done", "received 5 from 1"), ann.heard());
    }

    @Test
    void toNobodyAreAnswered() {
      Control ann = stage.watch("1");

      stage.tell(ann, "9", "5");

      assertEquals(List.of("roster done", "undelivered to 9: no such peer"), ann.heard());
      assertEquals(1, stage.count(Counter.DIRECTS_SENT));
      assertEquals(1, stage.count(Counter.DIRECTS_UNDELIVERED));
    }

    @Test
    void fromAControlThatEndedReachNobody() {
      Control ann = stage.watch("1");
      Control bob = stage.watch("2");
      stage.hub.unwatch(ann.watch());

      stage.tell(ann, "2", "5");

      assertEquals(List.of("roster done"), bob.heard());
    }

    @Test
    void doNotReachTheSameIdInTheOtherScope() {
      Control ann = stage.watch(Stage.NETWORK, "1");
      Control bob = stage.watch(Stage.LOCAL, "2");

      stage.tell(ann, "2", "5");

      assertEquals(List.of("roster done"), bob.heard());
      assertEquals(List.of("roster done", "undelivered to 2: no such peer"), ann.heard());
    }
  }

  @Nested
  class Senders {
    @Test
    void areToldWithTheNumberOfTheMessageTheyExplain() {
      Seat ann = stage.join("1");
      stage.join("2");
      Seat cat = stage.join("3");
      stage.say(ann, "before");
      Control watch = stage.watchSenders("2");
      watch.heard().clear();

      stage.say(cat, "x");
      stage.say(ann, "y");

      assertEquals(List.of("sender 3 #2", "sender 1 #3"), watch.heard());
    }

    @Test
    void areToldOnlyToWhoAsked() {
      Seat ann = stage.join("1");
      stage.join("2");
      stage.join("3");
      stage.watchSenders("2");
      Control plain = stage.watch("3");
      plain.heard().clear();

      stage.say(ann, "x");

      assertEquals(List.of(), plain.heard());
    }

    @Test
    void areNotToldForOnesOwnMessages() {
      Seat ann = stage.join("1");
      stage.join("2");
      Control watch = stage.watchSenders("1");
      watch.heard().clear();

      stage.say(ann, "x");

      assertEquals(List.of(), watch.heard());
    }

    @Test
    void comeBeforeTheirMessage() {
      Seat ann = stage.join("1");
      Seat bob = stage.join("2");
      Control watch = stage.watchSenders("2");
      watch.watcher().onHeard = () -> assertEquals(List.of(), bob.heard());

      stage.say(ann, "x");

      assertEquals(List.of("x"), bob.heard());
    }

    @Test
    void areCountedFromOneAgainAfterComingBack() {
      Seat ann = stage.join("1");
      Seat bob = stage.join("2");
      stage.say(ann, "x");
      stage.hub.leave(bob.peer());
      stage.hub.join(bob.peer());
      Control watch = stage.watchSenders("2");
      watch.heard().clear();

      stage.say(ann, "y");

      assertEquals(List.of("sender 1 #1"), watch.heard());
    }
  }
}
