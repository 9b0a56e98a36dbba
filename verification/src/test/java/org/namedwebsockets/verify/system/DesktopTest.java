package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A desktop of which {@code notify-send} is ours: it keeps what it was told, and says allow. */
@Timeout(120)
class DesktopTest {
  private static final String SITE = "Origin: https://a.example";

  @TempDir Path folder;
  private int asked;

  private NwsProcess start(String... args) throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("notify-send");
    Files.writeString(program, "#!/bin/sh\necho \"$@\" >> " + folder + "/told\necho allow\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> environment =
        Map.of(
            "NWS_PORT", "0",
            "NWS_LAN", "off",
            "NWS_ORIGINS", "ask",
            "DISPLAY", ":0",
            "PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    String[] command = new String[args.length + 1];
    command[0] = NwsProcess.LAUNCHER.toString();
    System.arraycopy(args, 0, command, 1, args.length);
    return NwsProcess.start(folder, environment, command);
  }

  /** With an id of its own: the end of the one before may not have been seen yet. */
  private int asks(int port) throws IOException {
    try (var request =
        new RawRequest(
            port, "`GET /local/secret-name/%d`".formatted(++asked), "upgrade, `" + SITE + "`")) {
      return request.status();
    }
  }

  @Test
  void theAnswerOfThePersonLetsTheSiteInAndIsKept() throws IOException {
    try (NwsProcess nws = start()) {
      int port = nws.port();
      while (asks(port) == 403) {
        continue; // each attempt is held for a second, and the desktop answers meanwhile
      }

      assertEquals(101, asks(port));
      String told = Files.readString(folder.resolve("told"));
      assertTrue(told.contains("https://a.example wants to talk"), told);
      assertFalse(told.contains("secret-name"), "who runs what can be read by all");
      assertEquals(1, told.lines().count(), told);
    }
  }

  @Test
  void whoDoesNotWantToBeAskedIsNot() throws IOException {
    try (NwsProcess nws = start("--notify", "off")) {
      assertEquals(403, asks(nws.port()));
      assertTrue(Files.notExists(folder.resolve("told")));
    }
  }
}
