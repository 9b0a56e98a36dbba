package org.namedwebsockets.verify.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Worker;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.SimpleFileServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.verify.system.Configs;
import org.namedwebsockets.verify.system.TestPeer;

/** Console, script and examples in real pages, all through one proxy. */
@Timeout(120)
class PagesTest {
  private static Proxy proxy;
  private static TestBrowser browser;

  @BeforeAll
  static void start() throws Exception {
    proxy = Proxy.start(Configs.alone());
    browser = TestBrowser.start();
  }

  @AfterAll
  static void stop() {
    browser.close();
    proxy.close();
  }

  @AfterEach
  void noPageComplains() {
    assertEquals(List.of(), browser.problems());
  }

  private static String at(String path) {
    return "http://localhost:" + proxy.port() + path;
  }

  private static void join(Page page, String name, String id) {
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
    page.getByLabel("Your id").fill(id);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Join").setExact(true))
        .click();
    assertThat(page.locator(".panel .state").last()).containsText("Joined");
  }

  private static void say(Page page, String text) {
    Locator field = page.locator("textarea:visible");
    field.fill(text);
    field.press("Enter");
  }

  @Test
  void twoConsolesARawPeerAndAControlSocketShareAChannel() {
    Page one = browser.open(at("/console"));
    Page two = browser.open(at("/console"), 360, ColorScheme.DARK);
    join(one, "console-test", "1");
    join(two, "console-test", "2");
    TestPeer raw = TestPeer.open(proxy.port(), "/local/console-test/3");
    TestPeer control = TestPeer.open(proxy.port(), "/control/local/console-test/3");
    assertThat(one.locator("[data-part=peer-count]")).hasText("2");
    assertThat(two.locator("[data-part=peers]")).containsText("3");

    say(one, "hello from the console");
    raw.hears("hello from the console");
    raw.say("hello from a program");
    one.locator("[data-part=to]").selectOption("3");
    say(one, "for you alone");

    assertThat(two.locator("[data-part=log]")).containsText("hello from the console");
    assertThat(one.locator("[data-part=log]")).containsText("hello from a program");
    assertEquals(
        "{\"Action\":\"message\",\"Source\":1,\"Target\":3,\"Payload\":\"for you alone\"}",
        lastOf(control));
    two.getByLabel("Hex").check(new Locator.CheckOptions().setForce(true));
    say(two, "00 ff 7e");
    assertEquals("binary:3", raw.next().substring(0, 8));
    TestBrowser.picture(one, "console-light-1280");
    TestBrowser.picture(two, "console-dark-360");
    raw.close();
    assertThat(one.locator("[data-part=peer-count]")).hasText("1");
    assertThat(two.locator("[data-part=log]")).not().containsText("for you alone");
  }

  private static String lastOf(TestPeer control) {
    String next = control.next();
    while (next.startsWith("{\"Action\":\"connect\"")) {
      next = control.next();
    }
    return next;
  }

  @Test
  void twoPeopleChatAndSeeEachOtherComeAndGo() {
    chat(at("/examples/chat/"), at("/examples/chat/"), "chat");
  }

