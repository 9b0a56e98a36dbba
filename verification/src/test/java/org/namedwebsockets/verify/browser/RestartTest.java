package org.namedwebsockets.verify.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.verify.system.NwsProcess;
import org.namedwebsockets.verify.system.TestPeer;

/** A page whose proxy is killed, and started again at the same place, goes on. */
@Timeout(120)
class RestartTest {
  private static final String JOIN =
      """
      async () => {
        await new Promise((done, fail) => {
          const script = document.createElement('script');
          Object.assign(script, { src: '/namedwebsockets.js', onload: done, onerror: fail });
          document.head.append(script);
        });
        const socket = new LocalWebSocket('restart', [], { senders: true });
        Object.assign(window, { socket, news: [] });
        const words = {
          open: () => '', message: ({ data, senderId }) => `${data} from ${senderId}`,
          connect: ({ detail }) => detail.target.id, disconnect: ({ detail }) => detail.target.id,
          away: ({ detail }) => detail.attempt, close: ({ code }) => code,
          reconnect: ({ detail }) => `${detail.queued} queued, ${detail.dropped} dropped`,
        };
        for (const [type, tell] of Object.entries(words)) {
          socket.addEventListener(type, (event) => window.news.push(`${type} ${tell(event)}`));
        }
        await socket.ready;
      }
      """;

  @TempDir Path folder;

  private TestBrowser browser;
  private NwsProcess nws;
  private int port;
  private Page page;

  @BeforeEach
  void start() {
    browser = TestBrowser.start();
    nws = startAt("0");
    port = nws.port();
    page = browser.open("http://localhost:" + port + "/");
  }

  @AfterEach
  void stop() {
    browser.close();
    nws.close();
  }

  private NwsProcess startAt(String where) {
    Map<String, String> alone = Map.of("NWS_PORT", where, "NWS_LAN", "off");
    return NwsProcess.start(folder, alone, NwsProcess.LAUNCHER.toString(), "run");
  }

  private void kill() {
    nws.signal("KILL");
    nws.exitCode();
    awaits("away 1");
  }

  private void startAgain() {
    nws = startAt(String.valueOf(port));
    assertEquals(port, nws.port());
  }

  private void awaits(String news) {
    page.waitForFunction("(wanted) => window.news.some((one) => one.startsWith(wanted))", news);
  }

  @Test
  void theSocketComesBackByItselfAndKnowsWhoIsThere() {
    page.evaluate(JOIN);
    TestPeer before = TestPeer.open(port, "/local/restart/7");
    awaits("connect 7");

    kill();
    awaits("disconnect 7");
    assertEquals(0, page.evaluate("() => window.socket.readyState"));
    startAgain();
    awaits("reconnect 0 queued, 0 dropped");
    before.close();
    try (TestPeer after = TestPeer.open(port, "/local/restart/8")) {
      awaits("connect 8");
      after.say("good morning");
      awaits("message good morning from 8");
      page.evaluate("() => window.socket.send('good morning to you')");
      after.hears("good morning to you");
    }
  }

  @Test
  void whatItSaidMeanwhileIsHeardOnceItIsBack() {
    // The page's way back waits for a word from us, so that somebody is there to hear.
    page.evaluate(
        """
        () => {
          const natural = window.setTimeout;
          window.held = [];
          window.setTimeout = (run, ms) => (ms > 1e6 ? held.push(run) : natural(run, ms));
        }
        """);
    page.evaluate(JOIN);
    page.evaluate(
        "() => Object.assign(NamedWebSocket.limits, { retryFirstMs: 1e9, retryMaxMs: 1e9 })");

    kill();
    page.evaluate("() => { socket.send('one'); socket.send(new Uint8Array([1, 2]).buffer); }");
    startAgain();
    try (TestPeer raw = TestPeer.open(port, "/local/restart/7")) {
      page.evaluate("() => held.forEach((run) => run())");
      awaits("reconnect 2 queued, 0 dropped");

      raw.hears("one");
      assertEquals("binary:2", raw.next().substring(0, 8));
    }
  }
}
