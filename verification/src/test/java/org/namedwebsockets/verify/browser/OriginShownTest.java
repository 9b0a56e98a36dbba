package org.namedwebsockets.verify.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.verify.system.Configs;
import org.namedwebsockets.verify.system.Roster;

/** Pages see of each peer which site it came from, and so does the console. */
@Timeout(120)
class OriginShownTest {
  @Test
  void aPageAndTheConsoleShowTheSiteOfEachPeer() throws IOException {
    try (Proxy proxy = Proxy.start(Configs.alone());
        TestBrowser browser = TestBrowser.start();
        NamedWebSocket program =
            NamedWebSocket.local(
                "shown", Options.DEFAULTS.withPort(proxy.port()).withId("program"))) {
      Page first = browser.open("http://127.0.0.1:" + proxy.port() + "/");
      Page second = browser.open("http://localhost:" + proxy.port() + "/console");
      for (Page page : List.of(first, second)) {
        page.addScriptTag(new Page.AddScriptTagOptions().setUrl("/namedwebsockets.js"));
        page.evaluate(
            """
            async (id) => {
              window.channel = await NamedWebSocket.join({ scope: 'local', channel: 'shown', id });
            }
            """,
            page == first ? "first" : "second");
      }

      Object seen =
          second.evaluate(
              "() => [...channel.peers.values()].map((it) => `${it.id} ${it.origin}`).join()");

      assertEquals("program undefined,first http://127.0.0.1:%d".formatted(proxy.port()), seen);
      assertEquals(
          "http://localhost:" + proxy.port(),
          Roster.of(program, 2).stream()
              .filter(it -> it.id().equals("second"))
              .findFirst()
              .get()
              .origin());
      second.locator("#channels summary").click();
      assertThat(second.locator(".members"))
          .containsText("firstpage · http://127.0.0.1:%d, on this proxy".formatted(proxy.port()));
      assertThat(second.locator(".members")).containsText("programprogram, on this proxy");
    }
  }
}
