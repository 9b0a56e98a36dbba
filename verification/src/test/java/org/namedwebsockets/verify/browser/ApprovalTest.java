package org.namedwebsockets.verify.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.verify.system.Configs;
import org.namedwebsockets.verify.system.Gauges;

/** A site that nobody allowed waits; a person decides in the console, and changes their mind. */
@Timeout(120)
class ApprovalTest {
  private static final String PAGE =
      """
      <!doctype html><title>A site</title><p id="state">waiting</p><script>
      const proxy = new URLSearchParams(location.search).get('proxy');
      const say = (text) => { document.getElementById('state').textContent = text; };
      const id = Math.floor(Math.random() * 1e16);
      const open = () => {
        let isOpen = false;
        const socket = new WebSocket(`${proxy}/local/approved/${id}`);
        socket.onopen = () => { isOpen = true; say('open'); };
        socket.onclose = ({ code, reason }) => {
          say(isOpen ? `closed ${code} ${reason}` : `refused ${code}`);
          if (!isOpen) setTimeout(open, 300);
        };
      };
      open();
      </script>
      """;

  /** A browser opens one WebSocket at a time: a site that waits must not hold up the others. */
  private static final String OTHERS =
      """
      () => new Promise((open, fail) => {
        const own = new WebSocket(`ws://${location.host}/local/own/1`);
        own.onopen = () => { own.close(); open(); };
        own.onerror = fail;
      })
      """;

  @TempDir Path folder;
  private Path remembered;
  private ForeignSite site;
  private Proxy proxy;
  private TestBrowser browser;

  @BeforeEach
  void start() throws IOException {
    remembered = folder.resolve("state/origins");
    site = ForeignSite.start(folder, PAGE);
    proxy = asking();
    // What a page complains of when it is refused is not kept here.
    browser = TestBrowser.start();
  }

  private Proxy asking() throws IOException {
    return Proxy.start(Configs.alone().withOrigins(new OriginRule.Ask(), Optional.of(remembered)));
  }

  @AfterEach
  void stop() {
    browser.close();
    proxy.close();
    site.close();
  }

  private Page foreignPage() {
    return browser.open(site.page() + "?proxy=ws://localhost:" + proxy.port());
  }

  private Page console(int width, ColorScheme scheme) {
    return browser.open("http://localhost:" + proxy.port() + "/console#sites", width, scheme);
  }

  private static Locator button(Page console, String text) {
    return console
        .locator("#sites")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(text));
  }

  private static void state(Page page, String text) {
    assertThat(page.locator("#state")).hasText(text);
  }

  @Test
  void aSiteWaitsUntilAPersonDecidesAndGoesWhenTheyChangeTheirMind() throws Exception {
    Page first = foreignPage();
    Page console = console(1280, ColorScheme.LIGHT);
    assertThat(console.locator("#waiting"))
        .containsText(site.origin() + " asks for local/approved");
    state(first, "refused 1006");
    console.evaluate(OTHERS);
    TestBrowser.picture(console, "sites-waiting-light-1280");

    button(console, "Only local/approved: " + site.origin()).click();

    state(first, "open");
    assertThat(console.locator("#decisions"))
        .containsText(site.origin() + " may open sockets on local/approved");
    Page narrow = console(360, ColorScheme.DARK);
    assertThat(narrow.locator("#decisions")).containsText("may open sockets");
    narrow.locator("#sites").scrollIntoViewIfNeeded();
    TestBrowser.picture(narrow, "sites-decided-dark-360");

    button(console, "Deny: " + site.origin()).click();

    state(first, "closed 1008 forbidden: its site may not be here any more");
    state(foreignPage(), "refused 1006");
    button(narrow, "Forget: " + site.origin()).click();
    Page third = foreignPage();
    state(third, "refused 1006");
    button(console, "Allow: " + site.origin()).click();
    state(third, "open");

    List<String> allowed = List.of("allow " + site.origin());
    third.waitForCondition(() -> kept().equals(allowed));
    proxy.close();
    proxy = asking();
    state(foreignPage(), "open");
    new Gauges(proxy.port()).await("nws_peers", peers -> peers > 0);
    assertEquals(allowed, kept());
  }

  /** What the proxy keeps of the decisions, a line each. */
  private List<String> kept() {
    try (Stream<String> lines = Files.lines(remembered)) {
      return lines.filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
