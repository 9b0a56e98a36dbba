package org.namedwebsockets.verify.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code is as ARCHITECTURE.md says. */
class ArchitectureTest {
  private static final Layers LAYERS = ours();

  private static Layers ours() {
    try {
      return new Layers(
          "org.namedwebsockets.",
          PackageTable.read(Repository.text("ARCHITECTURE.md")),
          new ClassFileImporter().importPaths(Repository.compiled()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void allOurClassesAreLookedAt() {
    assertTrue(LAYERS.classes().contain("org.namedwebsockets.protocol.PeerId"));
    assertTrue(LAYERS.classes().contain("org.namedwebsockets.proxy.hub.Hub"));
    assertTrue(LAYERS.classes().size() > 100, () -> "only " + LAYERS.classes().size());
  }

  @Test
  void everyPackageHasItsRowAndEveryRowItsPackage() {
    assertEquals(List.of(), LAYERS.strangers());
  }

  @Test
  void packagesUseOnlyWhatTheirRowAllows() {
    assertEquals(List.of(), LAYERS.trespasses());
  }

  @Test
  void everyLibraryHasOneDoorThatIsUsed() {
    assertEquals(List.of(), LAYERS.doors());
  }

  @Test
  void noPackagesUseOneAnotherInARing() {
    assertEquals(List.of(), LAYERS.rings());
  }

  @Test
  void valuesAndTheHubsLoopKnowNoThreadsLocksClocksOrSockets() {
    assertEquals(List.of(), LAYERS.restless());
  }
}
