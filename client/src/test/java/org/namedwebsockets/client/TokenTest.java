package org.namedwebsockets.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
  private static final String TABLE =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:2331 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 71
         1: 0100007F:2332 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 72
         2: 0100007F:2333 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 73
         3: 0100007F:2331 0100007F:9999 01 00000000:00000000 00:00000000 00000000  1001        0 74
      """;

  @TempDir Path folder;

  @Test
  void itIsTheVariableThenTheFileThatIsNamedThenTheUsualOne() {
    Map<String, String> all =
        Map.of("NWS_TOKEN", "secret", "NWS_TOKEN_FILE", "/f", "XDG_STATE_HOME", "/s", "HOME", "/h");
    assertEquals(Optional.of("secret"), Token.usual(all).shownTo("other.example", 1));
    assertEquals("Token in /f", Token.usual(Map.of("NWS_TOKEN_FILE", "/f")).toString());
    assertEquals("Token in /s/nws/token", Token.usual(Map.of("XDG_STATE_HOME", "/s")).toString());
    assertEquals(
        "Token in /h/.local/state/nws/token", Token.usual(Map.of("HOME", "/h")).toString());
    assertEquals(Optional.empty(), Token.usual(Map.of()).shownTo("127.0.0.1", 1));
  }

  @Test
  void aFileIsReadAnewEachTimeAndItsTokenStaysOnThisMachine() throws IOException {
    Path file = folder.resolve("token");
    Token token = Token.inFile(file);
    assertEquals(Optional.empty(), token.shownTo("127.0.0.1", 1));
    Files.writeString(file, "one\n");
    assertEquals(Optional.of("one"), token.shownTo("127.0.0.1", 1));
    Files.writeString(file, "two\n");
    assertEquals(Optional.of("two"), token.shownTo("localhost", 1));
    assertEquals(Optional.empty(), token.shownTo("other.example", 1));
  }

  @Test
  void itIsNotShownToAnotherUserWhoTookThePort() {
    assertTrue(Token.isOwn(TABLE, 9009, 1000));
    assertFalse(Token.isOwn(TABLE, 9010, 1000));
    assertTrue(Token.isOwn(TABLE, 9011, 1000), "root may read it anyway");
  }

  @Test
  void noTextShowsIt() {
    Options options = Options.DEFAULTS.withToken(Token.of("secret-of-mine"));
    assertFalse(options.toString().contains("secret-of-mine"));
  }
}
