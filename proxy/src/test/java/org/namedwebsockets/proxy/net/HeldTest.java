package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.proxy.access.AccessLimits;
import org.namedwebsockets.proxy.access.Decision;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.hub.Limits;

/** Sockets of sites that a person has to decide about, through the real pipeline. */
class HeldTest {
  private static final String SITE = "https://a.example";
  private static final AccessLimits LIMITS =
      new AccessLimits(8, 8, 8, 2, Duration.ofSeconds(1), Duration.ofSeconds(60));

  private final Origins origins = new Origins(new OriginRule.Ask(), LIMITS, List.of(), _ -> {});
  private final FakePort port = new FakePort(NetLimits.DEFAULTS, Limits.DEFAULTS, origins);

  @AfterEach
  void close() {
    port.close();
  }

  private FakeSocket asks(String path) {
    return port.connect().send(FakePort.upgrade(path, "Origin: " + SITE));
  }

  private String decide(String parameters) {
    FakeSocket console = port.connect();
    return console
        .send("POST /api/origins?" + parameters + " HTTP/1.1\r\nHost: localhost:9009\r\n\r\n")
        .response();
  }

  @Test
  void aSocketWaitsAndJoinsWhenItsSiteIsAllowed() {
    FakeSocket socket = asks("/local/c/1");
    assertEquals("", socket.response());

    String told = decide("decision=allow&origin=https%3A%2F%2Fa.example");

    assertTrue(told.startsWith("HTTP/1.1 200"), told);
    assertTrue(told.contains("\"waiting\":[]"), told);
    port.settle();
    assertTrue(socket.response().startsWith("HTTP/1.1 101"), "it was let in");
  }

  @Test
  void aDeniedSocketIsToldWhy() {
    FakeSocket socket = asks("/control/local/c/1");

    decide("decision=deny&origin=" + SITE);
    port.settle();

    String answer = socket.response();
    assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
    assertTrue(answer.contains("somebody has not allowed the site https://a.example"), answer);
  }

  @Test
  void whoWaitsTooLongIsToldWhereToDecide() {
    FakeSocket socket = asks("/local/c/1");
    port.passSeconds(0.8);
    assertEquals("", socket.response());

    port.passSeconds(0.3);

    String answer = socket.response();
    assertTrue(answer.contains("nobody has allowed the site https://a.example"), answer);
    assertTrue(answer.contains("http://localhost:9009/console#sites"), answer);
    assertEquals(SITE, origins.pending().getFirst().origin(), "still listed");
  }

  @Test
  void oneSocketTooManyMakesTheFirstTryAgain() {
    FakeSocket first = asks("/local/c/1");
    FakeSocket second = asks("/local/c/2");
    FakeSocket third = asks("/local/c/3");

    assertTrue(first.response().startsWith("HTTP/1.1 403"), first.response());
    assertEquals("", second.response());
    assertEquals("", third.response());
  }

  @Test
  void anOriginThatNobodyCanReadIsNotListed() {
    for (String origin :
        List.of(
            "https://*.example",
            "https://a.example/x",
            "a.example",
            "https://\u00e0pple.example",
            "\u001b[2Jhttps://a",
            "a".repeat(300))) {
      FakeSocket socket = port.connect().send(FakePort.upgrade("/local/c/1", "Origin: " + origin));
      assertTrue(socket.response().startsWith("HTTP/1.1 400"), socket.response());
    }
    assertEquals(List.of(), origins.pending());
  }

  @Test
  void pagesWithoutASiteWaitLikeAnyOther() {
    for (String origin : List.of("null", "file://")) {
      FakeSocket socket = port.connect().send(FakePort.upgrade("/local/c/1", "Origin: " + origin));
      assertEquals("", socket.response());
    }
    assertEquals(
        List.of("null", "file://"),
        origins.pending().stream().map(Origins.Pending::origin).toList());
  }

  @Test
  void noFormNoRedirectAndNoFrameDecides() {
    for (String origin : List.of("null", "https://a.example", "http://localhost:8000", "file://")) {
      FakeSocket page = port.connect();
      page.send(
          "POST /api/origins?decision=allow&origin=https://a.example HTTP/1.1\r\n"
              + "Host: localhost:9009\r\nContent-Type: text/plain\r\nOrigin: "
              + origin
              + "\r\nContent-Length: 2\r\n\r\nhi");
      assertTrue(page.response().startsWith("HTTP/1.1 403"), origin);
    }
    FakeSocket image = port.connect();
    image.send(FakePort.get("/api/origins?decision=allow&origin=https://a.example", ""));
    assertTrue(image.response().startsWith("HTTP/1.1 200"), "what a GET says is not heard");
    assertEquals(List.of(), origins.decisions());
  }

  @Test
  void aClientThatLeavesIsHeldNoMore() {
    asks("/local/c/1").breakOff();
    FakeSocket second = asks("/local/c/2");

    assertEquals("", asks("/local/c/3").response());
    assertEquals("", second.response(), "there is a place");
  }

  @Test
  void whatTogetherIsTooMuchIsSaid() {
    StringBuilder many = new StringBuilder("decision=allow&origin=https://a.example");
    for (int i = 0; i < 64; i++) {
      many.append("&channel=local/").append(i);
    }
    assertTrue(decide(many.toString()).startsWith("HTTP/1.1 200"));

    String answer = decide("decision=allow&origin=https://a.example&channel=local/more");

    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
  }

  @Test
  void revokingClosesAllSocketsOfTheSiteAtOnceAndNoOther() {
    origins.decide(Decision.parse("allow " + SITE));
    FakeSocket peer = asks("/local/c/1");
    FakeSocket control = asks("/control/local/c/1");
    FakeSocket program = port.open("/local/c/2");

    decide("decision=forget&origin=" + SITE);
    port.settle();

    assertTrue(closed(peer), "its peer");
    assertTrue(closed(control), "its control socket");
    assertFalse(closed(program), "a program");
    assertEquals("", asks("/local/c/1").response(), "the next one waits");
  }

  private static boolean closed(FakeSocket socket) {
    return socket.response().contains("forbidden: its site may not be here any more");
  }

  @Test
  void anotherSiteCannotDecideForItself() {
    FakeSocket page = port.connect();
    page.send(
        "POST /api/origins?decision=allow&origin=https://a.example HTTP/1.1\r\n"
            + "Host: localhost:9009\r\nOrigin: https://a.example\r\n\r\n");

    assertTrue(page.response().startsWith("HTTP/1.1 403"));
    assertEquals(List.of(), origins.decisions());
  }

  @Test
  void whatMakesNoSenseIsSaid() {
    for (String wrong :
        List.of(
            "decision=allow",
            "decision=shrug&origin=https://a.example",
            "decision=allow&origin=example.org",
            "decision=allow&origin=https://a.example&channel=chat")) {
      assertTrue(decide(wrong).startsWith("HTTP/1.1 400"), wrong);
    }
    assertTrue(decide("decision=forget&origin=https://a.example").startsWith("HTTP/1.1 404"));
    assertEquals(List.of(), origins.decisions());
  }
}
