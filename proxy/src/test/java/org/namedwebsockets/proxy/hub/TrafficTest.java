package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.hub.Stage.Control;
import org.namedwebsockets.proxy.hub.Stage.Seat;
import org.namedwebsockets.proxy.metrics.Counter;

/** What a channel says went over it. */
class TrafficTest {
  private final Stage stage = new Stage();

  private Traffic traffic() {
    return stage.hub.channels().stream()
        .filter(channel -> channel.key().equals(Stage.NETWORK))
        .findFirst()
        .orElseThrow()
        .traffic();
  }

  @Test
  void isNothingAtFirst() {
    stage.join("1");

    assertEquals(new Traffic(0, 0, 0, 0, 0), traffic());
  }

  @Test
  void aMessageComesInOnceAndGoesOutToEachOtherPeer() {
    Seat ann = stage.join("1");
    stage.join("2");
    stage.join("3");

    stage.say(ann, "hello");

    assertEquals(new Traffic(1, 5, 2, 10, 0), traffic());
  }

  @Test
  void whatComesOverABridgeGoesOutHereAndIsNotCountedAsOurPeers() {
    stage.join("1");
    var span = stage.bridge('a');

    stage.arrives(span, new Envelope.Broadcast(Stage.id("7"), Message.text("hello")));

    assertEquals(new Traffic(0, 0, 1, 5, 0), traffic());
  }

  @Test
  void messagesForOnePeerAreCountedApart() {
    Control ann = stage.member("1");
    stage.member("2");

    stage.tell(ann, "2", "{}");

    assertEquals(new Traffic(0, 0, 0, 0, 1), traffic());
  }

  @Test
  void allChannelsTogetherAreWhatTheProxyCounts() {
    Seat ann = stage.join("1");
    Seat here = stage.join(Stage.LOCAL, "1");
    stage.join(Stage.LOCAL, "2");
    stage.say(ann, "alone");
    stage.say(here, "not alone");

    long in = stage.hub.channels().stream().mapToLong(c -> c.traffic().messagesIn()).sum();
    long out = stage.hub.channels().stream().mapToLong(c -> c.traffic().messagesOut()).sum();

    assertEquals(stage.count(Counter.MESSAGES_RECEIVED), in);
    assertEquals(stage.count(Counter.MESSAGES_DELIVERED), out);
  }
}
