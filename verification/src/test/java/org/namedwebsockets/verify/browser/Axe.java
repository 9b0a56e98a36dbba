package org.namedwebsockets.verify.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What axe-core finds wrong with a page for people who cannot see it, or need keys or contrast.
 *
 * @spec https://github.com/dequelabs/axe-core/blob/develop/doc/API.md "axe-core"
 */
final class Axe {
  private static final Path SCRIPT = Path.of("node_modules", "axe-core", "axe.min.js");

  /** All rules of WCAG A and AA, and axe's own of good practice. */
  private static final String RUN =
      """
      async () => {
        const { violations } = await axe.run({ resultTypes: ['violations'] });
        return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target, any }) => (
          `${impact} ${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`)));
      }
      """;

  private Axe() {}

  /** One sentence for each thing it finds, whatever its impact. */
  @SuppressWarnings("unchecked") // what RUN answers
  static List<String> findings(Page page) {
    // Evaluated and not loaded: our pages run no script of elsewhere.
    page.evaluate("() => { let module, exports, define; " + script() + " }");
    return (List<String>) page.evaluate(RUN);
  }

  private static String script() {
    try {
      return Files.readString(SCRIPT);
    } catch (IOException e) {
      throw new UncheckedIOException("no axe-core: npm ci in verification, or ./verify", e);
    }
  }
}
