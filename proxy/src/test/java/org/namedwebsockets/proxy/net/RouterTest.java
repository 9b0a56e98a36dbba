package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;

/** Every address of the local port, good and bad. */
class RouterTest {
  private static final String KEY = FakePort.KEY;
  private static final String LONGEST_NAME = "n".repeat(255);
  private static final String LONGEST_ID = "i".repeat(64);

  private final Router router = router(new OriginRule.Any());

  private static Router router(OriginRule rule) {
    return new Router(new LocalGuard(9009, Origins.under(rule)));
  }

  private static RequestHead head(String method, String target, String host, String origin) {
    return new RequestHead(
        method,
        target,
        host.isEmpty() ? List.of() : List.of(host),
        origin.isEmpty() ? List.of() : List.of(origin),
        true,
        false,
        "13",
        KEY);
  }

  private static RequestHead get(String target) {
    return head("GET", target, "localhost:9009", "");
  }

  private Route route(String target) {
    return router.route(get(target));
  }

  /** As a browser asks for a page. */
  private Route page(String target) {
    return router.route(
        new RequestHead("GET", target, List.of("localhost:9009"), List.of(), false, false, "", ""));
  }

  private int refused(RequestHead head) {
    return assertInstanceOf(Route.Refused.class, router.route(head)).status();
  }

  private static Route join(Scope scope, String name, String id) {
    return new Route.Join(
        new ChannelKey(scope, new ChannelName(name)), new PeerId(id), PeerDetails.NONE, false);
  }

  private static Route control(String name, String id, boolean ready, boolean senders) {
    return new Route.Control(
        new ChannelKey(Scope.LOCAL, new ChannelName(name)), new PeerId(id), ready, senders);
  }

  @Nested
  class PeerAddresses {
    @ParameterizedTest
    @CsvSource({
      "/local/chat/1, chat, 1",
      "/local/chat/0, chat, 0",
      "/local/chat/10000000000000000, chat, 10000000000000000", // the seed's largest
      "/local/chat/9223372036854775808, chat, 9223372036854775808", // no number in JSON, but an id
      "/local/chat/007, chat, 007",
      "/local/chat/a_B-9, chat, a_B-9",
      "/local/chat/%31, chat, 1",
      "/local/%63hat/1, chat, 1",
      "/local/a+b/1, a+b, 1", // a plus sign is a plus sign in a path
      "/local/a%2Bb/1, a+b, 1",
      "/local/a%2bb/1, a+b, 1",
      "/local/a=b*c._-/1, a=b*c._-, 1",
      "/local/a%3Db%2A/1, a=b*, 1",
      "/local/./1, ., 1", // the server never walks paths; browsers do so before they ask
      "/local/../1, .., 1",
      "/local/chat/1?, chat, 1",
      "/local/chat/1?ready=1, chat, 1",
      "/local/chat/1?x=/y/z, chat, 1",
      "/local/local/local, local, local",
      "/local/control/1, control, 1",
    })
    void isTakenApart(String target, String name, String id) {
      assertEquals(join(Scope.LOCAL, name, id), route(target));
    }

    @Test
    void mayBeOfTheNetwork() {
      assertEquals(join(Scope.NETWORK, "chat", "1"), route("/network/chat/1"));
    }

    @Test
    void mayBeAsLongAsTheyMay() {
      assertEquals(
          join(Scope.LOCAL, LONGEST_NAME, LONGEST_ID),
          route("/local/" + LONGEST_NAME + "/" + LONGEST_ID));
    }

    @Test
    void keepTheSite() {
      Route route = router.route(head("GET", "/local/c/1", "localhost:9009", "https://a.example"));

      assertEquals(
          "https://a.example", assertInstanceOf(Route.Join.class, route).details().origin());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/local",
          "/local/",
          "/local/chat",
          "/local/chat/",
          "/local//1",
          "/local/chat/1/",
          "/local/chat/1/2",
          "/network/chat",
          "/local/chat/a.b",
          "/local/chat/%20",
          "/local/chat/1%00",
          "/local/chat/-%C3%A9",
          "/local/ch at/1",
          "/local/ch%20at/1",
          "/local/ch%2Fat/1",
          "/local/ch%252Fat/1",
          "/local/ch:at/1",
          "/local/ch\u00e9at/1",
          "/local/ch%C3%A9at/1",
          "/local/ch%FFat/1",
          "/local/ch%0d%0aat/1",
          "/local/%/1",
          "/local/%2/1",
          "/local/%zz/1",
          "/local/%-1/1",
          "/local/%+1/1",
          "/local/chat/%",
          "/local/chat#x/1",
        })
    void areRefusedWithAReasonIfTheyAreNone(String target) {
      assertEquals(400, refused(get(target)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/control",
          "/control/",
          "/control/chat/1",
          "/control/local/chat",
          "/control/local/chat/1/",
          "/control/LOCAL/chat/1",
          "/control/control/local/chat/1",
          "/control/other/chat/1",
          "/control/local/%zz/1",
          "/control/local/chat/%zz",
        })
    void ofControlsAreRefusedLikewise(String target) {
      assertEquals(400, refused(get(target)));
    }

    @Test
    void areRefusedOverTheirLength() {
      assertEquals(400, refused(get("/local/" + LONGEST_NAME + "x/1")));
      assertEquals(400, refused(get("/local/c/" + LONGEST_ID + "x")));
      assertEquals(400, refused(get("/control/local/" + LONGEST_NAME + "x/1")));
    }
  }

