package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestRouterTest {
  private static final String HOST = "192.168.1.5:9011";
  private static final String OWN = "https://" + HOST;

  private final GuestRouter router = new GuestRouter(new GuestGuard(Set.of(HOST)));

  private static RequestHead asks(String method, String target, String origin, String shown) {
    return new RequestHead(
        method, target, List.of(HOST), List.of(origin), false, false, "", "", "", shown);
  }

  private static RequestHead opens(String target, String origin, String protocols) {
    return new RequestHead(
        "GET",
        target,
        List.of(HOST),
        origin.isEmpty() ? List.of() : List.of(origin),
        true,
        false,
        "13",
        FakePort.KEY,
        protocols,
        "");
  }

  private int refused(RequestHead head) {
    return assertInstanceOf(Route.Refused.class, router.route(head)).status();
  }

  @Test
  void aGuestsSocketIsItsTokenAndAChannel() {
    Route route = router.route(opens("/local/chat/1?name=Bob", OWN, "nws.v1, guest.abc"));

    Route.Come come = assertInstanceOf(Route.Come.class, route);
    assertEquals("abc", come.token());
    assertEquals("Bob", come.join().details().name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://192.168.1.5:9011",
        "https://192.168.1.5",
        "https://192.168.1.5:9011.evil.example",
        "null",
        ""
      })
  void noOtherOriginOpensSockets(String origin) {
    assertEquals(403, refused(opens("/local/chat/1", origin, "nws.v1, guest.abc")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nws.v1", "guest.abc", "", "nws.v2, guest.abc"})
  void noOtherFormIsSpoken(String protocols) {
    assertEquals(403, refused(opens("/local/chat/1", OWN, protocols)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/control/local/chat/1", "/chat", "/metrics", "/api/status", "/healthz", "/local"})
  void whatTheLocalPortHasIsNotHere(String target) {
    assertEquals(404, refused(opens(target, OWN, "nws.v1, guest.abc")));
    assertEquals(404, refused(asks("GET", target, OWN, "")));
    assertEquals(404, refused(asks("POST", target, OWN, "abc")));
  }

  @Test
  void anotherHostIsTurnedAwayBeforeAnythingElse() {
    for (List<String> hosts :
        List.of(List.of("evil.example:9011"), List.of(HOST, HOST), List.<String>of())) {
      var head = new RequestHead("GET", "/", hosts, List.of(), false, false, "", "");
      assertEquals(403, refused(head));
    }
  }

  @Test
  void secretsAndTokensAreShownInAHeaderByTheOwnPage() {
    assertEquals(new Route.Redeem("abc"), router.route(asks("POST", "/redeem", OWN, "abc")));
    assertEquals(new Route.Visit("abc"), router.route(asks("POST", "/visit", OWN, "abc")));
    assertEquals(404, refused(asks("POST", "/redeem?secret=abc", OWN, "abc")));
    assertEquals(403, refused(asks("POST", "/redeem", "https://evil.example", "abc")));
    assertFalse(asks("POST", "/redeem", OWN, "abc").toString().contains("abc"));
  }

  @Test
  void addressesStandAsBrowsersWriteThem() {
    assertEquals("192.168.1.5", GuestGuard.host(InetAddress.ofLiteral("192.168.1.5"), 443));
    assertEquals(
        "[fd00::2]:9011", GuestGuard.host(InetAddress.ofLiteral("fd00:0:0:0:0:0:0:2"), 9011));
  }

  @Test
  void whatIsAskedOfInvitesIsReadOrRefused() {
    Route.MakeInvite asked =
        assertInstanceOf(
            Route.MakeInvite.class,
            InviteQuery.parse("channel=network%2Fchat&channel=local/a%2Bb&seconds=60&uses=1"));
    assertEquals(2, asked.channels().size());
    assertEquals(Duration.ofMinutes(1), asked.life());
    assertEquals(new Route.EndInvite("k3x9"), InviteQuery.parse("end=k3x9"));
    for (String wrong :
        List.of("channel=chat", "channel=x/chat", "channel=local/", "seconds=-1", "uses=2")) {
      assertInstanceOf(Route.Refused.class, InviteQuery.parse(wrong), wrong);
    }
  }

  @Test
  void limitsCheckThemselves() {
    GuestLimits d = GuestLimits.DEFAULTS;
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new GuestLimits(
                0,
                d.addressConnectionsMax(),
                d.messageBytesMax(),
                d.handshakeMax(),
                d.handshakesMax(),
                d.wrongMax(),
                d.wrongEach(),
                d.addressesMax()));
  }
}
