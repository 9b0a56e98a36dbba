package org.namedwebsockets.verify.lan;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.verify.browser.TestBrowser;

/** Pages on two machines, each in a browser of its own inside the machine. */
@Tag("lan")
@Timeout(300)
final class BrowserLanTest {
  private static final String SITE = "http://localhost:9009";

  private TestLan lan;
  private TestBrowser annsBrowser;
  private TestBrowser bobsBrowser;

  @BeforeEach
  void twoMachines() throws IOException {
    lan = TestLan.open();
    TestLan.Machine annMachine = lan.machine("ann");
    TestLan.Machine bobMachine = lan.machine("bob");
    LanProxy ann = LanProxy.on(annMachine);
    LanProxy.on(bobMachine);
    ann.awaitLink();
    annsBrowser = TestBrowser.start(chromiumOn(annMachine));
    bobsBrowser = TestBrowser.start(chromiumOn(bobMachine));
  }

  @AfterEach
  void close() {
    annsBrowser.close();
    bobsBrowser.close();
    lan.close();
  }

  /** A program that starts Chromium inside a machine. */
  static Path chromiumOn(TestLan.Machine machine) throws IOException {
    Path script =
        Files.createTempFile(
            "nws-chromium",
            ".sh",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    script.toFile().deleteOnExit();
    return Files.writeString(
        script,
        "#!/bin/sh\nexec ip netns exec %s %s \"$@\"\n"
            .formatted(machine.namespace(), TestBrowser.chromium()));
  }

  private void noPageComplains() {
    assertEquals(List.of(), annsBrowser.problems());
    assertEquals(List.of(), bobsBrowser.problems());
  }

  @Test
  void aCallCarriesThePictureFromMachineToMachine() {
    Page ann = annsBrowser.open(SITE + "/examples/webrtc/");
    Page bob = bobsBrowser.open(SITE + "/examples/webrtc/", 360, ColorScheme.DARK);
    ann.locator("#join").click();
    bob.locator("#join").click();

    for (Page page : List.of(ann, bob)) {
      assertThat(page.locator("figcaption").last()).containsText("connected");
      page.waitForFunction(
          """
          () => {
            const video = [...document.querySelectorAll('video')].find((one) => one.id !== 'own');
            return video && video.videoWidth > 0 && video.currentTime > 1;
          }
          """);
    }
    TestBrowser.picture(ann, "lan-webrtc-light-1280");
    TestBrowser.picture(bob, "lan-webrtc-dark-360");
    noPageComplains();
    bob.locator("#leave").click();
    assertThat(ann.locator("#alone")).isVisible();
  }

  @Test
  void peopleOnTwoMachinesChatAndTheConsoleShowsTheOtherProxy() {
    Page ann = annsBrowser.open(SITE + "/examples/chat/");
    Page bob = bobsBrowser.open(SITE + "/examples/chat/", 360, ColorScheme.DARK);
    enter(ann, "Ann");
    enter(bob, "Bob");
    assertThat(ann.locator("#people")).containsText("Bob");
    bob.locator("#text").fill("good morning from the other machine");
    bob.locator("#text").press("Enter");
    assertThat(ann.locator("#log")).containsText("good morning from the other machine");
    TestBrowser.picture(ann, "lan-chat-light-1280");

    Page console = annsBrowser.open(SITE + "/console");

    assertThat(console.locator("#links-count")).hasText("1");
    assertThat(console.locator("#links")).containsText("connected, 1 channel");
    TestBrowser.picture(console, "lan-console-light-1280");
    TestBrowser.picture(
        bobsBrowser.open(SITE + "/console", 360, ColorScheme.DARK), "lan-console-dark-360");
    noPageComplains();
  }

  private static void enter(Page page, String name) {
    page.locator("#nick").fill(name);
    page.locator("#nick").press("Enter");
    assertThat(page.locator("#room")).isVisible();
  }
}
