package org.namedwebsockets.proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SitesTest {
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "https://a.b.example.org, example.org",
    "http://example.org:8080, example.org",
    "http://localhost:8080, localhost",
    "http://10.0.0.7:81, 10.0.0.7",
    "http://[::1]:81, [::1]",
    "null, null",
    "file://, file://",
    "chrome-extension://abcdef, abcdef",
  })
  void sitesOfOneOwnerHaveOneParent(String origin, String parent) {
    assertEquals(parent, Sites.parent(origin));
  }

  @Test
  void whatIsShownHasNoMarkupAndKeepsItsEnd() {
    assertEquals("https://?b?x?/b?.example", Sites.shown("https://<b>x</b>.example"));
    String shown = Sites.shown("https://accounts.google.com." + "a".repeat(60) + ".evil.example");
    assertTrue(shown.endsWith(".evil.example"), shown);
    assertTrue(shown.startsWith("…"), shown);
  }

  @Test
  void aNameInAnotherScriptIsTold() {
    assertTrue(Sites.isOtherScript("https://xn--pple-43d.com"));
    assertFalse(Sites.isOtherScript("https://apple.com"));
  }

  @Test
  void aPersonIsAskedOneThingAtATimeAndNotTooOften() {
    var prompts = new Prompts(new PromptLimits(3, Duration.ofSeconds(60), Duration.ofSeconds(5)));
    assertTrue(prompts.begin("https://a.evil.test", 0));
    assertFalse(prompts.begin("https://b.example", 0), "one is open");
    prompts.end();
    assertFalse(prompts.begin("https://b.evil.test", SECOND), "the same parent");
    for (String site : new String[] {"https://c.one", "https://d.two"}) {
      assertTrue(prompts.begin(site, SECOND));
      prompts.end();
    }
    assertFalse(prompts.begin("https://e.three", 2 * SECOND), "enough for now");

    assertTrue(prompts.begin("https://b.evil.test", 60 * SECOND));
  }
}
