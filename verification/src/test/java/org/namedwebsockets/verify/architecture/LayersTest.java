package org.namedwebsockets.verify.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of {@link ArchitectureTest} fail where they should: on the classes of examples. */
class LayersTest {
  private static final String BASE = LayersTest.class.getPackageName() + ".example.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages(BASE.substring(0, BASE.length() - 1));

  private static final String TRUE_TABLE =
      """
      | package | in one line | kind | may use |
      |---|---|---|---|
      | `alone` | uses nothing | values | |
      | `inner` | is used and uses | loop | `outer` |
      | `outer` | uses and is used | edge | `inner`, `org.junit` |
      """;

  @Test
  void aTrueTableIsFoundTrue() {
    assertEquals(List.of(), layers(TRUE_TABLE).strangers());
    assertEquals(List.of(), layers(TRUE_TABLE).trespasses());
    assertEquals(List.of(), layers(TRUE_TABLE).doors());
  }

  @Test
  void aPackageWithoutARowIsFound() {
    String table = TRUE_TABLE.replaceAll("(?m)^\\| `alone`.*\n", "");

    assertEquals(List.of("alone is not in the table"), layers(table).strangers());
  }

  @Test
  void aRowWithoutAPackageIsFound() {
    String table = TRUE_TABLE + "| `soon` | not there yet | values | |\n";

    assertEquals(
        List.of("soon is in the table, but there is no such package"), layers(table).strangers());
  }

  @Test
  void aDependencyWithoutLeaveIsFound() {
    String table = TRUE_TABLE.replace("`inner`, `org.junit`", "`org.junit`");

    assertEquals(
        List.of(BASE + "outer.Outer must not use " + BASE + "inner.Inner"),
        layers(table).trespasses());
  }

  @Test
  void aLibraryOutsideItsPackageIsFound() {
    String table = TRUE_TABLE.replace("`inner`, `org.junit`", "`inner`");

    List<String> found = layers(table).trespasses();

    assertTrue(
        found.contains(BASE + "outer.Outer must not use org.junit.jupiter.api.Assertions"),
        found::toString);
  }

  @Test
  void aLibraryWithTwoDoorsIsFound() {
    String table = TRUE_TABLE.replace("| values | |", "| values | `org.junit` |");

    assertEquals(
        List.of(
            "org.junit has more than one door: [alone, outer]",
            "alone may use org.junit, but does not"),
        layers(table).doors());
  }

  @Test
  void aRingIsFound() {
    assertEquals(
        List.of(
            "inner is in a ring or uses one: [inner, outer]",
            "outer is in a ring or uses one: [inner, outer]"),
        layers(TRUE_TABLE).rings());
  }

  @Test
  void threadsLocksAndClocksAreFoundWhereTheyHaveNoPlace() {
    String found = String.join("\n", layers(TRUE_TABLE).restless());

    for (String what :
        List.of(
            "java.lang.Thread",
            "java.util.concurrent.locks.ReentrantLock",
            "java.lang.System.nanoTime()",
            "java.lang.System.currentTimeMillis()",
            "java.util.Random.<init>()",
            "volatile moving",
            "synchronized await")) {
      assertTrue(found.contains(BASE + "inner.Inner must not use " + what), what + " in\n" + found);
    }
  }

  @Test
  void edgesMayHaveThem() {
    assertEquals(List.of(), layers(TRUE_TABLE.replace("loop", "edge")).restless());
  }

  @Test
  void aMissingTableIsFound() {
    assertThrows(IllegalArgumentException.class, () -> PackageTable.read("# no table\n"));
  }

  private static Layers layers(String table) {
    return new Layers(BASE, PackageTable.read(table), CLASSES);
  }
}
