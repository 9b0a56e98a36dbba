package org.namedwebsockets.verify.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.verify.system.TestPeer;

/** What the console tells of a proxy, and that all of it can be had without a mouse. */
@Timeout(120)
class ConsoleTest {
  /** Of everything the console loads, as it comes over the wire. */
  private static final long CONSOLE_BYTES_MAX = 100_000;

  /** What it is when unpacked: its own files without the script that every page loads. */
  private static final long OWN_BYTES_MAX = 100_000;

  @TempDir Path folder;
  private Crowd crowd;
  private TestBrowser browser;

  @BeforeEach
  void start() throws IOException {
    crowd = new Crowd(folder);
    browser = TestBrowser.start();
  }

  @AfterEach
  void stop() {
    List<String> problems = List.copyOf(browser.problems());
    browser.close();
    crowd.close();
    assertEquals(List.of(), problems);
  }

  private Page console() {
    return browser.open(crowd.at("/console"));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void whoIsWhereIsDrawnAndFollowsWhatHappens() {
    TestPeer ann = crowd.joins("/network/chat/ann?name=Ann&kind=page");
    crowd.joins("/network/chat/bob?name=Bob");
    crowd.joinsThere("/network/chat/cat?name=Cat&kind=phone");
    Page page = console();
    Locator here = page.locator("#map-channels");
    Locator there = page.locator("#map-proxies");

    assertThat(there).containsText("cat Cat");
    assertThat(there).containsText("phone · on chat");
    assertThat(here).containsText("ann Ann");
    assertThat(page.locator(".map-lines path.far")).hasCount(1);
    assertThat(page.locator(".map-lines path.here")).hasCount(2);
    assertThat(page.locator(".map-lines path.link.up")).hasCount(1);
    ann.close();
    assertThat(here).not().containsText("ann Ann");
    assertThat(page.locator(".map-lines path.here")).hasCount(1);
    crowd.joins("/local/other/dan");
    assertThat(here).containsText("dan");
    page.evaluate("() => new LocalWebSocket('other')");
    assertThat(here).containsText("page · " + crowd.at(""));
  }

  @Test
  void ratesFollowWhatIsSaidAndStopWhenNobodyWantsThem() {
    crowd.joins("/local/busy/1");
    Page page = console();
    assertThat(page.locator("#traffic")).hasText("silent now");

    page.evaluate(
        """
        () => {
          const socket = new LocalWebSocket('busy');
          setInterval(() => socket.send('12345'), 50);
        }
        """);

    assertThat(page.locator("#traffic")).containsText(Pattern.compile("^in [1-9].* out [1-9]"));
    assertThat(page.locator("#channels")).containsText(Pattern.compile("in [1-9].* out [1-9]"));
    assertThat(page.locator(".map-lines path.busy")).hasCount(2);
    button(page, "Pause updates").click();
    assertThat(page.locator("#proxy-text")).containsText("Paused");
    button(page, "Pause updates").click();
    assertThat(page.locator("#proxy-text")).containsText("Proxy ");
  }

  @Test
  void aTapHearsASampleOfMuchAndHoldsUpNobody() {
    TestPeer ann = crowd.joins("/local/loud/ann");
    TestPeer bob = crowd.joins("/local/loud/bob");
    Page page = console();
    button(page, "Listen local channel loud").click();
    assertThat(page.locator(".panel [data-part=state-text]")).hasText("Listening");
    assertThat(page.locator("[data-part=composer]")).hasCount(0);
    Locator log = page.locator("[data-part=log]");
    assertThat(log).containsText("of kind “tap”");

    ann.say("{\"a\":1}");
    ann.say("only text");
    ann.say(new byte[] {0, (byte) 255});

    assertThat(log).containsText("json, 7 B");
    assertThat(log).containsText("only text");
    assertThat(log).containsText("00 ff");
    for (int i = 0; i < 5_000; i++) {
      ann.say("number " + i);
    }
    bob.hears("{\"a\":1}", "only text");
    assertEquals("binary:2", bob.next().substring(0, 8));
    for (int i = 0; i < 5_000; i++) {
      bob.hears("number " + i);
    }
    assertThat(page.locator("[data-part=tapped]")).containsText("5,003 messages heard; ");
    assertThat(page.locator("[data-part=tapped]")).containsText(" came too fast to be shown");
    button(page, "Stop listening").click();
    assertThat(page.locator("#channels")).containsText("2 peers");
  }

  @Test
  void theProxysChecksAreShown() {
    Page page = console();
    button(page, "Run the checks").click();

    Locator findings = page.locator("#findings");
    assertThat(findings).containsText("this page opened two sockets and a message went across");
    assertThat(findings).containsText("the proxy has its LAN side, on port " + crowd.linkPort());
    assertThat(page.locator("#doctor-sum")).not().containsText("Looking");
  }

  @Test
  void everythingCanBeDoneWithKeys() {
    crowd.siteAsks();
    TestPeer ann = crowd.joins("/local/keys/ann");
    Page page = console();
    Keys keys = new Keys(page);
    assertThat(page.locator("#waiting")).containsText(Crowd.SITE);

    keys.goTo("Name");
    keys.write("keys");
    keys.press("Enter");
    assertThat(page.locator(".panel [data-part=state-text]")).hasText("Joined");
    page.keyboard().type("hello");
    keys.press("Enter");
    ann.hears("hello");

    keys.goTo("Listen local channel keys");
    keys.press("Enter");
    assertThat(page.locator(".panel:visible [data-part=state-text]")).hasText("Listening");
    ann.say("do you hear me?");
    assertThat(page.locator(".panel:visible [data-part=log]")).containsText("do you hear me?");

    keys.goTo("Allow: " + Crowd.SITE);
    keys.press("Enter");
    assertThat(page.locator("#decisions")).containsText("may open sockets");

    keys.goTo("listening keys");
    keys.press("Home");
    keys.goTo("Run the checks");
    keys.press("Enter");
    assertThat(page.locator("#findings li").first()).isVisible();
  }

  @Test
  void itIsSmallAndAsksNobodyElse() {
    List<Response> answers = new ArrayList<>();
    Page page = browser.open(crowd.at("/examples/"));
    page.onResponse(answers::add);
    page.navigate(crowd.at("/console"));
    assertThat(page.locator("#proxy-text")).containsText("Proxy ");

    List<Response> files =
        answers.stream().filter(answer -> !answer.url().contains("/api/")).toList();
    long wire = files.stream().mapToLong(it -> it.request().sizes().responseBodySize).sum();
    long own =
        files.stream()
            .filter(answer -> answer.url().contains("/console"))
            .mapToLong(answer -> answer.body().length)
            .sum();

    answers.forEach(it -> assertTrue(it.url().startsWith(crowd.at("/")), it::url));
    assertTrue(files.size() > 15, () -> "only " + files.size() + " files");
    assertTrue(wire > 10_000 && wire < CONSOLE_BYTES_MAX, () -> wire + " bytes come over the wire");
    assertTrue(own < OWN_BYTES_MAX, () -> own + " bytes are the console's own");
  }

  @Test
  void whoWantsNoMotionSeesNone() {
    crowd.joins("/local/still/1");
    Page page = console();
    String moves = "() => getComputedStyle(document.querySelector('.box')).transitionDuration";
    assertThat(page.locator(".box.channel")).hasCount(1);
    assertTrue(String.valueOf(page.evaluate(moves)).startsWith("0.25s"));

    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));

    assertEquals("0s", page.evaluate(moves));
  }
}
