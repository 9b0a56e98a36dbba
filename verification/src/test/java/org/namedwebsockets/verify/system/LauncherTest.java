package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./nws}, in a copy of what is built, without sources. */
@Timeout(120)
class LauncherTest {
  @TempDir Path folder;
  private Path copy;

  @BeforeEach
  void copyWhatIsBuilt() throws IOException {
    Path from = NwsProcess.LAUNCHER.getParent();
    copy = Files.createDirectory(folder.resolve("a folder with blanks"));
    for (String part : new String[] {"nws", "scripts", ".nws"}) {
      copyTree(from.resolve(part), copy.resolve(part));
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private void worksAndIsQuiet(Map<String, String> environment, Path launcher) {
    try (NwsProcess nws = NwsProcess.start(folder, environment, launcher.toString(), "--version")) {
      assertEquals(0, nws.exitCode(), nws.errors());
      assertTrue(nws.output().matches("nws \\S+ \\(Java \\S+\\)"), nws.output());
      assertEquals("", nws.errors());
    }
  }

  @Test
  void worksFromAFolderWithBlanks() {
    worksAndIsQuiet(Map.of(), copy.resolve("nws"));
  }

  @Test
  void worksThroughSymbolicLinks() throws IOException {
    Path link =
        Files.createSymbolicLink(folder.resolve("link"), Path.of(copy.getFileName() + "/nws"));
    Path second = Files.createSymbolicLink(folder.resolve("second link"), link);

    worksAndIsQuiet(Map.of(), second);
  }

  @Test
  void passesOverAJdkThatIsTooOld() throws IOException {
    Path old = Files.createDirectories(folder.resolve("jdk-17/bin")).getParent();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Path javac = Files.writeString(old.resolve("bin/javac"), "#!/bin/sh\nexit 1\n");
    assertTrue(javac.toFile().setExecutable(true));
    String real = System.getProperty("java.home");

    worksAndIsQuiet(Map.of("JAVA_HOME", old.toString(), "JAVA25_HOME", real), copy.resolve("nws"));
  }

  @Test
  void aDamagedCacheIsNoReasonToFail() throws IOException {
    Path cache = copy.resolve(".nws/nws.aot");
    byte[] whole = Files.readAllBytes(cache);

    Files.write(cache, new byte[0]);
    worksAndIsQuiet(Map.of(), copy.resolve("nws"));

    Files.writeString(cache, "no cache at all");
    worksAndIsQuiet(Map.of(), copy.resolve("nws"));

    Files.write(cache, whole);
    try (RandomAccessFile file = new RandomAccessFile(cache.toFile(), "rw")) {
      file.setLength(whole.length / 2);
    }
    worksAndIsQuiet(Map.of(), copy.resolve("nws"));

    for (int at : new int[] {0, 40, whole.length / 3, whole.length / 2, whole.length - 4096}) {
      byte[] damaged = whole.clone();
      for (int i = at; i < at + 2048; i++) {
        damaged[i] ^= 0x5a;
      }
      Files.write(cache, damaged);
      worksAndIsQuiet(Map.of(), copy.resolve("nws"));
    }

    Files.delete(cache);
    worksAndIsQuiet(Map.of(), copy.resolve("nws"));
  }
}
