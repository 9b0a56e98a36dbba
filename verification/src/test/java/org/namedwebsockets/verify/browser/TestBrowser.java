package org.namedwebsockets.verify.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The machine's Chromium, headless, driven by Playwright. */
public final class TestBrowser implements AutoCloseable {
  /** How long a page may take on a machine that does other things as well, ms. */
  private static final double PATIENCE_MS = 60_000;

  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--use-fake-device-for-media-stream",
          "--use-fake-ui-for-media-stream");

  /** How long closing may take, which has no limit of its own. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(20);

  private final List<ProcessHandle> drivers;
  private final Playwright playwright;
  private final Browser browser;
  private final List<String> problems = new ArrayList<>();

  private TestBrowser(List<ProcessHandle> drivers, Playwright playwright, Browser browser) {
    this.drivers = drivers;
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Chromium as it is installed. */
  public static TestBrowser start() {
    return start(chromium());
  }

  /** Chromium as it is installed, with more arguments. */
  static TestBrowser start(List<String> more) {
    return start(chromium(), more);
  }

  /**
   * Chromium started by a program that takes its arguments, such as one that enters a namespace.
   */
  public static TestBrowser start(Path executable) {
    return start(executable, List.of());
  }

  private static TestBrowser start(Path executable, List<String> more) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    List<ProcessHandle> others = ProcessHandle.current().children().toList();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setTimeout(PATIENCE_MS)
                    .setArgs(Stream.concat(QUIET.stream(), more.stream()).toList()));
    List<ProcessHandle> drivers =
        ProcessHandle.current().children().filter(one -> !others.contains(one)).toList();
    return new TestBrowser(drivers, playwright, browser);
  }

  /** Where Chromium is; a test without one fails and says so. */
  public static Path chromium() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder ->
            Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(Path.of(folder)::resolve))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no Chromium on the PATH: apt-get install chromium"));
  }

  /** A page of its own, wide and light. */
  public Page open(String url) {
    return open(url, 1280, ColorScheme.LIGHT);
  }

  public Page open(String url, int width, ColorScheme scheme) {
    return open(url, new Browser.NewContextOptions(), width, scheme);
  }

  /** A page of its own whose person clicked the warning about its certificate away. */
  public Page openAnyway(String url, int width, ColorScheme scheme) {
    return open(url, new Browser.NewContextOptions().setIgnoreHTTPSErrors(true), width, scheme);
  }

  private Page open(String url, Browser.NewContextOptions options, int width, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(options.setViewportSize(width, 860).setColorScheme(scheme));
    context.setDefaultTimeout(PATIENCE_MS);
    Page page = context.newPage();
    page.onPageError(error -> problems.add(url + ": " + error));
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        problems.add(url + ": " + message.text());
      }
    });
    page.navigate(url);
    return page;
  }

  /**
   * A page of its own whose person answered all of its site's questions before; its complaints are
   * not kept.
   */
  Page openAfterAnswer(String url, String origin, List<String> allowed) {
    BrowserContext context = browser.newContext();
    context.setDefaultTimeout(PATIENCE_MS);
    // Playwright grants what is named, and denies whatever else a site may ask for.
    context.grantPermissions(
        allowed, new BrowserContext.GrantPermissionsOptions().setOrigin(origin));
    Page page = context.newPage();
    page.navigate(url);
    return page;
  }

  /**
   * A page in a browser of its own that keeps what a person answered in a profile, as every day's
   * browser does. The answers of {@link #openAfterAnswer} hold for frames too, whatever the page
   * around them says; these do not. Close its context.
   */
  Page openWithProfile(Path profile, List<String> more, String url) {
    BrowserContext context =
        playwright
            .chromium()
            .launchPersistentContext(
                profile,
                new BrowserType.LaunchPersistentContextOptions()
                    .setExecutablePath(chromium())
                    .setTimeout(PATIENCE_MS)
                    .setArgs(Stream.concat(QUIET.stream(), more.stream()).toList()));
    context.setDefaultTimeout(PATIENCE_MS);
    Page page = context.newPage();
    page.navigate(url);
    return page;
  }

  /** What the pages complained of since start. */
  public List<String> problems() {
    return problems;
  }

  /** Keeps a picture of the whole page. */
  public static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "screenshots", name + ".png")));
  }

  /** Whatever of the browser does not end when it is asked to is killed: it is not what we test. */
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(drivers);
    drivers.forEach(driver -> driver.descendants().forEach(all::add));
    Thread closing =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              browser.close();
              playwright.close();
            });
    try {
      closing.join(CLOSE_MAX);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
