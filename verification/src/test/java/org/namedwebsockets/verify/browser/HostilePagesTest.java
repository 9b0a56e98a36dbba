package org.namedwebsockets.verify.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig.AccessConfig;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Tokens;
import org.namedwebsockets.verify.system.Configs;
import org.namedwebsockets.verify.system.Invitation;

/** What pages try in a real browser to get at a proxy that did not let them in. */
@Timeout(120)
class HostilePagesTest {
  /** Opens a socket and says what became of it. */
  private static final String OPEN =
      """
      (url) => new Promise((done) => {
        const socket = new WebSocket(url);
        socket.onopen = () => done('open');
        socket.onclose = ({ code }) => done(`refused ${code}`);
      })
      """;

  private static final String DECIDE =
      """
      async (url) => {
        const ways = [
          {}, { mode: 'no-cors' }, { mode: 'no-cors', body: 'a=b' },
          { mode: 'no-cors', referrerPolicy: 'no-referrer', body: new FormData() },
          { mode: 'no-cors', headers: { 'content-type': 'text/plain', origin: 'null' } },
          { headers: { 'content-type': 'application/json', origin: 'http://localhost' }, body: '{}' },
        ];
        for (const way of ways) await fetch(url, { method: 'POST', ...way }).catch(() => null);
        navigator.sendBeacon(url, 'a=b');
        for (const sandbox of [null, 'allow-forms allow-scripts']) {
          const frame = document.createElement('iframe');
          if (sandbox) frame.sandbox = sandbox;
          frame.srcdoc = `<form method="post" action="${url.replaceAll('&', '&amp;')}"></form>`
            + '<script>document.forms[0].submit()</' + 'script>';
          document.body.append(frame);
          await new Promise((loaded) => { frame.onload = loaded; });
        }
      }
      """;

  private static final String FRAMED =
      """
      ([kind, source]) => new Promise((done) => {
        const frame = document.createElement('iframe');
        addEventListener('message', ({ data }) => done(data), { once: true });
        frame.onload = () => { if (kind === 'src') done('loaded'); };
        if (kind === 'src') frame.src = source;
        else Object.assign(frame, { srcdoc: source }).sandbox = 'allow-scripts';
        document.body.append(frame);
      })
      """;

  @TempDir Path folder;
  private ForeignSite site;
  private Proxy proxy;
  private TestBrowser browser;

  @BeforeEach
  void start() throws IOException {
    site = ForeignSite.start(folder, "<!doctype html><title>A site</title><body></body>");
    browser = TestBrowser.start(List.of("--host-resolver-rules=MAP rebound.test 127.0.0.1"));
  }

  @AfterEach
  void stop() {
    browser.close();
    if (proxy != null) {
      proxy.close();
    }
    site.close();
  }

  private void asking() throws IOException {
    proxy = Proxy.start(Configs.alone().withOrigins(new OriginRule.Ask(), Optional.empty()));
  }

  private Page foreignPage() {
    return browser.open(site.page());
  }

  private String socket(String path) {
    return "ws://localhost:" + proxy.port() + path;
  }

