package org.namedwebsockets.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.client.ClosedException;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.client.Token;
import org.namedwebsockets.client.UnreachableException;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.ProxyConfig.AccessConfig;
import org.namedwebsockets.proxy.access.Tokens;

/** Commands and the client, with a proxy that asks for its token. */
@Timeout(60)
class TokenCommandTest {
  @TempDir Path folder;
  private Path file;
  private Proxy proxy;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("nws/token");
    proxy =
        Proxy.start(
            ProxyConfig.DEFAULTS
                .withPort(0)
                .withLan(ProxyConfig.LanConfig.OFF)
                .withAccess(new AccessConfig(Optional.of(file), false)));
    environment.put("NWS_PORT", String.valueOf(proxy.port()));
    environment.put("XDG_STATE_HOME", folder.toString());
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    Shell shell =
        new Shell(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            environment,
            Path.of("/nowhere/nws.conf"));
    return Commands.execute(shell, words);
  }

  private String said(String... words) {
    assertEquals(ExitCode.OK, run(words), err.toString(UTF_8));
    return out.toString(UTF_8).strip();
  }

  private Options options(Token token) {
    return Options.DEFAULTS.withPort(proxy.port()).withToken(token);
  }

  @Test
  void commandsFindTheTokenByThemselves() {
    assertEquals(file.toString(), said("token"));
    assertTrue(said("status").contains("\"version\""));
    said("pub", "chat", "--local", "hello");
    said("origins", "deny", "https://a.example");
  }

  @Test
  void withoutItEachSaysWhereItIs() {
    environment.put("XDG_STATE_HOME", "/nowhere");
    for (String[] words :
        List.of(
            new String[] {"status"},
            new String[] {"peers"},
            new String[] {"origins"},
            new String[] {"pub", "chat", "--local", "hello"},
            new String[] {"token", "--console"})) {
      assertEquals(ExitCode.FAILURE, run(words), words[0]);
      assertTrue(err.toString(UTF_8).contains(file.toString()), err.toString(UTF_8));
      assertTrue(err.toString(UTF_8).contains("nws token"), err.toString(UTF_8));
    }
    assertEquals(ExitCode.FAILURE, run("token"));
    assertTrue(err.toString(UTF_8).contains("/nowhere/nws/token"), err.toString(UTF_8));
  }

  @Test
  void theVariableGoesBeforeTheFile() {
    environment.put("NWS_TOKEN", "wrong");
    assertEquals(ExitCode.FAILURE, run("status"));
  }

  @Test
  void aLinkAndAKeyArePrinted() throws IOException {
    String link = said("token", "--console");
    assertTrue(
        link.matches("http://localhost:" + proxy.port() + "/console#ticket=[\\w-]{43}"), link);
    assertEquals(
        Tokens.pageKey(Files.readString(file).strip(), "https://a.example"),
        said("token", "--page", "https://a.example"));
    assertEquals(ExitCode.USAGE, run("token", "--page", "https://a.example/path"));
    assertEquals(ExitCode.USAGE, run("token", "--page", "https://A.example"));
  }

  @Test
  void aNewTokenClosesWhoCameWithTheOldOne() throws IOException {
    String before = Files.readString(file);
    try (NamedWebSocket ann = NamedWebSocket.local("c", options(Token.inFile(file)))) {
      said("token", "--new");

      assertThrows(ClosedException.class, ann::receive);
      assertTrue(ann.awaitClosed().contains("what was shown holds no more"), ann.awaitClosed());
    }
    assertNotEquals(before, Files.readString(file));
    var refused =
        assertThrows(
            UnreachableException.class,
            () -> NamedWebSocket.local("c", options(Token.of(before.strip()))));
    assertEquals(401, refused.status());
    NamedWebSocket.local("c", options(Token.inFile(file))).close();
  }

  @Test
  void theDoctorKnows() {
    run("doctor");
    assertTrue(out.toString(UTF_8).contains("a message went from peer to peer"));

    environment.put("NWS_TOKEN", "wrong");
    assertEquals(ExitCode.FAILURE, run("doctor"));
    assertTrue(out.toString(UTF_8).contains("asks for its token"), out.toString(UTF_8));
  }
}