  @Nested
  class ControlAddresses {
    @ParameterizedTest
    @CsvSource({
      "/control/local/c/1, false, false",
      "/control/local/c/1?, false, false",
      "/control/local/c/1?ready=1, true, false",
      "/control/local/c/1?senders=1, false, true",
      "/control/local/c/1?senders=1&ready=1, true, true",
      "/control/local/c/1?x=2&&ready=1, true, false",
      "/control/local/c/1?ready=0, false, false",
      "/control/local/c/1?READY=1, false, false",
      "/control/local/c/1?xready=1, false, false",
    })
    void sayWhatElseIsAskedFor(String target, boolean ready, boolean senders) {
      assertEquals(control("c", "1", ready, senders), route(target));
    }

    @Test
    void mayBeOfTheNetwork() {
      Route route = route("/control/network/c/1");

      assertEquals(Scope.NETWORK, assertInstanceOf(Route.Control.class, route).key().scope());
    }
  }

  @Nested
  class Pages {
    @ParameterizedTest
    @ValueSource(
        strings = {"/", "/console", "/LOCAL/c/1", "/Control/local/c/1", "/anything", "//local/c/1"})
    void areEverythingElse(String target) {
      assertEquals(new Route.Asset(target), page(target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console/", "/a/b", "/LOCAL/c/1", "//chat", "/a%20b", "/a:b"})
    void areWhatIsNoNameOfAChannelEvenIfAWebSocketIsAskedFor(String target) {
      assertEquals(new Route.Asset(target), route(target));
    }

    @Test
    void haveNoQuery() {
      assertEquals(new Route.Asset("/console"), page("/console?x=1"));
    }

    @Test
    void ofOurOwnHaveFixedAddresses() {
      assertEquals(new Route.Health(), route("/healthz"));
      assertEquals(new Route.Metrics(), route("/metrics"));
      assertEquals(new Route.Status(), route("/api/status"));
      assertEquals(new Route.Status(), route("/api/status?x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz/", "/metrics/x", "/api", "/api/", "/api/status/", "/api/x"})
    void areUnknownNextToThose(String target) {
      assertEquals(404, refused(get(target)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "http://localhost:9009/local/c/1", "localhost:9009", "local"})
    void needASlash(String target) {
      assertEquals(400, refused(get(target)));
    }
  }

  @Nested
  class Requests {
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "X\u0007"})
    void otherThanGetAreRefusedEverywhere(String method) {
      for (String target : List.of("/local/c/1", "/", "/nothing", "/metrics", "*")) {
        assertEquals(405, refused(head(method, target, "localhost:9009", "")), target);
      }
    }

    @Test
    void forSocketsMustAskForOne() {
      assertEquals(426, refused(upgrade(false, false, "13", KEY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "8", "013", "13.0", "14"})
    void forSocketsMustBeOfTheOneVersion(String version) {
      assertEquals(426, refused(upgrade(true, false, version, KEY)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "x",
          "dGhlIHNhbXBsZSBub25jZQ=", // a character short
          "dGhlIHNhbXBsZSBub25j", // 15 bytes
          "dGhlIHNhbXBsZSBub25jZSE=", // 17 bytes
          "dGhlIHNhbXBsZSBub25jZQ==\u00e9",
          "dGhlIHNhbXBsZSBub25jZ!=="
        })
    void forSocketsMustHaveAKey(String key) {
      assertEquals(400, refused(upgrade(true, false, "13", key)));
    }

    @Test
    void forSocketsHaveNoBody() {
      assertEquals(400, refused(upgrade(true, true, "13", KEY)));
    }

    private RequestHead upgrade(boolean asked, boolean body, String version, String key) {
      return new RequestHead(
          "GET", "/local/c/1", List.of("localhost:9009"), List.of(), asked, body, version, key);
    }
  }

  @Nested
  class Sites {
    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost:9010", "file://"})
    void ofOthersReadNeitherStatusNorMetrics(String origin) {
      for (String target : List.of("/api/status", "/metrics")) {
        assertEquals(403, refused(head("GET", target, "localhost:9009", origin)));
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "http://localhost:9009", "http://127.0.0.1:9009", "http://[::1]:9009"})
    void ofOurOwnRead(String origin) {
      assertEquals(
          new Route.Status(), router.route(head("GET", "/api/status", "localhost:9009", origin)));
      assertEquals(
          new Route.Metrics(), router.route(head("GET", "/metrics", "localhost:9009", origin)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/local/c/1", "/network/c/1", "/control/local/c/1"})
    void openSocketsOnlyIfTheRuleSaysSo(String target) {
      Router same = router(new OriginRule.Same());
      Route foreign = same.route(head("GET", target, "localhost:9009", "https://evil.example"));
      Route own = same.route(head("GET", target, "localhost:9009", "http://localhost:9009"));
      Route program = same.route(head("GET", target, "localhost:9009", ""));

      assertEquals(403, assertInstanceOf(Route.Refused.class, foreign).status());
      assertTrue(!(own instanceof Route.Refused));
      assertTrue(!(program instanceof Route.Refused));
    }

    @Test
    void areOneAtMost() {
      var two =
          new RequestHead(
              "GET",
              "/local/c/1",
              List.of("localhost:9009"),
              List.of("https://good.example", "https://evil.example"),
              true,
              false,
              "13",
              KEY);

      assertEquals(403, refused(two));
    }
  }
}
