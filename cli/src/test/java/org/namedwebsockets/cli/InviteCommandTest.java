package org.namedwebsockets.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
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
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.ProxyConfig.AccessConfig;
import org.namedwebsockets.proxy.ProxyConfig.GuestsConfig;

/** {@code nws invite} with a proxy that asks for its token, which the command finds by itself. */
@Timeout(60)
class InviteCommandTest {
  private static final String LINK = "https://127\\.0\\.0\\.1:\\d+/#[a-z2-7]{26}";

  @TempDir Path folder;
  private Proxy proxy;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start() throws IOException {
    GuestsConfig rest = GuestsConfig.DEFAULTS;
    proxy =
        Proxy.start(
            ProxyConfig.DEFAULTS
                .withPort(0)
                .withLan(
                    new ProxyConfig.LanConfig(
                        true, 0, false, List.of(), List.of(), List.of("127.0.0.1")))
                .withAccess(new AccessConfig(Optional.of(folder.resolve("nws/token")), false))
                .withGuests(new GuestsConfig(true, 0, rest.inviteLimits(), rest.limits())));
    environment.put("NWS_PORT", String.valueOf(proxy.port()));
    environment.put("XDG_STATE_HOME", folder.toString());
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private int run(Tty tty, String... words) {
    out.reset();
    err.reset();
    Shell shell =
        new Shell(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            environment,
            Path.of("/nowhere/nws.conf"),
            InputStream.nullInputStream(),
            tty);
    return Commands.execute(shell, words);
  }

  private String said(String... words) {
    assertEquals(ExitCode.OK, run(Tty.NONE, words), err.toString(UTF_8));
    return out.toString(UTF_8).strip();
  }

  @Test
  void whoPipesItGetsTheLinkAlone() {
    String link = said("invite", "chat");
    assertTrue(link.matches(LINK), link);
  }

  @Test
  void aPersonIsToldWhatItIsWorth() {
    Tty person = new Tty(true, true, true);
    assertEquals(ExitCode.OK, run(person, "invite", "chat", "news", "--once", "--for", "10m"));
    String shown = out.toString(UTF_8);
    assertTrue(shown.contains("a guest on network/chat, network/news and nowhere else"), shown);
    assertTrue(shown.contains("10 min, for the first who comes"), shown);
    assertTrue(shown.matches("(?s).*([0-9A-F]{2}:){31}[0-9A-F]{2}.*"), shown);
    assertTrue(shown.matches("(?s).*nws invite --end [a-z2-7]{4}\n.*"), shown);
  }

  @Test
  void invitesAreListedAndEnded() {
    assertEquals("", said("invite", "--list"));
    String id = said("invite", "board", "--local", "--json").replaceAll(".*\"id\":\"|\",.*", "");

    assertEquals(id + "  local/board  60 min left  0 here  any number", said("invite"));
    assertEquals("", said("invite", "--end", id));
    assertEquals(ExitCode.FAILURE, run(Tty.NONE, "invite", "--end", id));
    assertTrue(err.toString(UTF_8).contains("there is no invite '" + id + "'"));
  }

  @Test
  void whatMayNotBeIsRefusedWithASentence() {
    for (String[] words :
        List.of(
            new String[] {"invite", "chat", "--for", "soon"},
            new String[] {"invite", "chat", "--for", "100ms"},
            new String[] {"invite", "chat", "--for", "25h"},
            new String[] {"invite", "no/name"})) {
      assertEquals(ExitCode.USAGE, run(Tty.NONE, words), String.join(" ", words));
    }
    environment.put("XDG_STATE_HOME", "/nowhere");
    assertEquals(ExitCode.FAILURE, run(Tty.NONE, "invite", "chat"));
    assertTrue(err.toString(UTF_8).contains("nws token"), err.toString(UTF_8));
  }
}
