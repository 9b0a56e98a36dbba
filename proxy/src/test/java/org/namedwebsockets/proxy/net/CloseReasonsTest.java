package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.Changed;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.hub.Limits;

/**
 * Every way a socket can end, on the wire: what makes it happen, and the code and words the client
 * reads. A new reason fails here until it has a row.
 */
class CloseReasonsTest {
  private static final Map<CloseReason, Function<FakePort, FakeSocket>> CAUSES =
      new EnumMap<>(CloseReason.class);
  private static final Map<CloseReason, String> HEARD = new EnumMap<>(CloseReason.class);

  static {
    row(CloseReason.GONE, "close:1000 gone: its peer left", CloseReasonsTest::peerLeaves);
    row(CloseReason.STOPPING, "close:1001 stopping", CloseReasonsTest::proxyStops);
    row(
        CloseReason.SILENT,
        "close:1001 silent: nothing heard for 60 s",
        CloseReasonsTest::saysNothing);
    row(
        CloseReason.BAD_FRAME,
        "close:1002 bad-frame: received a frame that is not masked as expected",
        sends(Frames.unmasked(0x81, new byte[1])));
    row(
        CloseReason.BAD_TEXT,
        "close:1007 bad-text: a text message must be UTF-8",
        sends(Frames.masked(0x81, new byte[] {(byte) 0xff})));
    row(
        CloseReason.BAD_MESSAGE,
        "close:1008 bad-message: a control message is a JSON object",
        CloseReasonsTest::saysWhatIsNoControlMessage);
    row(CloseReason.SLOW, "close:1008 slow: took 0 bytes in 10 s", CloseReasonsTest::readsNothing);
    // Nobody says this yet: a site that may not open sockets gets 403 before there is one.
    row(
        CloseReason.FORBIDDEN,
        "close:1008 forbidden: by the test",
        CloseReasonsTest::isForbiddenByTheTest);
    // What a guest hears; the real way to it is in GuestTest of the stage system.
    row(
        CloseReason.UNINVITED,
        "close:1008 uninvited: the invite has ended",
        CloseReasonsTest::isUninvitedByTheTest);
    row(
        CloseReason.TOO_BIG,
        "close:1009 too-big: the limit is 16777216 bytes",
        sends(Frames.head(0x82, (16 << 20) + 1)));
    row(CloseReason.FAULT, "close:1011 fault", CloseReasonsTest::meetsAFault);
    row(
        CloseReason.OVERLOADED,
        "close:1013 overloaded: too many messages arrive at once; try later (--partial-max)",
        CloseReasonsTest::beginsTooMuch);
    row(CloseReason.BROKEN, "", CloseReasonsTest::breaks);
  }

  private static void row(CloseReason reason, String heard, Function<FakePort, FakeSocket> cause) {
    CAUSES.put(reason, cause);
    HEARD.put(reason, heard);
  }

  @Test
  void eachHasARow() {
    assertEquals(Arrays.asList(CloseReason.values()), List.copyOf(CAUSES.keySet()));
  }

  @ParameterizedTest
  @EnumSource
  void isReadByTheClient(CloseReason reason) {
    try (FakePort port = new FakePort(limits(), Limits.DEFAULTS, new OriginRule.Any())) {
      FakeSocket client = CAUSES.get(reason).apply(port);
      List<String> heard = client.hears();

      assertEquals(HEARD.get(reason), heard.isEmpty() ? "" : heard.getLast());
      assertTrue(port.closed(reason) > 0, "it is counted");
      assertEquals(reason == CloseReason.FAULT ? 1 : 0, port.faults().size());
      if (reason != CloseReason.BROKEN) {
        assertTrue(HEARD.get(reason).startsWith("close:" + reason.code() + " " + reason.word()));
        client.assertEnds();
      }
    }
  }

  /** Patient enough that a stuck reader can still hear why. */
  private static NetLimits limits() {
    return Changed.of(
        NetLimits.DEFAULTS, Map.of("partialBytesMax", 1L << 20, "closeMax", Duration.ofSeconds(2)));
  }

  private static Function<FakePort, FakeSocket> sends(byte[] bytes) {
    return port -> port.open("/local/c/1").send(bytes);
  }

  private static FakeSocket peerLeaves(FakePort port) {
    FakeSocket peer = port.open("/local/c/1");
    FakeSocket control = port.open("/control/local/c/1");
    peer.send(Frames.close());
    return control;
  }

  private static FakeSocket proxyStops(FakePort port) {
    FakeSocket peer = port.open("/local/c/1");
    port.loop.closeAll(() -> {});
    port.settle();
    return peer;
  }

  private static FakeSocket saysNothing(FakePort port) {
    FakeSocket peer = port.open("/local/c/1");
    port.passSeconds(60);
    return peer;
  }

  private static FakeSocket saysWhatIsNoControlMessage(FakePort port) {
    return port.open("/control/local/c/1").send(Frames.text("[1]"));
  }

  private static FakeSocket readsNothing(FakePort port) {
    FakeSocket sender = port.open("/local/c/1");
    FakeSocket reader = port.open("/local/c/2");
    reader.stopReading();
    sender.send(Frames.binary(new byte[300 << 10]));
    port.passSeconds(10.5);
    reader.readAll();
    return reader;
  }

  private static FakeSocket isForbiddenByTheTest(FakePort port) {
    FakeSocket peer = port.open("/local/c/1");
    peer.pipeline().get(PeerSocket.class).close(CloseReason.FORBIDDEN, "by the test");
    port.settle();
    return peer;
  }

  private static FakeSocket isUninvitedByTheTest(FakePort port) {
    FakeSocket peer = port.open("/local/c/1");
    peer.pipeline().get(PeerSocket.class).close(CloseReason.UNINVITED, "the invite has ended");
    port.settle();
    return peer;
  }

  private static FakeSocket meetsAFault(FakePort port) {
    FakeSocket peer = port.open("/local/c/1");
    peer.pipeline().fireExceptionCaught(new IllegalStateException("on purpose"));
    port.settle();
    return peer;
  }

  private static FakeSocket beginsTooMuch(FakePort port) {
    FakeSocket peer = port.open("/local/c/1");
    return peer.send(Frames.head(0x82, 4 << 20), new byte[2 << 20]);
  }

  private static FakeSocket breaks(FakePort port) {
    FakeSocket peer = port.open("/local/c/1");
    ChannelHandlerContext head = peer.pipeline().firstContext();
    head.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    port.settle();
    return peer;
  }
}
