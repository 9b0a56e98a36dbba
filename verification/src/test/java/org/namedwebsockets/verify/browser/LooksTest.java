package org.namedwebsockets.verify.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.verify.system.Invitation;
import org.namedwebsockets.verify.system.TestPeer;

/**
 * Every state of the console and every page, light and wide, dark and narrow: nothing for axe-core
 * to find, nothing wider than the screen, and a picture of each in {@code screenshots}.
 */
@Timeout(120)
class LooksTest {
  private static final String[] PAGES = {
    "/",
    "/examples/",
    "/examples/bridge/",
    "/examples/chat/",
    "/examples/crossdomain/",
    "/examples/discovery/",
    "/examples/editor/",
    "/examples/filedrop/",
    "/examples/game/",
    "/examples/pubsub/",
    "/examples/webrtc/",
  };

  private static final boolean WRITES_IMAGES = "write".equals(System.getProperty("nws.images"));

  @TempDir Path folder;
  private Crowd crowd;
  private TestBrowser browser;
  private final List<String> faults = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    crowd = new Crowd(folder);
    browser = TestBrowser.start();
  }

  @AfterEach
  void stop() {
    browser.close();
    crowd.close();
  }

  private Page open(String path, ColorScheme scheme, int width) {
    Page page = browser.open(crowd.at(path), width, scheme);
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    return page;
  }

  private void look(Page page, String name, ColorScheme scheme, int width) {
    String whole = "%s-%s-%d".formatted(name, scheme.name().toLowerCase(Locale.ROOT), width);
    Axe.findings(page).forEach(finding -> faults.add(whole + ": " + finding));
    Object wide = page.evaluate("() => document.documentElement.scrollWidth");
    if (!wide.equals(width)) {
      faults.add(whole + ": is " + wide + " wide");
    }
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("screenshots", whole + ".png")));
  }

  /** One of the pictures of the README, if they are to be made anew: as much as a window shows. */
  private static void keep(Page page, String name) {
    if (WRITES_IMAGES) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of("..", "docs", "images", name + ".png")));
    }
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  /** Peers that speak, and a site that waits, as the console sees them. */
  private void severalCome(Page page) {
    crowd.gathers();
    crowd.siteAsks();
    page.evaluate(
        """
        () => {
          const speaker = new NetworkWebSocket('chat', [], { id: 'thermo' });
          let n = 0;
          setInterval(() => speaker.send(JSON.stringify({ celsius: 20, n: n++ })), 150);
        }
        """);
    assertThat(page.locator("#map-proxies")).containsText("p2 Zoë");
    assertThat(page.locator("#waiting")).containsText(Crowd.SITE);
    assertThat(page.locator("#traffic")).containsText("in ");
  }

  @ParameterizedTest
  @CsvSource({"LIGHT, 1280", "DARK, 360"})
  void everyStateOfTheConsole(ColorScheme scheme, int width) {
    Page page = open("/console", scheme, width);
    assertThat(page.locator("#proxy-text")).containsText("Proxy ");
    look(page, "console-empty", scheme, width);

    severalCome(page);
    look(page, "console-several", scheme, width);
    if (scheme == ColorScheme.LIGHT && width == 1280) {
      keep(page, "console");
    }

    page.locator("#channels summary").first().click();
    press(page, "Run the checks");
    assertThat(page.locator("#findings li").last()).isVisible();
    look(page, "console-doctor", scheme, width);

    press(page, "Listen network channel chat");
    Locator log = page.locator(".panel:visible [data-part=log]");
    assertThat(log).containsText("json, ");
    look(page, "console-tap", scheme, width);
    if (scheme == ColorScheme.DARK && width == 360) {
      page.locator("#work").scrollIntoViewIfNeeded();
      keep(page, "console-narrow");
    }

    press(page, "Join network channel chat");
    assertThat(page.locator(".panel:visible [data-part=state-text]")).hasText("Joined");
    page.locator("textarea:visible").fill("good morning");
    page.locator("textarea:visible").press("Enter");
    assertThat(page.locator(".panel:visible .line.out")).hasCount(1);
    look(page, "console-joined", scheme, width);

    crowd.leavesUs();
    assertThat(page.locator("#proxy-text")).containsText("does not answer");
    assertThat(page.locator(".panel:visible [data-part=trouble]")).isVisible();
    look(page, "console-gone", scheme, width);
    assertEquals(List.of(), faults, () -> String.join("\n", faults));
  }

  @ParameterizedTest
  @CsvSource({"LIGHT, 1280", "DARK, 360"})
  void everyStateOfAGuestAndOfWhoInvites(ColorScheme scheme, int width) throws IOException {
    try (Proxy proxy = Proxy.start(Invitation.welcoming(0))) {
      TestPeer ann = TestPeer.open(proxy.port(), "/network/chat/ann?name=Ann");
      Page console = browser.open("http://localhost:" + proxy.port() + "/console", width, scheme);
      console.locator("#invites").getByLabel("For one guest only").check();
      press(console, "Make a link");
      assertThat(console.locator("#invites-list li")).hasCount(1);
      look(console, "invites-made", scheme, width);
      String link = console.locator("#invite-link").inputValue();

      Page guest = browser.openAnyway(link, width, scheme);
      assertThat(guest.locator("#door")).isVisible();
      look(guest, "guest-door", scheme, width);
      press(guest, "Join");
      assertThat(guest.locator("#enter-error")).isVisible();
      look(guest, "guest-nameless", scheme, width);
      guest.getByLabel("Your name").fill("Bob");
      press(guest, "Join");
      assertThat(guest.locator("[data-part=peers]")).hasText("Ann");
      ann.say("Good morning. " + "Averylongwordwithoutanend".repeat(8));
      guest.locator("[data-part=text]").fill("Good morning, Ann!");
      press(guest, "Send");
      assertThat(guest.locator("[data-part=log] .own")).hasCount(1);
      assertThat(guest.locator("[data-part=log]")).containsText("Averylong");
      look(guest, "guest-inside", scheme, width);

      press(console, "End invite " + console.locator("#invites-list code").textContent());
      assertThat(guest.locator("#end")).isVisible();
      look(guest, "guest-over", scheme, width);
    }
    assertEquals(List.of(), faults, () -> String.join("\n", faults));
    assertEquals(List.of(), browser.problems());
  }

  @ParameterizedTest
  @CsvSource({"LIGHT, 1280", "DARK, 360"})
  void everyOtherPage(ColorScheme scheme, int width) {
    for (String path : PAGES) {
      Page page = open(path, scheme, width);
      assertThat(page.locator("h1").first()).isVisible();
      look(page, "page" + path.replace('/', '-').replaceAll("-$", ""), scheme, width);
      page.close();
    }
    assertEquals(List.of(), faults, () -> String.join("\n", faults));
    assertEquals(List.of(), browser.problems());
  }

  @Test
  void twoPeopleAtTheEditor() {
    Page bob = open("/examples/editor/", ColorScheme.LIGHT, 900);
    Page ann = open("/examples/editor/", ColorScheme.LIGHT, 900);
    ann.locator("#me").fill("Ann");
    bob.locator("#me").fill("Bob");
    ann.locator("#text").fill("Bring to the lake:\n- bread\n- the blue kite\n");
    assertThat(bob.locator("#text")).hasValue(Pattern.compile(".*kite\n", Pattern.DOTALL));
    bob.locator("#text").press("Control+End");
    bob.locator("#text").pressSequentially("- a rope for it");
    assertThat(ann.locator("#text")).hasValue(Pattern.compile(".*rope for it", Pattern.DOTALL));
    assertThat(ann.locator("#people")).containsText("Bob");

    look(ann, "editor-two", ColorScheme.LIGHT, 900);
    ann.setViewportSize(900, 620);
    keep(ann, "editor");
    assertEquals(List.of(), faults, () -> String.join("\n", faults));
  }
}
