package org.namedwebsockets.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TokenFileTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("state/token");
  }

  @Test
  void itIsMadeWhenItIsNeededAndOnlyItsOwnerMayReadIt() throws IOException {
    String token = new TokenFile(file()).readOrMake();

    assertEquals(32, Base64.getUrlDecoder().decode(token).length, "256 bits");
    assertEquals(token, Files.readString(file()).strip());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    Path made = file().getParent();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    assertEquals(token, new TokenFile(file()).readOrMake(), "it is kept");
  }

  @Test
  void oneThatOthersMayReadIsNotTaken() throws IOException {
    new TokenFile(file()).readOrMake();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

    var refused =
        assertThrows(UncheckedIOException.class, () -> new TokenFile(file()).readOrMake());

    assertTrue(String.valueOf(refused.getMessage()).contains("others may read it"));
  }

  @Test
  void whatIsTooShortIsNoToken() throws IOException {
    new TokenFile(file()).readOrMake();
    for (String wrong :
        new String[] {"", "secret", "with a blank in it, but long enough to be one"}) {
      Files.writeString(file(), wrong);
      assertThrows(UncheckedIOException.class, () -> new TokenFile(file()).readOrMake(), wrong);
    }
  }

  @Test
  void anotherOneReplacesIt() throws Exception {
    TokenFile tokens = new TokenFile(file());
    String before = tokens.readOrMake();
    var made = new CompletableFuture<Optional<String>>();

    tokens.renew(made::complete);

    String after = made.get(20, TimeUnit.SECONDS).orElseThrow();
    assertNotEquals(before, after);
    assertEquals(after, tokens.readOrMake());
  }

  @Test
  void oneThatCannotBeWrittenIsTold() throws Exception {
    Files.writeString(folder.resolve("state"), "a file where a folder should be");
    var made = new CompletableFuture<Optional<String>>();

    new TokenFile(file()).renew(made::complete);

    assertEquals(Optional.empty(), made.get(20, TimeUnit.SECONDS));
  }
}
