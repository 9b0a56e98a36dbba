package org.namedwebsockets.verify.lan;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.verify.browser.TestBrowser;
import org.namedwebsockets.verify.system.TestPeer;

/** A machine that has a browser and no proxy comes onto channels of others. */
@Tag("lan")
@Timeout(300)
final class GuestLanTest {
  private TestLan lan;
  private TestBrowser phone;

  @BeforeEach
  void aPhone() throws IOException {
    lan = TestLan.open();
    phone = TestBrowser.start(BrowserLanTest.chromiumOn(lan.machine("phone")));
  }

  @AfterEach
  void close() {
    phone.close();
    lan.close();
  }

  @Test
  void aPhoneTalksWithAMachineItWasNotEvenInvitedBy() {
    LanProxy ann = LanProxy.on(lan.machine("ann"));
    LanProxy bob = LanProxy.on(lan.machine("bob"));
    ann.awaitLink();
    TestPeer bobsPeer = bob.peer("chat", "bob");
    String link = ann.invite("chat", "--for", "10m");

    Page page = phone.openAnyway(link, 360, ColorScheme.LIGHT);
    page.getByLabel("Your name").fill("Phone");
    page.getByLabel("Your name").press("Enter");

    assertThat(page.locator("[data-part=peers]")).hasText("bob");
    bobsPeer.say("from another machine");
    assertThat(page.locator("[data-part=log]")).containsText("bob: from another machine");
    page.locator("[data-part=text]").fill("from the phone");
    page.keyboard().press("Enter");
    bobsPeer.hears("from the phone");
    TestBrowser.picture(page, "lan-guest-light-360");
  }
}
