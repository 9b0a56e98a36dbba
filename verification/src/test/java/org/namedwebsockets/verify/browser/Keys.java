package org.namedwebsockets.verify.browser;

import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** A person without a mouse. */
final class Keys {
  private static final int STOPS_MAX = 150;
  private static final String FOCUSED =
      """
      () => {
        const it = document.activeElement;
        const label = it.labels?.[0]?.textContent.trim().split('\\n')[0].trim();
        return it.getAttribute('aria-label') ?? label ?? it.textContent.trim();
      }
      """;

  private final Page page;

  Keys(Page page) {
    this.page = page;
  }

  /** Goes from one stop to the next until the one of that name. */
  void goTo(String name) {
    List<String> passed = new ArrayList<>();
    for (int i = 0; i < STOPS_MAX; i++) {
      String focused = String.valueOf(page.evaluate(FOCUSED));
      if (focused.equals(name)) {
        return;
      }
      passed.add(focused);
      page.keyboard().press("Tab");
    }
    fail("no stop is called " + name + ": " + passed.stream().distinct().toList());
  }

  void press(String key) {
    page.keyboard().press(key);
  }

  /** Writes where one is. */
  void write(String text) {
    page.keyboard().press("Control+A");
    page.keyboard().type(text);
  }
}