  @Test
  void theChatPageWorksFromAnotherSiteAndFromDisk() {
    Path top = Path.of("..").toAbsolutePath().normalize();
    var site =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            top,
            SimpleFileServer.OutputLevel.NONE);
    site.start();
    try {
      // Pages of elsewhere must be told that this proxy is not on the usual port.
      String proxyAt = "?proxy=ws://localhost:" + proxy.port();
      String other =
          "http://127.0.0.1:" + site.getAddress().getPort() + "/examples/chat/index.html";
      String disk = top.resolve("examples/chat/index.html").toUri().toString();
      chat(other + proxyAt, disk + proxyAt, "chat-elsewhere");
    } finally {
      site.stop(0);
    }
  }

  private void chat(String annsUrl, String bobsUrl, String picture) {
    Page ann = browser.open(annsUrl);
    Page bob = browser.open(bobsUrl, 360, ColorScheme.DARK);
    enter(ann, "Ann");
    enter(bob, "Bob");
    assertThat(ann.locator("#people")).containsText("Bob");
    assertThat(bob.locator("#people")).containsText("Ann");

    ann.locator("#text").fill("good morning");
    ann.locator("#text").press("Enter");

    assertThat(bob.locator("#log")).containsText("good morning");
    TestBrowser.picture(ann, picture + "-light-1280");
    TestBrowser.picture(bob, picture + "-dark-360");
    bob.close();
    assertThat(ann.locator("#people")).not().containsText("Bob");
    ann.close();
  }

  private static void enter(Page page, String name) {
    page.locator("#nick").fill(name);
    page.locator("#nick").press("Enter");
    assertThat(page.locator("#room")).isVisible();
  }

  @Test
  void whatIsPublishedReachesWhoListensToTheTopicAndNobodyElse() {
    Page ann = browser.open(at("/examples/pubsub/"));
    Page bob = browser.open(at("/examples/pubsub/"));
    for (Page page : List.of(ann, bob)) {
      page.locator("#login-button").click();
      assertThat(page.locator("#log")).containsText("is logged in");
    }
    bob.locator("#wanted").fill("news");
    bob.locator("#wanted").press("Enter");
    ann.waitForFunction("() => socket.peers.length > 0");

    ann.locator("#topic").fill("other");
    ann.locator("#words").fill("not for bob");
    ann.locator("#words").press("Enter");
    ann.locator("#topic").fill("news");
    ann.locator("#words").fill("it is raining");
    ann.locator("#words").press("Enter");

    assertThat(bob.locator("#log")).containsText("it is raining");
    assertThat(bob.locator("#log")).not().containsText("not for bob");
    TestBrowser.picture(bob, "pubsub-light-1280");
  }

  @Test
  void theLandingPageLeadsToTheConsole() {
    Page page = browser.open(at("/"));
    TestBrowser.picture(page, "landing-light-1280");
    TestBrowser.picture(browser.open(at("/"), 360, ColorScheme.DARK), "landing-dark-360");

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("console")).first().click();

    assertThat(page).hasURL(at("/console"));
  }

  @Test
  void theScriptWorksInAPageAndTellsWhoSaidWhat() {
    Page page = browser.open(at("/"));
    TestPeer raw = TestPeer.open(proxy.port(), "/local/script/77");

    page.evaluate(
        """
        async () => {
          await new Promise((done, fail) => {
            const script = document.createElement('script');
            Object.assign(script, { src: '/namedwebsockets.js', onload: done, onerror: fail });
            document.head.append(script);
          });
          NamedWebSocket.limits.senderWaitMs = 60_000;
          const socket = new LocalWebSocket('script', [], { senders: true });
          window.heard = new Promise((done) => { socket.onmessage = done; });
          socket.send('sent before it was open');
          await socket.ready;
          window.socket = socket;
        }
        """);
    raw.hears("sent before it was open");
    raw.say("answer");

    Object heard =
        page.evaluate(
            """
            async () => {
              const event = await window.heard;
              const { socket } = window;
              return [socket instanceof WebSocket, socket.peers[0].id, event.data, event.senderId]
                .join(' ');
            }
            """);

    assertEquals("true 77 answer 77", heard);
  }

  @Test
  void theScriptWorksInAWorker() {
    Page page = browser.open(at("/"));
    TestPeer raw = TestPeer.open(proxy.port(), "/local/worker/77");

    // Our pages let no blob be a worker, so this one is a script that the proxy serves.
    Worker worker =
        page.waitForWorker(
            () -> page.evaluate("() => { self.w = new Worker('/namedwebsockets.js'); }"));
    worker.evaluate(
        """
        () => {
          NamedWebSocket.proxy = location.origin;
          new LocalWebSocket('worker').send('working');
        }
        """);

    raw.hears("working");
  }
}
