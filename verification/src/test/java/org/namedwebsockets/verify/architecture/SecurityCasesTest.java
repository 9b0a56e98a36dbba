package org.namedwebsockets.verify.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every attack of docs/security.md is made by a test that exists. */
class SecurityCasesTest {
  private static final int CASES = 57;

  /** There is no relay, and no symbolic model. */
  private static final List<Integer> WITHOUT_TEST = List.of(18, 32);

  private static final Pattern ROW = Pattern.compile("\\| T(\\d+) \\|.*\\|([^|]+)\\|");
  private static final Pattern TEST = Pattern.compile("`([a-z.]+\\.[A-Z]\\w+)#(\\w+)`");
  private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");

  private final Map<Integer, String> rows = new TreeMap<>();

  SecurityCasesTest() throws IOException {
    for (String line : Repository.text("docs/security.md").lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String before = rows.put(Integer.valueOf(row.group(1)), row.group(2));
        assertEquals(null, before, "two rows for T" + row.group(1));
      }
    }
  }

  @Test
  void everyCaseHasARow() {
    assertEquals(IntStream.rangeClosed(1, CASES).boxed().toList(), List.copyOf(rows.keySet()));
  }

  @Test
  void everyTestOfARowExists() throws IOException {
    List<Path> sources = Repository.sources();
    List<String> missing = new ArrayList<>();
    for (Map.Entry<Integer, String> row : rows.entrySet()) {
      Matcher test = TEST.matcher(row.getValue());
      int tests = 0;
      while (test.find()) {
        tests++;
        if (!exists(sources, test.group(1), test.group(2))) {
          missing.add("T" + row.getKey() + ": " + test.group());
        }
      }
      if (tests == 0 && !WITHOUT_TEST.contains(row.getKey())) {
        missing.add("T" + row.getKey() + ": no test");
      }
    }

    assertEquals(List.of(), missing);
  }

  private static boolean exists(List<Path> sources, String type, String method) throws IOException {
    Path file = Path.of("org/namedwebsockets", type.replace('.', '/') + ".java");
    for (Path source : sources) {
      if (source.endsWith(file)) {
        return isTest(Files.readString(source), method);
      }
    }
    return false;
  }

  /** Whether a method of this name has the annotation of a test. */
  private static boolean isTest(String source, String name) {
    Matcher method = METHOD.matcher(source);
    int before = 0;
    boolean found = false;
    while (method.find()) {
      String head = source.substring(before, method.start());
      found |= method.group(1).equals(name) && head.matches("(?s).*@(Parameterized)?Test\\b.*");
      before = method.end();
    }
    return found;
  }

  @Test
  void whatIsNoTestIsNotTakenForOne() {
    String source =
        """
        @Test
        void one() {}

        void helper() {}

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void two(int number) {}
        """;

    assertTrue(isTest(source, "one"));
    assertTrue(isTest(source, "two"));
    assertTrue(!isTest(source, "helper"));
    assertTrue(!isTest(source, "three"));
  }
}
