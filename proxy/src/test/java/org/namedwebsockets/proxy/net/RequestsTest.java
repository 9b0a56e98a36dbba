package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are no upgrades: good, many at once, unread, malformed. */
class RequestsTest {
  private FakePort port;

  @BeforeEach
  void open() {
    port = new FakePort();
  }

  @AfterEach
  void close() {
    port.close();
  }

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

    socket.send(FakePort.get("/healthz", "Connection: close\r\n") + FakePort.upgrade("/local/c/1"));

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
    assertEquals(403, port.connect().send(FakePort.get("/", "Host: localhost:9009\r\n")).status());
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
