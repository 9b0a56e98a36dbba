package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.proxy.Changed;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.hub.Limits;

/** HTTP on the local port, from the first byte to the upgrade. */
class HandshakeTest {
  private FakePort port;

  @BeforeEach
  void open() {
    port = new FakePort();
  }

  @AfterEach
  void close() {
    port.close();
  }

  private void reopen(NetLimits limits, Limits hubLimits) {
    port.close();
    port = new FakePort(limits, hubLimits, new OriginRule.Any());
  }

  private static NetLimits connections(int max) {
    return Changed.of(NetLimits.DEFAULTS, Map.of("connectionsMax", max));
  }

  private static Limits hubLimits(int channels, int peers) {
    return Changed.of(Limits.DEFAULTS, Map.of("channelsMax", channels, "channelPeersMax", peers));
  }

  @Nested
  class Upgrades {
    @Test
    void areAnsweredAsTheOriginalDid() {
      FakeSocket socket = port.connect().send(FakePort.upgrade("/local/c/1"));

      List<String> lines = Arrays.asList(socket.response().split("\r\n"));

      assertEquals("HTTP/1.1 101 Switching Protocols", lines.getFirst());
      assertEquals(
          List.of(
              "access-control-allow-credentials: true",
              "access-control-allow-headers: content-type",
              "access-control-allow-origin: *",
              "connection: upgrade",
              "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
              "upgrade: websocket"),
          List.copyOf(new TreeSet<>(lines.subList(1, lines.size()))));
    }