  private HttpResponse<String> ask(String method, String path, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private String sites() throws Exception {
    return ask("GET", "/api/origins", "").body();
  }

  @Test
  void noPageDecidesForItself() throws Exception {
    asking();
    Page page = foreignPage();

    page.evaluate(
        DECIDE,
        "http://localhost:%d/api/origins?decision=allow&origin=%s"
            .formatted(proxy.port(), site.origin()));

    assertTrue(sites().endsWith("\"decisions\":[]}"), sites());
    assertEquals("refused 1006", page.evaluate(OPEN, socket("/local/c/1")));
  }

  @Test
  void noPageInvites() throws Exception {
    proxy = Proxy.start(Invitation.welcoming(0));
    Page page = foreignPage();

    page.evaluate(
        DECIDE, "http://localhost:%d/api/invites?channel=local%%2Fc".formatted(proxy.port()));

    String invites = ask("GET", "/api/invites", "").body();
    assertTrue(invites.endsWith("\"guestPort\":0,\"fingerprint\":\"\",\"invites\":[]}"), invites);
  }

  @Test
  void aFrameInASandboxAndARedirectShowNoOtherSite() throws Exception {
    asking();
    site.at(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://localhost:" + proxy.port() + "/");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    String script =
        "<script>new WebSocket('%s').onclose = () => parent.postMessage('refused', '*');"
            .formatted(socket("/local/c/1"));

    Object framed = foreignPage().evaluate(FRAMED, List.of("srcdoc", script + "</" + "script>"));
    Object moved = foreignPage().evaluate(OPEN, site.origin().replace("http", "ws") + "/moved");

    assertEquals("refused", framed);
    assertEquals("refused 1006", moved, "a WebSocket follows no redirect");
    assertTrue(sites().contains("{\"origin\":\"null\""), sites());
    assertFalse(sites().contains("localhost"), sites());
  }

  @Test
  void aNameThatWasPointedHereIsRefused() throws Exception {
    asking();
    Page page = foreignPage();
    String rebound = "rebound.test:" + proxy.port();

    Response response = page.navigate("http://" + rebound + "/console");

    assertEquals(403, response.status());
    assertEquals("refused 1006", page.evaluate(OPEN, "ws://" + rebound + "/local/c/1"));
    assertEquals(403.0, number(page.evaluate("async () => (await fetch('/api/status')).status")));
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  @Test
  void theConsoleIsShownInNoFrame() throws Exception {
    asking();
    Page page = foreignPage();

    page.evaluate(FRAMED, List.of("src", "http://localhost:" + proxy.port() + "/console"));

    assertEquals(0, page.frames().getLast().locator("#join").count());
    page.waitForCondition(() -> browser.problems().toString().contains("frame-ancestors"));
  }

  @Test
  void aSiteThatWasRevokedDoesNotComeBackByItself() throws Exception {
    asking();
    String of = "&origin=" + site.origin();
    ask("POST", "/api/origins?decision=allow" + of, "");
    Page page = foreignPage();
    page.addScriptTag(
        new Page.AddScriptTagOptions()
            .setUrl("http://localhost:" + proxy.port() + "/namedwebsockets.js"));
    page.evaluate(
        """
        () => new Promise((open) => {
          window.socket = new LocalWebSocket('c', null, { reconnect: 'always' });
          window.ended = new Promise((end) => { socket.onclose = ({ reason }) => end(reason); });
          socket.onopen = open;
        })
        """);

    ask("POST", "/api/origins?decision=deny" + of, "");

    String reason = String.valueOf(page.evaluate("() => window.ended"));
    assertTrue(reason.startsWith("forbidden"), reason);
    assertEquals("refused 1006", page.evaluate(OPEN, socket("/local/c/1")));
    assertFalse(ask("GET", "/api/status", "").body().contains(site.origin()));
  }

  @Test
  void withATokenTheConsoleOpensByALinkGoodOnceAndASiteByItsKey() throws Exception {
    Path file = folder.resolve("state/token");
    proxy = Proxy.start(Configs.alone().withAccess(new AccessConfig(Optional.of(file), false)));
    String token = Files.readString(file).strip();
    String ticket = ask("POST", "/api/tickets", token).body().replaceAll(".*:\"|\"}", "");
    String link = "http://localhost:%d/console#ticket=%s".formatted(proxy.port(), ticket);

    Page console = browser.open(link);
    assertThat(console.locator("#proxy-text")).containsText("on port " + proxy.port());
    assertFalse(console.url().contains("ticket"));
    assertEquals(List.of(), console.context().cookies(), "those go to every port");
    console.locator("#join button").click();
    assertThat(console.locator(".panel [data-part=state-text]")).containsText("Joined");
    Page foreign = foreignPage();
    assertEquals("refused 1006", foreign.evaluate(OPEN, socket("/local/c/1")));
    String key = Tokens.pageKey(token, site.origin());
    assertEquals("open", foreign.evaluate(OPEN, socket("/local/c/1?token=" + key)));
    assertEquals("refused 1006", console.evaluate(OPEN, socket("/local/c/2?token=" + key)));
    console.navigate(link);
    assertThat(console.locator("#proxy-text")).containsText("on port " + proxy.port());

    Page late = browser.open(link);

    assertThat(late.locator("#proxy-text")).containsText("nws token --console");
    TestBrowser.picture(late, "console-wants-token-light-1280");
    console.reload();
    assertThat(console.locator("#proxy-text")).containsText("nws token --console");
  }
}
