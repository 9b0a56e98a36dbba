package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    NetLimits d = NetLimits.DEFAULTS;
    return new NetLimits(
        d.messageBytesMax(),
        d.partialBytesMax(),
        max,
        d.headerBytesMax(),
        d.outboxHighBytes(),
        d.outboxLowBytes(),
        d.handshakeMax(),
        d.pingAfter(),
        d.silenceMax(),
        Duration.ofSeconds(1));
  }

  private static Limits hubLimits(int channels, int peers) {
    Limits d = Limits.DEFAULTS;
    return new Limits(
        channels,
        peers,
        d.remotePeersMax(),
        d.outboxBytesMax(),
        d.backlogBytesMax(),
        d.stallMax(),
        d.stallBytesMin(),
        d.directsHeldMax(),
        d.directsHeldBytesMax(),
        d.directHoldMax());
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
  class Requests {
    @ParameterizedTest
    @CsvSource({
      "/healthz, 200",
      "/api/status, 200",
      "/metrics, 200",
      "/nothing, 404",
      "/local/c/1, 426",
      "/local/c, 400",
    })
    void areAnsweredAndTheConnectionStays(String target, int status) {
      FakeSocket socket = port.connect();

      assertEquals(status, socket.send(FakePort.get(target, "")).status());
      assertEquals(status, socket.send(FakePort.get(target, "")).status());
      assertTrue(socket.isOpen());
    }

    @Test
    void sentTogetherAreAnsweredInOrder() {
      FakeSocket socket = port.connect();

      socket.send(
          FakePort.get("/healthz", "")
              + FakePort.get("/nothing", "")
              + FakePort.get("/local/c/1", ""));

      String answers = socket.response();
      int ok = answers.indexOf("HTTP/1.1 200 OK");
      int notFound = answers.indexOf("HTTP/1.1 404 ");
      int upgrade = answers.indexOf("HTTP/1.1 426 ");
      assertTrue(ok == 0 && ok < notFound && notFound < upgrade, answers);
    }

    @Test
    void afterOneThatClosesAreNotAnswered() {
      FakeSocket socket = port.connect();

      socket.send(
          FakePort.get("/healthz", "Connection: close\r\n") + FakePort.upgrade("/local/c/1"));

      String answers = socket.response();
      assertTrue(answers.contains("connection: close\r\n"), answers);
      assertEquals(0, answers.lastIndexOf("HTTP/1.1"), answers);
      assertFalse(socket.isOpen());
      assertEquals(0, port.peers());
    }

    @Test
    void thatNobodyReadsTheAnswersOfAreNotReadEither() {
      FakeSocket socket = port.connect();
      socket.stopReading();
      String many = FakePort.get("/metrics", "").repeat(1000);

      for (int i = 0; i < 100; i++) {
        socket.sendLater(many.getBytes());
      }
      port.settle();

      long memory = port.memory.metric().usedDirectMemory();
      assertTrue(memory < 2_000_000, "memory: " + memory);
      assertTrue(socket.notTaken() > 0);
    }

    @Test
    void areGoneOnWithOnceTheirAnswersAreRead() {
      FakeSocket socket = port.connect();
      socket.stopReading();
      socket.send(FakePort.get("/metrics", "").repeat(100));

      socket.readAll();
      socket.send(FakePort.upgrade("/local/c/1"));

      String answers = socket.response();
      assertEquals(101, answers.split("HTTP/1.1 ", -1).length - 1);
      assertTrue(answers.contains("HTTP/1.1 101 "));
      socket.send(Frames.ping("still read"));
      assertEquals(List.of("pong:still read"), socket.hears());
    }

    @Test
    void ofAnotherHostAreRefusedWhateverTheyAsk() {
      String get = FakePort.get("/local/c/1", "").replace("localhost:9009", "evil.example");

      assertEquals(403, port.connect().send(get).status());
      assertEquals(403, port.connect().send(get.replace("GET", "POST")).status());
      assertEquals(403, port.connect().send("GET / HTTP/1.1\r\n\r\n").status());
      assertEquals(403, port.connect().send("GET / HTTP/1.0\r\n\r\n").status());
      assertEquals(
          403, port.connect().send(FakePort.get("/", "Host: localhost:9009\r\n")).status());
    }

    @Test
    void withABodyAreAnsweredAndThenTheConnectionEnds() {
      FakeSocket socket = port.connect();

      socket.send(
          FakePort.get("/", "Content-Length: 5\r\n").replace("GET", "POST") + "GET /" + " HTTP");

      String answer = socket.response();
      assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
      assertTrue(answer.contains("allow: GET\r\n"), answer);
      assertTrue(answer.contains("connection: close\r\n"), answer);
      assertFalse(socket.isOpen());
    }

    @Test
    void forTheHeadOnlyGetNoBody() {
      String answer = port.connect().send(FakePort.get("/", "").replace("GET", "HEAD")).response();

      assertTrue(answer.startsWith("HTTP/1.1 405 ") && answer.endsWith("\r\n\r\n"), answer);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "garbage\r\n\r\n",
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\r\n\r\n", // TLS
          "GET / HTTP/1.1\r\nHost localhost:9009\r\n\r\n",
          "GET / HTTP/x\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost:9009\r\nContent-Length: x\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost:9009\r\nContent-Length: -1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost:9009\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: localhost:9009\r\nX: \u0000\r\n\r\n",
        })
    void thatAreNoHttpGetOneAnswer(String garbage) {
      FakeSocket socket = port.connect();

      socket.send(garbage);

      String answer = socket.response();
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("this is not HTTP"), answer);
      assertFalse(socket.isOpen());
    }

    @Test
    void withTooLongALineOrTooManyHeadersAreRefused() {
      String line = FakePort.get("/" + "x".repeat(8 << 10), "");
      String header = FakePort.get("/", "X: " + "x".repeat(8 << 10) + "\r\n");
      String headers = FakePort.get("/", "X-Y: z\r\n".repeat(2000));

      for (String request : List.of(line, header, headers)) {
        FakeSocket socket = port.connect().send(request);
        assertEquals(431, socket.status());
        assertFalse(socket.isOpen());
      }
    }

    @Test
    void sayInStatusWhoIsHere() {
      port.connect()
          .send(
              FakePort.upgrade("/local/c/7", "Origin: https://a.example/\"quoted\"")
                  .replace("/\"quoted\"", "\\\"<x>"));

      String status = port.connect().send(FakePort.get("/api/status", "")).response();

      assertTrue(status.contains("\"name\":\"c\""), status);
      assertTrue(status.contains("\"id\":\"7\""), status);
      assertTrue(status.contains("https://a.example\\\\\\\"<x>"), status);
    }
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
      assertEquals(503, port.connect().status());

      first.breakOff();

      assertEquals(200, port.connect().send(FakePort.get("/healthz", "")).status());
    }
  }
}
