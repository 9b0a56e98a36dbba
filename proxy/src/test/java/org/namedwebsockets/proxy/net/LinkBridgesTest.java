package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.net.RecordingLink.News;

/** What two link ports say to each other when both keep the rules. */
@Timeout(120)
class LinkBridgesTest {
  private static final PeerId ANN = new PeerId("1");

  private final FakeProxy here;
  private final FakeProxy there;

  LinkBridgesTest() throws Exception {
    here = new FakeProxy(LinkNetLimits.DEFAULTS);
    there = new FakeProxy(LinkNetLimits.DEFAULTS);
  }

  @AfterEach
  void stop() {
    here.close();
    there.close();
  }

  @Test
  void carryEnvelopesBothWays() throws Exception {
    var pair = FakeProxy.connect(here, there);
    here.run(() -> pair.initiator().link.openBridge(7, new byte[32]));
    var up = pair.initiator().next(News.Up.class);
    var answered = pair.responder().next(News.Up.class);

    here.run(() -> up.bridge().send(new Envelope.Broadcast(ANN, Message.text("hi"))));
    there.run(() -> answered.bridge().send(new Envelope.Joined(ANN)));

    var got = pair.responder().next(News.Received.class);
    assertEquals(
        "hi", assertInstanceOf(Envelope.Broadcast.class, got.envelope()).message().asText());
    assertEquals(new Envelope.Joined(ANN), pair.initiator().next(News.Received.class).envelope());
  }
}
