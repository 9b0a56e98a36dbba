package org.namedwebsockets.verify.lan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.verify.system.NwsProcess;

/** What a process of another user gets; only root can start one. */
@Tag("lan")
@Timeout(180)
final class OtherUserLanTest {
  private static final String KNOCK =
      """
      exec 3<>/dev/tcp/127.0.0.1/$0
      printf 'GET %s HTTP/1.1\\r\\nHost: localhost:%s\\r\\nConnection: Upgrade\\r\\n' "$1" "$0" >&3
      printf 'Upgrade: websocket\\r\\nSec-WebSocket-Version: 13\\r\\n' >&3
      printf 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n%s\\r\\n\\r\\n' "$2" >&3
      head -1 <&3
      """;

  @TempDir Path folder;

  private record Said(int code, String out) {}

  private static Said asOther(String... command) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    words.addAll(List.of(command));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), out);
  }

  @Test
  void withATokenNoProcessOfAnotherUserComesInHoweverItLies() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> environment =
        Map.of("NWS_PORT", "0", "NWS_LAN", "off", "NWS_PROGRAMS", "token", "XDG_STATE_HOME", "");
    try (NwsProcess nws = NwsProcess.start(folder, environment, NwsProcess.LAUNCHER.toString())) {
      String port = String.valueOf(nws.port());
      Path file = folder.resolve(".local/state/nws/token");
      String token = Files.readString(file).strip();

      Said read = asOther("cat", file.toString());

      assertTrue(read.out().contains("Permission denied"), read.out());
      assertFalse(read.out().contains(token));
      for (String header :
          List.of(
              "X: y",
              "Origin: http://localhost:" + port,
              "Origin: https://a.example",
              "Origin: null",
              "Authorization: Bearer guess",
              "Cookie: nws.session=guess")) {
        for (String path : List.of("/local/c/1", "/control/local/c/1", "/c", "/network/c/1")) {
          Said knock = asOther("bash", "-c", KNOCK, port, path, header);
          assertTrue(knock.out().startsWith("HTTP/1.1 401"), header + ": " + knock.out());
        }
      }
      Said owner =
          asOther("bash", "-c", KNOCK, port, "/local/c/1", "Authorization: Bearer " + token);
      assertEquals(
          "HTTP/1.1 101 Switching Protocols", owner.out().strip(), "the knock itself is right");
    }
  }
}
