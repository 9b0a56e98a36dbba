package org.namedwebsockets.verify.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Worker;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.verify.system.LocalOnly;
import org.namedwebsockets.verify.system.TestPeer;

/**
 * Pages of the internet in a browser that guards this machine from them. Headless, Chromium answers
 * its own question, with no; so a question that a person leaves open cannot be seen here.
 */
@Timeout(120)
class LocalNetworkAccessTest {
  private static final List<String> YES = List.of("local-network-access");
  private static final List<String> NO = List.of("geolocation");

  /** What a page finds, and what becomes of its socket. */
  private static final String LOOK =
      """
      async () => {
        const { state } = await NamedWebSocket.availability();
        const outcome = await new Promise((done) => {
          const socket = new LocalWebSocket('far');
          socket.onopen = () => done('open');
          let state = '';
          socket.onerror = ({ detail }) => (state = detail.state);
          socket.onclose = ({ reason }) => done(`${state}: ${reason}`);
          self.socket = socket;
        });
        return `${state}, then ${outcome}`;
      }
      """;

  private static final String DENIED =
      "denied: The browser was told that this page may not reach programs on this machine.";

  private static final String ASK_SHARED =
      """
      () => new Promise((done) => {
        const { port } = new SharedWorker('/shared.js');
        port.onmessage = ({ data }) => done(data);
      })
      """;

  private static Proxy proxy;
  private static FarSite site;
  private static TestBrowser browser;

  @BeforeAll
  static void start() throws BindException {
    proxy = LocalOnly.start();
    site = FarSite.start(proxy.port());
    browser = TestBrowser.start(site.arguments());
  }

  @AfterAll
  static void stop() {
    browser.close();
    site.close();
    proxy.close();
  }

  private static Page open(String path, List<String> answer) {
    String origin = site.at("public.test", "");
    return browser.openAfterAnswer(origin + path, origin, answer);
  }

  private static Object frameOf(Page page) {
    Frame frame = page.frames().getLast();
    frame.waitForLoadState();
    return frame.evaluate(LOOK);
  }

  @Test
  void aPageThatIsAllowedJoins() {
    Page page = open("/", YES);

    assertEquals("ready, then open", page.evaluate(LOOK));
    assertIsHeard(page);
  }

  private static void assertIsHeard(Page page) {
    try (TestPeer raw = TestPeer.open(proxy.port(), "/local/far/7")) {
      page.evaluate("() => self.socket.send('from far away')");

      raw.hears("from far away");
      page.close();
    }
  }

  @Test
  void aPageThatIsDeniedSaysSoInWords() {
    Page page = open("/", NO);

    assertEquals("denied, then " + DENIED, page.evaluate(LOOK));
  }

  @Test
  void nobodyIsAskedUntilThePageOpensASocket() {
    Page page = browser.open(site.at("public.test", "/"));
    String ask = "async () => (await NamedWebSocket.availability()).state";

    assertEquals("needs-permission", page.evaluate(ask));
    assertEquals("needs-permission", page.evaluate(ask));
    assertEquals("needs-permission, then " + DENIED, page.evaluate(LOOK));
    assertEquals("denied", page.evaluate(ask));
    page.close();
  }

  @Test
  void aPageLearnsThatThereIsNoProxy() throws IOException {
    int free = LocalOnly.freePort();
    Page page = open("/", YES);
    page.evaluate("(port) => { NamedWebSocket.proxy = `ws://localhost:${port}`; }", free);

    assertEquals(
        "not-installed, then not-installed: No proxy answers on this machine.",
        page.evaluate(LOOK));
  }

  @Test
  void aPageThatIsRefusedByTheProxyLearnsThatItRuns() {
    TestPeer first = TestPeer.open(proxy.port(), "/local/far/9");
    Page page = open("/", YES);
    page.evaluate(
        """
        () => {
          const Far = LocalWebSocket;
          self.LocalWebSocket = function (name) { return new Far(name, { id: 9 }); };
        }
        """);

    assertEquals(
        "ready, then refused: The proxy runs, but refused this socket.", page.evaluate(LOOK));
    page.close();
    first.close();
  }

  @Test
  void aPageThatIsNotSecureIsBlocked() {
    Page page = browser.open(site.at("plain.test", "/"));

    String sentence =
        "Browsers let only secure pages reach programs on this machine, and this one came over"
            + " http.";
    assertEquals("blocked-by-browser, then blocked-by-browser: " + sentence, page.evaluate(LOOK));
    page.close();
  }

  @Test
  void aFrameNeedsTheLeaveOfThePageAroundIt(@TempDir Path profile) throws IOException {
    String settings =
        """
        {"profile":{"content_settings":{"exceptions":{"loopback_network":{"%s,*":{"setting":1}}}}}}
        """
            .formatted(site.at("public.test", ""));
    Files.writeString(
        Files.createDirectories(profile.resolve("Default")).resolve("Preferences"), settings);
    Page page = browser.openWithProfile(profile, site.arguments(), site.at("public.test", "/"));
    String sentence = "The page around this frame does not let it reach programs on this machine.";

    assertEquals("ready, then open", page.evaluate(LOOK));
    page.navigate(site.at("public.test", "/frame"));
    assertEquals("blocked-by-browser, then blocked-by-browser: " + sentence, inFrame(page));
    page.navigate(site.at("public.test", "/frame-allowed"));
    assertEquals("ready, then open", inFrame(page));
    page.context().close();
  }

  private static Object inFrame(Page page) {
    Frame frame = page.frames().getLast();
    frame.waitForLoadState();
    return frame.evaluate(LOOK);
  }

  @Test
  void aWorkerOfAnAllowedPageJoins() {
    Page page = open("/", YES);
    Worker worker =
        page.waitForWorker(() -> page.evaluate("() => { self.w = new Worker('/script.js'); }"));

    assertEquals("ready, then open", worker.evaluate(LOOK));
    try (TestPeer raw = TestPeer.open(proxy.port(), "/local/far/7")) {
      worker.evaluate("() => self.socket.send('from a worker')");

      raw.hears("from a worker");
      page.close();
    }
  }

  @Test
  void aSharedWorkerIsToldThatAPageMustAskFirst() {
    Page page = browser.open(site.at("public.test", "/"));

    assertEquals("needs-permission", page.evaluate(ASK_SHARED));
    page.close();
  }
}
