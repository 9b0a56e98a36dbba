package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;

/** Who may use the local port; the tables of hosts and sites are in {@link RouterTest}. */
class LocalGuardTest {
  private static final Route SOCKET = new Route.Health();
  private static final ChannelKey KEY =
      new ChannelKey(Scope.LOCAL, ChannelName.parse("chat").orElseThrow());

  private final LocalGuard guard =
      new LocalGuard(9009, Origins.under(OriginRule.parse("https://a.example")));

  private static RequestHead from(List<String> hosts, List<String> origins) {
    return new RequestHead("GET", "/", hosts, origins, false, false, "", "");
  }

  private static RequestHead from(String origin) {
    return from(List.of("localhost:9009"), List.of(origin));
  }

  @Test
  void wantsExactlyOneHostOfOurs() {
    assertTrue(guard.checkHost(from(List.of("localhost:9009"), List.of())).isEmpty());
    assertEquals(403, guard.checkHost(from(List.of(), List.of())).orElseThrow().status());
    assertEquals(
        403,
        guard
            .checkHost(from(List.of("localhost:9009", "evil.example"), List.of()))
            .orElseThrow()
            .status());
  }

  @Test
  void asksTheRuleForSocketsOnly() {
    assertEquals(SOCKET, guard.admit(from("https://a.example"), KEY, SOCKET));
    assertEquals(SOCKET, guard.admit(from("http://127.0.0.1:9009"), KEY, SOCKET));
    assertInstanceOf(Route.Refused.class, guard.admit(from("https://b.example"), KEY, SOCKET));
    assertEquals(403, guard.checkPrivate(from("https://a.example")).orElseThrow().status());
  }

  @Test
  void namesTheFlagToTheSiteItRefuses() {
    assertEquals(
        new Route.Refused(403, "the site https://b.example may not open sockets here (--origins)"),
        guard.admit(from("https://b.example"), KEY, SOCKET));
  }

  @Test
  void takesOurOwnPagesUnderAnyOfOurNames() {
    for (String name : List.of("http://localhost:9009", "http://[::1]:9009")) {
      assertTrue(guard.checkPrivate(from(name)).isEmpty(), name);
    }
    assertEquals(403, guard.checkPrivate(from("https://localhost:9009")).orElseThrow().status());
    assertEquals(403, guard.checkPrivate(from("http://localhost")).orElseThrow().status());
    assertEquals(
        403, guard.checkPrivate(from("http://evil.localhost:9009")).orElseThrow().status());
  }
}
