package org.namedwebsockets.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.proxy.access.Decision;

class OriginsFileTest {
  private static final Decision ALLOWED = Decision.parse("allow https://a.example network/chat");
  private static final Decision DENIED = Decision.parse("deny https://b.example");

  @TempDir Path folder;

  private void keep(Path file, Decision... decisions) {
    try (var kept = new OriginsFile(file)) {
      kept.read();
      kept.keep(List.of(decisions));
    }
    awaitKept(file, decisions);
  }

  /** To close waits a second for the disk, which a slow one takes longer than. */
  private static void awaitKept(Path file, Decision... wanted) {
    while (!new OriginsFile(file).read().equals(List.of(wanted))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatWasDecidedIsThereAgainAndNobodyElseMayReadIt() throws IOException {
    Path file = folder.resolve("deep/state/origins");
    assertEquals(List.of(), new OriginsFile(file).read());

    keep(file, ALLOWED);
    keep(file, ALLOWED, DENIED);

    assertEquals(List.of(ALLOWED, DENIED), new OriginsFile(file).read());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void theLastOfManyIsKept() {
    Path file = folder.resolve("origins");
    try (var kept = new OriginsFile(file)) {
      for (int i = 0; i < 50; i++) {
        kept.keep(List.of(Decision.parse("deny https://" + i + ".example")));
      }
    }

    awaitKept(file, Decision.parse("deny https://49.example"));
  }

  @Test
  void aLineOfANewerVersionStays() throws IOException {
    Path file = folder.resolve("origins");
    Files.writeString(file, "allow https://a.example until tomorrow\ndeny https://b.example\n");

    assertEquals(List.of(DENIED), new OriginsFile(file).read());
    keep(file, DENIED, ALLOWED);

    assertEquals(
        List.of("allow https://a.example until tomorrow", DENIED.text(), ALLOWED.text()),
        Files.readAllLines(file).subList(1, 4));
  }

  @Test
  void whatCannotBeReadIsNotTakenForNothing() throws IOException {
    Path file = folder.resolve("origins");
    Files.write(file, new byte[] {'d', 'e', 'n', 'y', ' ', (byte) 0xff});

    assertThrows(UncheckedIOException.class, () -> new OriginsFile(file).read());
  }
}
