package org.namedwebsockets.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
         3: 0100007F:2334 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 75
         4: 0100A8C0:2331 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 76
         5: 0100007F:2331 0100007F:9999 01 00000000:00000000 00:00000000 00000000  1001        0 74
      """;

  private static final String TABLE_6 =
      """
         0: 00000000000000000000000001000000:2331 0:0000 0A 0:0 0:0 0  1000        0 77
         1: 00000000000000000000000000000000:2334 0:0000 0A 0:0 0:0 0  1001        0 78
         2: 0000000000000000FFFF00000100007F:2335 0:0000 0A 0:0 0:0 0  1000        0 79
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
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = proxy.getLocalPort();
      assertEquals(Optional.empty(), token.shownTo("127.0.0.1", port));
      Files.writeString(file, "one\n");
      assertEquals(Optional.of("one"), token.shownTo("127.0.0.1", port));
      Files.writeString(file, "two\n");
      assertEquals(Optional.of("two"), token.shownTo("localhost", port));
      assertEquals(Optional.empty(), token.shownTo("other.example", port));
    }
  }

  @Test
  void itIsNotShownToAnotherUserWhoTookThePort() {
    assertTrue(Token.isOwn(TABLE, 9009, 1000));
    assertFalse(Token.isOwn(TABLE, 9010, 1000));
    assertTrue(Token.isOwn(TABLE, 9011, 1000), "root may read it anyway");
    assertTrue(Token.isOwn(TABLE + TABLE_6, 9009, 1000), "another address is another's");
    assertFalse(Token.isOwn(TABLE + TABLE_6, 9012, 1000), "the other may be asked");
    assertTrue(Token.isOwn(TABLE + TABLE_6, 9013, 1000), "an address of IPv4 in IPv6");
  }

  @Test
  void itIsNotShownWhereNobodyListensYet() {
    assertFalse(Token.isOwn(TABLE + TABLE_6, 9020, 1000));
  }

  @Test
  void noTextShowsIt() {
    Options options = Options.DEFAULTS.withToken(Token.of("secret-of-mine"));
    assertFalse(options.toString().contains("secret-of-mine"));
  }
}
