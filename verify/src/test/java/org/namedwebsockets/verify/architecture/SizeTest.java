package org.namedwebsockets.verify.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every source file keeps the rules of CONTRIBUTING.md. */
class SizeTest {
  @Test
  void everySourceFileKeepsTheRules() throws IOException {
    List<Path> sources = Repository.sources();
    List<String> broken = new ArrayList<>();
    for (Path source : sources) {
      String path = Repository.root().relativize(source).toString().replace('\\', '/');
      broken.addAll(new SourceRules(path, Files.readString(source)).broken());
    }

    assertTrue(sources.size() > 100, () -> "only " + sources.size() + " files were found");
    assertEquals(List.of(), broken, () -> String.join("\n", broken));
  }
}
