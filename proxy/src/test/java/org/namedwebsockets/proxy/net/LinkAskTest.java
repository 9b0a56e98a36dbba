package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.metrics.Metrics;

/** The asking end of a stream, and a responder that speaks out of turn. */
class LinkAskTest {
  private static final byte[] JOINED = {(byte) 0x82, 3, 1, 1, '1'};

  private final EmbeddedChannel stream = new EmbeddedChannel();
  private final LinkSocket link = SilentLink.on(stream, new Hub(Limits.DEFAULTS, new Metrics(), 0));
  private final List<String> heard = new ArrayList<>();

  LinkAskTest() {
    var request = LinkRequest.asking(3, new byte[32], 1000);
    stream.pipeline().addLast(new LinkAsk(link.wire(), request, 1000, new Ear()));
    stream.pipeline().fireChannelActive();
  }

  @Test
  @DisplayName("T25 data before the 200 closes the link, nothing is delivered")
  void dataBeforeTheAnswer() {
    stream.writeInbound(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(JOINED)));
    stream.runPendingTasks();

    assertTrue(link.isOver());
    assertEquals(List.of(), heard);
  }

  @Test
  void dataAfterTheAnswerIsDelivered() {
    stream.writeInbound(new DefaultHttp2HeadersFrame(LinkRequest.accepting(1000)));
    stream.writeInbound(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(JOINED)));

    assertFalse(link.isOver());
    assertEquals(List.of("stands", "received 3"), heard);
  }

  /** Remembers what it was told. */
  private final class Ear implements H2WebSocket.Owner {
    @Override
    public void stands(H2WebSocket socket, int messageBytesMax) {
      heard.add("stands");
    }

    @Override
    public void received(byte[] message) {
      heard.add("received " + message.length);
    }

    @Override
    public void drained() {}

    @Override
    public void refused() {
      heard.add("refused");
    }

    @Override
    public void ended() {
      heard.add("ended");
    }
  }
}
