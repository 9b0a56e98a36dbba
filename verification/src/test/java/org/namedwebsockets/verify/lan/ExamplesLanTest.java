package org.namedwebsockets.verify.lan;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.verify.browser.TestBrowser;

/**
 * The examples between two machines, each with a proxy and a browser; a call is in {@link
 * BrowserLanTest}. {@code -Dfiledrop.mib=1024} sends a file of that many MiB.
 */
@Tag("lan")
@Timeout(380)
final class ExamplesLanTest {
  private static final String SITE = "http://localhost:9009/examples/";
  private static final int MIB = 1024 * 1024;
  private static final int FILE_MIB = Integer.getInteger("filedrop.mib", 32);
  private static final double TRANSFER_MS = 300_000;

  private TestLan lan;
  private TestLan.Machine annMachine;
  private TestLan.Machine bobMachine;
  private TestBrowser annsBrowser;
  private TestBrowser bobsBrowser;

  @BeforeEach
  void twoMachines() throws IOException {
    lan = TestLan.open();
    annMachine = lan.machine("ann");
    bobMachine = lan.machine("bob");
    LanProxy ann = LanProxy.on(annMachine);
    LanProxy.on(bobMachine);
    ann.awaitLink();
    annsBrowser = TestBrowser.start(BrowserLanTest.chromiumOn(annMachine));
    bobsBrowser = TestBrowser.start(BrowserLanTest.chromiumOn(bobMachine));
  }

  @AfterEach
  void close() {
    annsBrowser.close();
    bobsBrowser.close();
    lan.close();
    assertEquals(List.of(), annsBrowser.problems());
    assertEquals(List.of(), bobsBrowser.problems());
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
  }

  @Test
  void twoMachinesWritePlayAndPrintTogether() {
    Page annWrites = annsBrowser.open(SITE + "editor/");
    Page bobWrites = bobsBrowser.open(SITE + "editor/", 360, ColorScheme.DARK);
    annWrites.locator("#text").fill("from one machine\n");
    assertThat(bobWrites.locator("#text")).hasValue("from one machine\n");
    bobWrites.locator("#text").press("Control+End");
    bobWrites.locator("#text").pressSequentially("and from the other");
    assertThat(annWrites.locator("#text")).hasValue("from one machine\nand from the other");

    Page annPlays = annsBrowser.open(SITE + "game/");
    Page bobPlays = bobsBrowser.open(SITE + "game/", 360, ColorScheme.DARK);
    annPlays.locator("#field").focus();
    annPlays.keyboard().down("ArrowRight");
    bobPlays.waitForFunction("() => [...arena.players.values()].some((one) => one.x > 150)");
    assertThat(annPlays.locator("#rows")).containsText(" ms");
    TestBrowser.picture(annPlays, "lan-game-light-1280");

    Page annPrints = annsBrowser.open(SITE + "discovery/");
    Page bobPrints = bobsBrowser.open(SITE + "discovery/", 360, ColorScheme.DARK);
    press(bobPrints, "Be a printer");
    press(annPrints, "Print there");
    assertThat(annPrints.locator("#found")).containsText("Printed as page 1.");
  }

  @Test
  void aProgramOfOneMachineIsShownOnTheOther() {
    Page bob = bobsBrowser.open(SITE + "bridge/", 360, ColorScheme.DARK);
    String program = Path.of("..", "examples", "bridge", "load.mjs").toString();
    try (Running _ = annMachine.start("node", "--experimental-websocket", program)) {
      assertThat(bob.locator("#tiles")).containsText("(Node)");
      bob.locator("#every").selectOption("250");
      bob.waitForFunction("() => document.querySelector('#tiles li').loads.length > 4");
      TestBrowser.picture(bob, "lan-bridge-dark-360");
    }
    assertThat(bob.locator("#nobody")).isVisible();
  }

  /** It joins sites, not machines. */
  @Test
  void aClipboardStaysOnItsMachine() {
    Page ann = annsBrowser.open(SITE + "crossdomain/");
    Page hers = annsBrowser.open(SITE.replace("localhost", "127.0.0.1") + "crossdomain/");
    Page bob = bobsBrowser.open(SITE + "crossdomain/", 360, ColorScheme.DARK);
    Page his = bobsBrowser.open(SITE.replace("localhost", "127.0.0.1") + "crossdomain/");
    ann.locator("#text").fill("of Ann's machine");
    assertThat(hers.locator("#text")).hasValue("of Ann's machine");
    bob.locator("#text").fill("of Bob's");
    assertThat(his.locator("#text")).hasValue("of Bob's");

    assertThat(hers.locator("#text")).hasValue("of Ann's machine");
    assertThat(ann.locator("#others li")).hasCount(1);
    assertThat(bob.locator("#others li")).hasCount(1);
  }

  @Test
  void aLargeFileArrivesWholeThoughTheCableWasPulled(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("film.bin");
    write(file, FILE_MIB);
    Page ann = annsBrowser.open(SITE + "filedrop/");
    Page bob = bobsBrowser.open(SITE + "filedrop/", 360, ColorScheme.DARK);
    bob.evaluate("() => { delete window.showSaveFilePicker; }");
    ann.locator("#people input").setInputFiles(file);
    press(bob, "Accept");
    bob.waitForFunction("() => document.querySelector('progress')?.value > 4 * 2 ** 20");

    bobMachine.cut();
    assertThat(ann.locator("#rows li")).hasAttribute("data-state", "waiting", patiently());
    TestBrowser.picture(ann, "lan-filedrop-light-1280");
    bobMachine.mend();

    Locator done = bob.locator("#rows li");
    assertThat(done).hasAttribute("data-state", "done", patiently());
    assertThat(ann.locator("#rows li")).hasAttribute("data-state", "done");
    TestBrowser.picture(bob, "lan-filedrop-dark-360");
    System.out.println("file drop: " + bob.locator("#rows .good").innerText());
    Download arrived =
        bob.waitForDownload(
            new Page.WaitForDownloadOptions().setTimeout(TRANSFER_MS),
            () -> bob.getByText("Save film.bin").click());
    assertEquals(sum(file), sum(arrived.path()));
  }

  private static LocatorAssertions.HasAttributeOptions patiently() {
    return new LocatorAssertions.HasAttributeOptions().setTimeout(TRANSFER_MS);
  }

  private static void write(Path file, int mib) throws IOException {
    Random chance = new Random(mib);
    byte[] block = new byte[MIB];
    try (OutputStream to = Files.newOutputStream(file)) {
      for (int i = 0; i < mib; i++) {
        chance.nextBytes(block);
        to.write(block);
      }
    }
  }

  private static String sum(Path file) throws IOException {
    try (InputStream from = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(from, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
