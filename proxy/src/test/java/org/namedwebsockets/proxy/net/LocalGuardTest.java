package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may use the local port; the tables of hosts and sites are in {@link RouterTest}. */
class LocalGuardTest {
  private final LocalGuard guard = new LocalGuard(9009, OriginRule.parse("https://a.example"));

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
    assertTrue(guard.checkSocket(from("https://a.example")).isEmpty());
    assertEquals(403, guard.checkSocket(from("https://b.example")).orElseThrow().status());
    assertEquals(403, guard.checkPrivate(from("https://a.example")).orElseThrow().status());
  }

  @Test
  void namesTheFlagToTheSiteItRefuses() {
    String why = guard.checkSocket(from("https://b.example")).orElseThrow().why();

    assertEquals("the site https://b.example may not open sockets here (--origins)", why);
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