    @ParameterizedTest
    @CsvSource({
      "'Sec-WebSocket-Protocol: chat', chat",
      "'Sec-WebSocket-Protocol: first, second', first",
      "'Sec-WebSocket-Protocol:   first  ,second', first",
      "'sec-websocket-protocol: Case', Case",
      "'Sec-WebSocket-Protocol: *', *",
      "'Sec-WebSocket-Protocol: 5.6-x', 5.6-x",
    })
    void echoTheFirstSubprotocol(String header, String first) {
      FakeSocket socket = port.connect().send(FakePort.upgrade("/local/c/1", header));

      assertTrue(socket.response().contains("sec-websocket-protocol: " + first + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Protocol:", "Sec-WebSocket-Protocol: ,", "X: y"})
    void sendNoSubprotocolIfNoneWasOffered(String header) {
      FakeSocket socket = port.connect().send(FakePort.upgrade("/local/c/1", header));

      String response = socket.response();
      assertTrue(response.startsWith("HTTP/1.1 101 "), response);
      assertFalse(response.contains("sec-websocket-protocol"), response);
    }

    @Test
    void promiseNoExtension() {
      FakeSocket socket =
          port.connect()
              .send(FakePort.upgrade("/local/c/1", "Sec-WebSocket-Extensions: permessage-deflate"));

      String response = socket.response();
      assertTrue(response.startsWith("HTTP/1.1 101 "), response);
      assertFalse(response.contains("sec-websocket-extensions"), response);
    }

    @Test
    void takeAnyCaseAndListsInTheirHeaders() {
      String request =
          FakePort.upgrade("/local/c/1")
              .replace("Connection: Upgrade", "connection: keep-alive, UPGRADE")
              .replace("Upgrade: websocket", "UPGRADE: WebSocket")
              .replace("localhost", "LOCALHOST");

      assertEquals(101, port.connect().send(request).status());
    }

    @Test
    void mayArriveByteByByte() {
      FakeSocket socket = port.connect();
      for (char c : FakePort.upgrade("/local/c/1").toCharArray()) {
        assertEquals("", socket.response());
        socket.send(String.valueOf(c));
      }

      assertEquals(101, socket.status());
    }

    @Test
    void mayFollowOtherRequestsOnTheSameConnection() {
      FakeSocket socket = port.connect();
      socket.send(FakePort.get("/healthz", ""));
      assertEquals(200, socket.status());

      socket.send(FakePort.upgrade("/local/c/1"));

      assertEquals(101, socket.status());
      assertEquals(1, port.peers());
    }

    @Test
    void areRefusedForATakenIdUntilItIsFree() {
      FakeSocket first = port.open("/local/c/1");
      FakeSocket second = port.connect().send(FakePort.upgrade("/local/c/1"));
      assertEquals(409, second.status());

      first.send(Frames.close());
      second.send(FakePort.upgrade("/local/c/1"));

      assertEquals(101, second.status());
    }

    @Test
    void ofASecondControlSocketAreRefused() {
      port.open("/control/local/c/1");

      FakeSocket second = port.connect().send(FakePort.upgrade("/control/local/c/1"));

      assertEquals(409, second.status());
    }

    @Test
    void areRefusedOverTheLimitOfChannelsWithASentenceThatNamesTheFlag() {
      reopen(NetLimits.DEFAULTS, hubLimits(2, 10));
      port.open("/local/a/1");
      port.open("/control/local/b/1");

      String refused = port.connect().send(FakePort.upgrade("/local/c/1")).response();
      FakeSocket there = port.connect().send(FakePort.upgrade("/local/a/2"));

      assertTrue(
          refused.startsWith("HTTP/1.1 503 ") && refused.contains("--channels-max"), refused);
      assertEquals(101, there.status());
    }

    @Test
    void areRefusedOverTheLimitOfPeersWithASentenceThatNamesTheFlag() {
      reopen(NetLimits.DEFAULTS, hubLimits(10, 1));
      port.open("/local/a/1");

      String refused = port.connect().send(FakePort.upgrade("/local/a/2")).response();
      FakeSocket other = port.connect().send(FakePort.upgrade("/local/b/2"));

      assertTrue(
          refused.startsWith("HTTP/1.1 503 ") && refused.contains("--channel-peers-max"), refused);
      assertEquals(101, other.status());
    }

    @Test
    void withABodyAreRefused() {
      String request = FakePort.upgrade("/local/c/1", "Content-Length: 3") + "abc";
      String chunked =
          FakePort.upgrade("/local/c/1", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n\r\n";

      assertEquals(400, port.connect().send(request).status());
      assertEquals(400, port.connect().send(chunked).status());
      assertEquals(
          101, port.connect().send(FakePort.upgrade("/local/c/2", "Content-Length: 0")).status());
      assertEquals(1, port.peers());
    }

    @Test
    void needHttpOneDotOne() {
      String old = FakePort.upgrade("/local/c/1").replace("HTTP/1.1", "HTTP/1.0");

      assertEquals(426, port.connect().send(old).status());
    }

    @Test
    void ofAClientThatDidNotWaitForTheAnswerAreClosed() {
      FakeSocket eager = port.connect();
      FakeSocket other = port.open("/local/c/2");

      eager.send(FakePort.upgrade("/local/c/1").getBytes(), Frames.text("too early"));

      String heard = eager.response();
      assertTrue(heard.startsWith("HTTP/1.1 101 "), heard);
      assertTrue(heard.endsWith("bad-frame: bytes before the handshake was answered"), heard);
      assertEquals(List.of(), other.hears());
      port.passSeconds(2);
      assertFalse(eager.isOpen());
      assertEquals(1, port.peers());
    }
  }

  @Test
  void framesSentWhileTheAnswerStillWaitsAreNotLostInSilence() {
    FakeSocket eager = port.connect();
    eager.stopReading();
    eager.send(FakePort.upgrade("/local/c/1"));
    eager.send(Frames.text("too early"));

    eager.readAll();

    assertTrue(eager.response().endsWith("bad-frame: bytes before the handshake was answered"));
  }

  @Nested
  class Time {
    @Test
    void toSendARequestIsTenSeconds() {
      FakeSocket silent = port.connect();
      FakeSocket slow = port.connect();
      slow.send("GET / HTTP/1.1\r\n");

      for (int second = 0; second < 9; second++) {
        port.passSeconds(1);
        slow.send("X-" + second + ": y\r\n");
        assertTrue(silent.isOpen() && slow.isOpen());
      }
      port.passSeconds(1);

      assertFalse(silent.isOpen());
      assertFalse(slow.isOpen(), "drops of a header are no request");
    }

    @Test
    void toSendTheNextRequestIsTenSecondsToo() {
      FakeSocket socket = port.connect();
      port.passSeconds(9);
      socket.send(FakePort.get("/healthz", ""));
      port.passSeconds(9);
      assertTrue(socket.isOpen());

      port.passSeconds(1);

      assertFalse(socket.isOpen());
    }

    @Test
    void ofTheHandshakeEndsWithIt() {
      FakeSocket socket = port.open("/local/c/1");

      port.passSeconds(20);

      assertTrue(socket.isOpen());
    }
  }

  @Nested
  class Connections {
    @Test
    void overTheLimitAreToldWhichFlag() {
      reopen(connections(2), Limits.DEFAULTS);
      port.open("/local/c/1");
      port.open("/local/c/2");

      FakeSocket third = port.connect();
      assertEquals("", third.response(), "it is heard first");
      third.send(FakePort.upgrade("/local/c/3"));

      String answer = third.response();
      assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
      assertTrue(answer.contains("--connections-max"), answer);
      assertTrue(answer.contains("connection: close"), answer);
      assertFalse(third.isOpen());
    }

    @Test
    void mayComeAgainWhenOthersHaveGone() {
      reopen(connections(1), Limits.DEFAULTS);
      FakeSocket first = port.open("/local/c/1");
      assertEquals(503, port.connect().send(FakePort.get("/healthz", "")).status());

      first.breakOff();

      assertEquals(200, port.connect().send(FakePort.get("/healthz", "")).status());
    }

    @Test
    void areWelcomeIfThereIsRoomByTheTimeTheyHaveAsked() {
      reopen(connections(1), Limits.DEFAULTS);
      FakeSocket first = port.open("/local/c/1");
      FakeSocket second = port.connect();

      first.breakOff();

      assertEquals(200, second.send(FakePort.get("/healthz", "")).status());
    }

    @Test
    void overTheLimitThatAskNothingAreClosedAsAnyOther() {
      reopen(connections(1), Limits.DEFAULTS);
      port.open("/local/c/1");
      FakeSocket silent = port.connect();
      port.passSeconds(9);
      assertTrue(silent.isOpen());

      port.passSeconds(1);

      assertFalse(silent.isOpen());
    }

    @Test
    void farOverTheLimitAreRefusedUnheard() {
      reopen(connections(1), Limits.DEFAULTS);
      port.open("/local/c/1");
      for (int i = 0; i < 64; i++) {
        assertEquals("", port.connect().response());
      }

      FakeSocket tooMany = port.connect();

      assertEquals(503, tooMany.status());
      assertFalse(tooMany.isOpen());
    }
  }
}
