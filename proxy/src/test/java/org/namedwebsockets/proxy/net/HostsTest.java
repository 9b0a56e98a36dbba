package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;

/** Under which names this machine is served: its own, whatever is asked. */
class HostsTest {
  private final Router router =
      new Router(new LocalGuard(9009, Origins.under(new OriginRule.Any())));

  private static RequestHead head(String method, String target, String host) {
    return new RequestHead(
        method,
        target,
        host.isEmpty() ? List.of() : List.of(host),
        List.of(),
        true,
        false,
        "13",
        FakePort.KEY);
  }

  private int refused(RequestHead head) {
    return assertInstanceOf(Route.Refused.class, router.route(head)).status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:9009",
        "LOCALHOST:9009",
        "LocalHost:9009",
        "127.0.0.1:9009",
        "[::1]:9009"
      })
  void ofThisMachineAreServed(String host) {
    assertEquals(
        new Route.Join(FakePort.local("c"), new PeerId("1"), PeerDetails.NONE, false),
        router.route(head("GET", "/local/c/1", host)));
    assertEquals(new Route.Asset("/"), router.route(head("GET", "/", host)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // none at all
        "localhost",
        "127.0.0.1",
        "[::1]",
        "::1:9009",
        "[::1]:9010",
        "localhost:9010",
        "localhost:90099",
        "localhost:09009",
        "localhost:9009:9009",
        "localhost:",
        "localhost.:9009",
        "evil.example",
        "evil.example:9009",
        "localhost.evil:9009",
        "127.0.0.1.evil:9009",
        "evil@localhost:9009",
        "localhost:9009@evil",
        "127.0.0.2:9009",
        "127.1:9009",
        "0.0.0.0:9009",
        "2130706433:9009",
        "[::ffff:127.0.0.1]:9009",
        "[0:0:0:0:0:0:0:1]:9009",
        "\u0131localhost:9009",
        "local\u212Aost:9009", // the Kelvin sign is a k in lower case, and there is none here
        "localhost:9009, evil.example",
        "localhost:9009 ",
      })
  void ofOthersAreRefusedBeforeAnythingElseIsLookedAt(String host) {
    for (String target : List.of("/local/c/1", "/", "/nothing", "*", "/local/%zz", "/metrics")) {
      for (String method : List.of("GET", "POST", "OPTIONS")) {
        assertEquals(403, refused(head(method, target, host)), method + " " + target);
      }
    }
  }

  @Test
  void areOneAtMost() {
    var twice =
        new RequestHead(
            "GET",
            "/",
            List.of("localhost:9009", "localhost:9009"),
            List.of(),
            false,
            false,
            "",
            "");

    assertEquals(403, refused(twice));
  }

  @Test
  void needNoPortWhereItIsTheUsualOne() {
    var web = new Router(new LocalGuard(80, Origins.under(new OriginRule.Any())));

    assertEquals(new Route.Asset("/"), web.route(head("GET", "/", "localhost")));
    assertEquals(new Route.Asset("/"), web.route(head("GET", "/", "localhost:80")));
    assertInstanceOf(Route.Refused.class, web.route(head("GET", "/", "localhost:9009")));
  }
}
