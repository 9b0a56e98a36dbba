package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;

/** What an address says of a peer, and in which form it speaks. */
class RouteFormsTest {
  private static final String KEY = FakePort.KEY;

  private final Router router = router(new OriginRule.Any());

  private static Router router(OriginRule rule) {
    return new Router(new LocalGuard(9009, Origins.under(rule)));
  }

  private static RequestHead from(String target, String origin) {
    List<String> origins = origin.isEmpty() ? List.of() : List.of(origin);
    return new RequestHead(
        "GET", target, List.of("localhost:9009"), origins, true, false, "13", KEY);
  }

  private Route route(String target) {
    return router.route(from(target, ""));
  }

  private static RequestHead offering(String target, String protocols) {
    return new RequestHead(
        "GET", target, List.of("localhost:9009"), List.of(), true, false, "13", KEY, protocols, "");
  }

  private PeerDetails details(String target) {
    return assertInstanceOf(Route.Join.class, route(target)).details();
  }

  private int refused(RequestHead head) {
    return assertInstanceOf(Route.Refused.class, router.route(head)).status();
  }

  @Nested
  class Details {
    @ParameterizedTest
    @CsvSource({
      "/local/c/1?name=Ann&kind=page, Ann, page",
      "/local/c/1?kind=a-9, '', a-9",
      "/local/c/1?x=1&name=A%20b%2Bc+d&&y, A b+c d, ''",
      "/network/c/1?name=%C3%A9%F0%9F%98%80, \u00e9\ud83d\ude00, ''",
      "/local/c/1?name=a&name=b, b, ''",
      "/local/c/1?NAME=a&kindle=b, '', ''",
    })
    void areReadFromTheQuery(String target, String name, String kind) {
      assertEquals(new PeerDetails(name, kind, ""), details(target));
    }

    @Test
    void haveTheSiteAsTheBrowserSaysIfItIsOneThatOthersAreTold() {
      Route told = router.route(from("/local/c/1", "https://a.example"));
      Route tooLong = router.route(from("/local/c/1", "https://" + "a".repeat(300)));

      assertEquals(
          new PeerDetails("", "", "https://a.example"),
          assertInstanceOf(Route.Join.class, told).details());
      assertEquals(PeerDetails.NONE, assertInstanceOf(Route.Join.class, tooLong).details());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "name=",
          "name=%0A",
          "name=%00x",
          "name=%zz",
          "name=%FF",
          "name=%E2%80%AEgpj.exe", // text that runs the other way
          "name=%E2%80%A8",
          "kind=",
          "kind=Page",
          "kind=a_b",
          "kind=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        })
    void areRefusedIfMalformed(String query) {
      assertEquals(400, refused(from("/local/c/1?" + query, "")));
    }

    @Test
    void areRefusedOverTheirLength() {
      assertEquals("n".repeat(64), details("/local/c/1?name=" + "n".repeat(64)).name());
      assertEquals(400, refused(from("/local/c/1?name=" + "n".repeat(65), "")));
    }
  }

  @Nested
  class Forms {
    @ParameterizedTest
    @CsvSource({
      "nws.v1, true",
      "'chat, nws.v1', true",
      "'nws.v1,chat', true",
      "'', false",
      "chat, false",
      "nws.v10, false",
      "NWS.V1, false",
    })
    void areChosenByTheSubprotocolsOffered(String offered, boolean v1) {
      Route route = router.route(offering("/local/c/1", offered));

      assertEquals(v1, assertInstanceOf(Route.Join.class, route).v1());
    }

    @ParameterizedTest
    @CsvSource({"/chat, chat", "/a+b%2A, a+b*", "/console, console", "/chat?x=1, chat"})
    void ofTwoThousandFifteenHaveTheChannelAlone(String target, String name) {
      assertEquals(
          new Route.Successor(
              new ChannelKey(Scope.NETWORK, new ChannelName(name)), PeerDetails.NONE),
          route(target));
    }

    @Test
    void ofTwoThousandFifteenAreGuardedLikeAllSockets() {
      Route foreign = router(new OriginRule.Same()).route(from("/chat", "https://evil.example"));
      var noKey =
          new RequestHead(
              "GET", "/chat", List.of("localhost:9009"), List.of(), true, false, "13", "");

      assertEquals(403, assertInstanceOf(Route.Refused.class, foreign).status());
      assertEquals(400, refused(noKey));
    }
  }
}
