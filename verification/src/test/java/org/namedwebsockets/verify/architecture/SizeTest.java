package org.namedwebsockets.verify.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every source file keeps the rules of CONTRIBUTING.md. */
class SizeTest {
  @Test
  void everySourceFileKeepsTheRules() throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    for (Path source : Repository.sources()) {
      String path = Repository.root().relativize(source).toString().replace('\\', '/');
      sources.put(path, Files.readString(source));
    }

    List<String> broken = SourceRules.broken(sources);

    assertTrue(sources.size() > 100, () -> "only " + sources.size() + " files were found");
    assertEquals(List.of(), broken, () -> String.join("\n", broken));
  }
}
