package org.namedwebsockets.verify.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.verify.system.Configs;

/**
 * The newer examples in real pages, all through one proxy; each light and wide, dark and narrow.
 */
@Timeout(120)
class ExamplesTest {
  private static final Path PROGRAMS = Path.of("..", "examples", "bridge");

  private static Proxy proxy;
  private static TestBrowser browser;

  private final List<Page> pages = new ArrayList<>();

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
    pages.forEach(Page::close);
    assertEquals(List.of(), browser.problems());
  }

  private Page light(String example) {
    return opened(browser.open(at(example)));
  }

  private Page dark(String example) {
    return opened(browser.open(at(example), 360, ColorScheme.DARK));
  }

  private Page opened(Page page) {
    pages.add(page);
    return page;
  }

  private static String at(String example) {
    return "http://localhost:" + proxy.port() + "/examples/" + example;
  }

  private static void pictures(String example, Page light, Page dark) {
    TestBrowser.picture(light, example + "-light-1280");
    TestBrowser.picture(dark, example + "-dark-360");
    Object width = dark.evaluate("() => document.documentElement.scrollWidth");
    assertEquals(360, width, "nothing is wider than a small screen");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  @Test
  void theIndexLeadsToEveryExample() {
    Page page = light("");
    TestBrowser.picture(page, "examples-light-1280");
    TestBrowser.picture(dark(""), "examples-dark-360");
    List<String> links =
        page.locator("main a").all().stream().map(link -> link.getAttribute("href")).toList();
    assertEquals(9, links.size());
    for (String link : links) {
      page.navigate(at(link));
      assertThat(page.locator("h1")).isVisible();
      assertThat(page.locator(".about")).containsText("What this shows.");
      for (Locator source : page.locator(".about a").all()) {
        String path = String.valueOf(source.evaluate("(link) => link.href"));
        assertEquals(200, page.request().get(path).status(), path);
      }
    }
  }

  @Test
  void twoWriteAtOnceAndWhatWasWrittenOfflineIsMerged() {
    Page ann = light("editor/");
    Page bob = dark("editor/");
    ann.locator("#me").fill("Ann");
    assertThat(bob.locator("#people")).containsText("Ann");
    ann.locator("#text").fill("middle\n");
    assertThat(bob.locator("#text")).hasValue("middle\n");

    button(bob, "Work offline").click();
    bob.locator("#text").press("Control+End");
    bob.locator("#text").pressSequentially("written offline 👍");
    ann.locator("#text").press("Control+Home");
    ann.locator("#text").pressSequentially("meanwhile\n");
    assertThat(ann.locator("#text")).hasValue("meanwhile\nmiddle\n");
    button(bob, "Work offline").click();

    String both = "meanwhile\nmiddle\nwritten offline 👍";
    assertThat(ann.locator("#text")).hasValue(both);
    assertThat(bob.locator("#text")).hasValue(both);
    assertEquals(
        both.length(),
        bob.evaluate("() => document.getElementById('text').selectionStart"),
        "the caret stays with its letters");
    pictures("editor", ann, bob);
    button(ann, "Undo my last").click();
    assertThat(bob.locator("#text")).not().hasValue(both);
    assertTrue(bob.locator("#text").inputValue().contains("written offline"));
  }

  @Test
  void whoRunsInTheGameIsSeenByTheOthers() {
    Page ann = light("game/");
    Page bob = dark("game/");
    ann.locator("#field").focus();
    ann.keyboard().down("ArrowRight");

    bob.waitForFunction("() => [...arena.players.values()].some((one) => one.x > 150)");

    ann.keyboard().up("ArrowRight");
    for (Page page : List.of(ann, bob)) {
      assertThat(page.locator("#rows")).containsText(" ms");
    }
    pictures("game", ann, bob);
    bob.close();
    assertThat(ann.locator("#state")).containsText("Nobody else");
  }

  @Test
  void aPrinterIsFoundAndPrints() {
    Page ann = light("discovery/");
    Page bob = dark("discovery/");
    bob.locator("#name").fill("Laser");
    button(bob, "Be a printer").click();
    assertThat(ann.locator("#found")).containsText("Laser");

    ann.locator("#words").fill("a page for the wall");
    button(ann, "Print there").click();

    assertThat(ann.locator("#found")).containsText("Printed as page 1.");
    assertThat(bob.locator("#sheets")).containsText("a page for the wall");
    pictures("discovery", ann, bob);
    button(bob, "Stop being a printer").click();
    assertThat(ann.locator("#nobody")).isVisible();
  }

  @Test
  void programsInNodeAndJavaShareAChannelWithAPage() throws IOException {
    Page ann = light("bridge/");
    String address = "ws://localhost:" + proxy.port();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process inNode =
        started(
            "node", "--experimental-websocket", PROGRAMS.resolve("load.mjs").toString(), address);
    Process inJava = started(java, PROGRAMS.resolve("Load.java").toString(), address);
    try {
      assertThat(ann.locator("#tiles")).containsText("(Node)");
      assertThat(ann.locator("#tiles")).containsText("(Java)");
      ann.locator("#every").selectOption("250");
      ann.waitForFunction(
          "() => [...document.querySelectorAll('#tiles li')].every((one) => one.loads.length > 8)");
      pictures("bridge", ann, dark("bridge/"));
    } finally {
      inNode.destroy();
      inJava.destroy();
    }
    assertThat(ann.locator("#nobody")).isVisible();
  }

  private static Process started(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void pagesOfTwoOriginsShareOneClipboard() {
    Page ann = light("crossdomain/");
    ann.locator("#text").fill("before the other came");
    String twin = ann.locator("#twin").getAttribute("href");
    assertTrue(twin.startsWith("http://127.0.0.1:"), twin);

    Page bob = opened(browser.open(twin, 360, ColorScheme.DARK));

    assertThat(bob.locator("#text")).hasValue("before the other came");
    bob.locator("#text").fill("back again");
    assertThat(ann.locator("#text")).hasValue("back again");
    assertThat(ann.locator("#others")).containsText("http://127.0.0.1:");
    pictures("crossdomain", ann, bob);
  }

  @Test
  void aFileArrivesWhereItWasAllowedToAndNowhereElse() throws IOException {
    Page ann = light("filedrop/");
    Page bob = dark("filedrop/");
    // A stand-in for the dialogue, which no test can press: the handle it gives is a real one.
    bob.evaluate(
        """
        () => {
          window.showSaveFilePicker = async ({ suggestedName }) => {
            const own = await navigator.storage.getDirectory();
            return own.getFileHandle(suggestedName, { create: true });
          };
        }
        """);
    byte[] content = "all of it".getBytes(StandardCharsets.UTF_8);
    Locator choose = ann.locator("#people input");
    choose.setInputFiles(new FilePayload("wanted.txt", "text/plain", content));
    button(bob, "Accept").click();
    assertThat(bob.locator("#rows .good")).containsText("both files are the same");
    assertThat(ann.locator("#rows .good")).containsText("both files are the same");

    choose.setInputFiles(new FilePayload("unwanted.txt", "text/plain", content));
    button(bob, "Decline").click();
    assertThat(ann.locator("#rows .bad")).containsText("They declined.");

    choose.setInputFiles(new FilePayload("withdrawn.txt", "text/plain", content));
    assertThat(bob.locator("#rows")).containsText("withdrawn.txt");
    button(ann, "Stop").click();
    assertThat(bob.locator("#rows")).not().containsText("withdrawn.txt");

    bob.evaluate("() => { delete window.showSaveFilePicker; }");
    choose.setInputFiles(new FilePayload("empty.txt", "text/plain", new byte[0]));
    assertThat(bob.locator("#rows")).containsText("offers empty.txt (0 B)");
    pictures("filedrop", ann, bob);
    button(bob, "Accept").click();
    Locator save = bob.getByText("Save empty.txt");
    Download empty = bob.waitForDownload(save::click);
    assertEquals(0, Files.size(empty.path()));
  }

  @Test
  void whoHasNoCameraIsToldSoAndWritesInstead() {
    Page ann = light("webrtc/");
    Page bob = dark("webrtc/");
    bob.evaluate(
        """
        () => {
          navigator.mediaDevices.getUserMedia = async () => {
            throw new DOMException('none', 'NotFoundError');
          };
        }
        """);
    ann.locator("#me").fill("Ann");
    ann.locator("#join").click();
    bob.locator("#join").click();
    assertThat(bob.locator("#trouble")).containsText("There is no camera and no microphone.");
    assertThat(bob.locator("figcaption").last()).containsText("Ann: connected");

    // The words' own way opens a moment after the connection.
    bob.waitForFunction("() => [...calls.values()].some(({ call }) => call.say('hello, Ann'))");

    assertThat(ann.locator("#log")).containsText("hello, Ann");
    pictures("webrtc", ann, bob);
  }

  @Test
  void editorAndFileDropWorkFromDiskAndFromAnotherSite() {
    Path top = Path.of("..").toAbsolutePath().normalize();
    HttpServer site =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            top,
            SimpleFileServer.OutputLevel.NONE);
    site.start();
    try {
      String page = "/index.html?proxy=ws://localhost:" + proxy.port();
      String there = "http://127.0.0.1:" + site.getAddress().getPort() + "/examples/";
      String disk = top.resolve("examples").toUri().toString();
      Page ann = opened(browser.open(there + "editor" + page));
      Page bob = opened(browser.open(disk + "editor" + page));
      ann.locator("#text").fill("from another site");
      assertThat(bob.locator("#text")).hasValue("from another site");

      Page sends = opened(browser.open(there + "filedrop" + page));
      Page takes = opened(browser.open(disk + "filedrop" + page));
      takes.evaluate("() => { delete window.showSaveFilePicker; }");
      byte[] content = new byte[3_000_000];
      sends
          .locator("#people input")
          .setInputFiles(new FilePayload("zeros", "application/octet-stream", content));
      button(takes, "Accept").click();
      // Pages from disk have no storage of their own, so it waits in memory.
      assertThat(takes.getByText("Save zeros")).isVisible();
    } finally {
      site.stop(0);
    }
  }
}
