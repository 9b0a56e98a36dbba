package org.namedwebsockets.verify.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.verify.system.Configs;
import org.namedwebsockets.verify.system.Invitation;
import org.namedwebsockets.verify.system.QrReader;
import org.namedwebsockets.verify.system.TestPeer;

/** A guest with nothing but a browser: invited in the console, at the page, and shown out. */
@Timeout(120)
class GuestPageTest {
  private Proxy proxy;
  private TestBrowser browser;

  @BeforeEach
  void start() throws IOException {
    proxy = Proxy.start(Invitation.welcoming(0));
    browser = TestBrowser.start();
  }

  @AfterEach
  void stop() {
    browser.close();
    proxy.close();
  }

  private Page console(int width, ColorScheme scheme) {
    return browser.open("http://localhost:" + proxy.port() + "/console", width, scheme);
  }

  private static void enter(Page guest, String name) {
    assertThat(guest.locator("#door")).isVisible();
    guest.getByLabel("Your name").fill(name);
    guest.getByLabel("Your name").press("Enter");
    assertThat(guest.locator("#state-text")).hasText("Joined as " + name + ".");
  }

  private static void say(Page guest, String text) {
    guest.locator("[data-part=text]:visible").fill(text);
    guest.keyboard().press("Enter");
  }

  private static void ended(Page guest, String title) {
    assertThat(guest.locator("#end-title")).hasText(title);
    assertThat(guest.locator("#inside")).isHidden();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  /** Fills the form of the console; the link it shows. */
  private static String invite(Page console, String channel, boolean once) {
    Locator card = console.locator("#invites");
    card.getByLabel("This machine").check();
    card.getByLabel("Channel").fill(channel);
    card.getByLabel("For one guest only").setChecked(once);
    button(console, "Make a link").click();
    assertThat(console.locator("#invitation")).isVisible();
    assertThat(console.locator("#invite-qr svg path")).hasCount(1);
    String link = console.locator("#invite-link").inputValue();
    assertEquals(link, QrReader.read(console.locator("#invite-qr").screenshot()));
    return link;
  }

  @Test
  void aPhoneComesByTheLinkTalksComesBackAndIsShownOut() {
    Page console = console(1280, ColorScheme.LIGHT);
    String link = invite(console, "party", true);
    console.locator("#invites").scrollIntoViewIfNeeded();
    TestBrowser.picture(console, "invite-made-light-1280");
    TestPeer ann = TestPeer.open(proxy.port(), "/local/party/ann?name=Ann");

    Page guest = browser.openAnyway(link, 360, ColorScheme.DARK);
    assertThat(guest.locator("#door-channels")).hasText("party");
    TestBrowser.picture(guest, "guest-door-dark-360");
    enter(guest, "Bob");
    assertThat(guest.locator("[data-part=peers]")).hasText("Ann");
    ann.say("<img src=x onerror=alert(1)> & <b>text</b>");
    assertThat(guest.locator("[data-part=log]"))
        .containsText("Ann: <img src=x onerror=alert(1)> & <b>text</b>");
    assertThat(guest.locator("[data-part=log] img")).hasCount(0);
    ann.say("hello, phone");
    assertThat(guest.locator("[data-part=log]")).containsText("Ann: hello, phone");
    say(guest, "hello, computer");
    ann.hears("hello, computer");
    TestBrowser.picture(guest, "guest-inside-dark-360");
    assertTrue(!guest.url().contains("#"), "the secret stays in the address: " + guest.url());

    ended(browser.openAnyway(link, 1280, ColorScheme.LIGHT), "This invite has been used");
    guest.reload();
    enter(guest, "Bob again");
    ann.say("there you are");
    assertThat(guest.locator("[data-part=log]")).containsText("there you are");
    assertThat(console.locator("#invites-list")).containsText("1 guest here, used");

    button(console, "End invite").click();

    ended(guest, "This invite has ended");
    TestBrowser.picture(guest, "guest-over-dark-360");
    assertThat(console.locator("#invites-list li")).hasCount(0);
    assertThat(console.locator("#invitation")).isHidden();
    assertEquals(List.of(), problems());
  }

  /** What the pages complained of, but for answers that refuse. */
  private List<String> problems() {
    return browser.problems().stream()
        .filter(problem -> !problem.contains("the server responded with a status of 403"))
        .toList();
  }

  @Test
  void severalChannelsAreOnOnePageAndAWrongLinkSaysSo() {
    Invitation invite =
        Invitation.make(proxy.port(), "?channel=local/news&channel=network/chat&seconds=600");
    Page guest = browser.openAnyway(invite.links().getFirst(), 1280, ColorScheme.LIGHT);
    enter(guest, "Cat");
    // "Joined" is said after the first of the two.
    assertThat(guest.locator("[data-part=log]").getByText("You are here.")).hasCount(2);
    TestPeer dan = TestPeer.open(proxy.port(), "/network/chat/dan");
    dan.say("psst");
    assertThat(button(guest, "chat •")).isVisible();
    button(guest, "chat •").click();
    assertThat(guest.locator("[data-part=log]:visible")).containsText("dan: psst");
    say(guest, "hello");
    dan.hears("hello");
    TestBrowser.picture(guest, "guest-inside-light-1280");

    String wrong = invite.links().getFirst().replaceAll("#.*", "#" + "a".repeat(26));
    ended(browser.openAnyway(wrong, 360, ColorScheme.LIGHT), "This link does not work");
    String none = invite.links().getFirst().replaceAll("#.*", "");
    ended(browser.openAnyway(none, 360, ColorScheme.LIGHT), "You need a link");
    assertEquals(List.of(), problems());
  }

  @Test
  void theGuestIsToldThatTheOtherComputerIsGone() {
    Invitation invite = Invitation.make(proxy.port(), "?channel=local/party");
    Page guest = browser.openAnyway(invite.links().getFirst(), 360, ColorScheme.LIGHT);
    enter(guest, "Eve");
    assertThat(guest.locator("[data-part=alone]")).isVisible();

    proxy.close();

    assertThat(guest.locator("#state-text"))
        .hasText("The other computer does not answer. Trying again…");
    TestBrowser.picture(guest, "guest-gone-light-360");
  }

  @Test
  void theConsoleSaysWhyNobodyMayBeInvited() throws IOException {
    Page none = console(360, ColorScheme.DARK);
    assertThat(none.locator("#invites-state")).containsText("nothing listens for guests");
    invite(none, "party", false);
    assertThat(none.locator("#invites-state")).containsText("is open on port");
    none.locator("#invites").scrollIntoViewIfNeeded();
    TestBrowser.picture(none, "invite-made-dark-360");
    try (Proxy off = Proxy.start(Configs.alone())) {
      Page refused = browser.open("http://localhost:" + off.port() + "/console");
      assertThat(refused.locator("#invites-state")).containsText("--lan off");
      assertThat(refused.locator("#invite")).isHidden();
    }
  }
}
