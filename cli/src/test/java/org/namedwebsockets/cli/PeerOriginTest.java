package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.client.Peer;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;

/** Where a peer is shown, its site is; a program shows none. Pages: {@code OriginShownTest}. */
@Timeout(60)
class PeerOriginTest {
  private static final String SITE = "https://a.example";

  @Test
  void everyRecordOfAPeerShowsItsSite() throws IOException {
    ProxyConfig config = ProxyConfig.DEFAULTS.withPort(0).withLan(ProxyConfig.LanConfig.OFF);
    try (Proxy proxy = Proxy.start(config)) {
      WebSocket page =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .header("Origin", SITE)
              .buildAsync(
                  URI.create("ws://localhost:" + proxy.port() + "/local/c/page"),
                  new WebSocket.Listener() {})
              .join();
      Options options = Options.DEFAULTS.withPort(proxy.port());
      try (NamedWebSocket ann = NamedWebSocket.local("c", options.withId("ann"));
          NamedWebSocket bob = NamedWebSocket.local("c", options.withId("bob"))) {
        assertEquals(SITE, origin(ann, "page"));
        assertEquals("", origin(bob, "ann"));

        String json = Running.run(proxy.port(), "peers", "--json").out();
        String table = Running.run(proxy.port(), "peers").out();
        String status = Running.run(proxy.port(), "status", "--json").out();

        assertTrue(json.contains("\"id\":\"page\",\"name\":\"\",\"kind\":\"\""), json);
        assertTrue(json.contains("\"origin\":\"" + SITE + "\""), json);
        assertTrue(table.lines().anyMatch(line -> line.matches(".* page .*" + SITE + ".*")), table);
        assertTrue(table.lines().anyMatch(line -> line.matches(".* ann +- +- +v1 +-.*")), table);
        assertTrue(status.contains("\"origin\":\"" + SITE + "\""), status);
        assertTrue(status.contains("\"origin\":\"\""), status);
      }
      page.abort();
    }
  }

  private static String origin(NamedWebSocket from, String id) {
    return from.peers().stream()
        .filter(peer -> peer.id().equals(id))
        .map(Peer::origin)
        .findFirst()
        .orElseThrow();
  }
}
