package org.namedwebsockets.verify.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.verify.browser.GuideSnippets.Section;
import org.namedwebsockets.verify.browser.GuideSnippets.Snippet;
import org.namedwebsockets.verify.system.Configs;

/**
 * Runs every snippet of docs/guide: those in JavaScript in Chromium or in Node, the page from disk,
 * those for the shell in a shell. What a line says it prints, behind an arrow, it must print.
 */
@Timeout(240)
class GuideTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final int PROGRAM_MAX_S = 200;
  private static final Predicate<String> FAILED = line -> line.startsWith("FAILED ");

  private static Proxy proxy;
  private static TestBrowser browser;

  @TempDir private static Path folder;

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

  static List<Named<Section>> sections() throws IOException {
    List<Section> sections = GuideSnippets.of(TOP.resolve("docs/guide"));
    assertTrue(sections.size() > 10, "the snippets were not found");
    return sections.stream().map(each -> Named.of(each.title(), each)).toList();
  }

  // Not a factory of dynamic tests: JUnit puts no time limit on those.
  @ParameterizedTest
  @MethodSource("sections")
  void everySnippetDoesWhatItSays(Section section) throws IOException, InterruptedException {
    Map<String, Page> pages = new LinkedHashMap<>();
    Map<Page, List<String>> said = new LinkedHashMap<>();
    try {
      for (Snippet snippet : section.snippets()) {
        String code = snippet.code().replace("localhost:9009", "localhost:" + proxy.port());
        switch (snippet.language()) {
          case "js" -> {
            Page page = pages.computeIfAbsent(snippet.page(), _ -> page(said));
            runInPage(page, code);
          }
          case "mjs" -> runInNode(snippet, code);
          case "html" -> openTwice(code);
          case "sh" -> runProgram(List.of("sh", "-eu", "-c", code));
          default -> throw new AssertionError("nobody runs " + snippet.language());
        }
      }
      for (Snippet snippet : section.snippets()) {
        for (String line : snippet.prints()) {
          awaitLine(pages.get(snippet.page()), said, line);
        }
      }
    } finally {
      pages.values().forEach(Page::close);
    }
  }

  /** Nothing is awaited of what ran in Node: its output is compared when it has ended. */
  private static void awaitLine(Page page, Map<Page, List<String>> said, String line) {
    if (page != null) {
      List<String> lines = said.get(page);
      page.waitForCondition(() -> lines.contains(line) || lines.stream().anyMatch(FAILED));
      assertEquals(List.of(), lines.stream().filter(FAILED).toList());
    }
  }

  private static Page page(Map<Page, List<String>> said) {
    Page page = browser.open("http://localhost:" + proxy.port() + "/examples/");
    List<String> lines = new ArrayList<>();
    said.put(page, lines);
    page.onConsoleMessage((ConsoleMessage message) -> lines.add(message.text()));
    page.evaluate(
        """
        () => new Promise((done, fail) => {
          const script = document.createElement('script');
          Object.assign(script, { src: '/namedwebsockets.js', onload: () => done(), onerror: fail });
          document.head.append(script);
        }).then(() => { NamedWebSocket.limits.senderWaitMs = 60_000; })
        """);
    return page;
  }

  /** Does not wait for its end, as that may want what the other page's snippet does. */
  private static void runInPage(Page page, String code) {
    String failed = "(error) => console.log('FAILED ' + error.stack)";
    page.evaluate("() => { (async () => {\n" + code + "\n})().catch(" + failed + "); }");
  }

  private static void openTwice(String code) throws IOException {
    Path file = Files.writeString(folder.resolve("hello.html"), code);
    Page one = browser.open(file.toUri().toString());
    Page two = browser.open(file.toUri().toString());
    assertThat(one.locator("#heard")).containsText("is here");
    one.locator("#say").fill("hello, other window");
    one.locator("#say").press("Enter");
    assertThat(two.locator("#heard")).containsText("hello, other window");
    one.close();
    two.close();
  }

  private static void runInNode(Snippet snippet, String code)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("snippet.mjs"), code);
    String printed =
        runProgram(List.of("node", "--experimental-websocket", "--no-warnings", file.toString()));
    assertEquals(String.join("\n", snippet.prints()), printed.strip());
  }

  private static String runProgram(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(TOP.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(PROGRAM_MAX_S, TimeUnit.SECONDS), "it goes on");
      String printed = Files.readString(output);
      assertEquals(0, process.exitValue(), printed);
      return printed;
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
