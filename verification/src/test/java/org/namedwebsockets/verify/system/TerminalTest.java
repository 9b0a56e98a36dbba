package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.proxy.Proxy;

/**
 * What a person at a terminal sees, under {@code script} of util-linux, which is on every Debian.
 * Where it is missing these tests fail, and say what to install.
 */
@Timeout(60)
class TerminalTest {
  private static final String ESCAPE = "\u001b[";

  @RegisterExtension final EmbeddedProxy proxy = new EmbeddedProxy();
  @TempDir Path folder;
  private final Heard heard = new Heard();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void aTerminalWithColours() {
    assertTrue(
        Files.isExecutable(Path.of("/usr/bin/script")),
        "the command script is missing: apt-get install bsdutils");
    environment.put("NWS_PORT", String.valueOf(proxy.port()));
    environment.put("TERM", "xterm");
    environment.put("NO_COLOR", "");
  }

  private NamedWebSocket ann() {
    Options ann = Options.DEFAULTS.withPort(proxy.port()).withId("ann");
    return NamedWebSocket.local("chat", ann, heard);
  }

  /** Starts nws at a terminal; what is typed is there from the beginning. */
  private NwsProcess atTerminal(String typed, String words) throws IOException {
    Path input = Files.writeString(folder.resolve("typed"), typed);
    String command =
        "exec script -qec \"'%s' %s\" /dev/null <'%s'\n"
            .formatted(NwsProcess.LAUNCHER, words, input);
    Path script = Files.writeString(folder.resolve("command"), command);
    return NwsProcess.start(folder, environment, "sh", script.toString());
  }

  @Test
  void joinHasAPromptAndColours() throws IOException {
    try (var _ = ann();
        NwsProcess join = atTerminal("hello\n/peers\n/quit\n", "join chat --local --id bob")) {
      heard.hearsAfterAll("BROADCAST bob hello");
      heard.hearsAfterAll("- bob");
      assertEquals(0, join.exitCode(), join.output());
      String out = join.output();
      assertTrue(out.contains(ESCAPE + "2mjoined as bob; /help"), out);
      assertTrue(out.contains(ESCAPE + "32m+ ann"), out);
      assertTrue(out.contains(ESCAPE + "2mann" + ESCAPE + "0m"), out);
      assertTrue(out.contains("> "), out);
    }
  }

  @Test
  void withoutColourJoinHasAPromptAndNoColours() throws IOException {
    environment.put("NO_COLOR", "1");
    assertFalse(joined().contains(ESCAPE + "2m"));
  }

  @Test
  void aDumbTerminalIsToldNothingItCannotDo() throws IOException {
    environment.put("TERM", "dumb");
    assertFalse(joined().contains(ESCAPE));
  }

  private String joined() throws IOException {
    try (NwsProcess join = atTerminal("/help\n/quit\n", "join chat --local --id bob")) {
      assertEquals(0, join.exitCode(), join.output());
      String out = join.output();
      assertTrue(out.contains("joined as bob; /help"), out);
      assertTrue(out.contains("/msg PEER text"), out);
      return out;
    }
  }

  @Test
  void subShowsWhoSpeaksInColour() throws IOException {
    try (var ann = ann();
        NwsProcess sub = atTerminal("", "sub chat --local -v -C 1 --id bob")) {
      heard.hearsAfterAll("+ bob ");
      ann.send("one\u001b[2Jtwo");
      assertEquals(0, sub.exitCode(), sub.output());
      String out = sub.output();
      assertTrue(out.contains(ESCAPE + "1mann" + ESCAPE + "0m: one?[2Jtwo"), out);
    }
  }

  @Test
  void pubShowsABarThatFitsANarrowTerminal() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[3 << 20]);
    try (var _ = ann();
        NwsProcess pub = atTerminal("", "pub chat --local --peers 1 --file '" + file + "'")) {
      assertEquals(0, pub.exitCode(), pub.output());
      String out = pub.output();
      assertTrue(out.contains("[================] 100 %  3.0 MiB"), out);
      assertTrue(out.lines().allMatch(line -> line.length() <= 40), out);
    }
  }

  @Test
  void theCodeOfAnInviteIsExactlyItsLink() throws IOException {
    try (Proxy welcoming = Proxy.start(Invitation.welcoming(0))) {
      environment.put("NWS_PORT", String.valueOf(welcoming.port()));
      try (NwsProcess invite = atTerminal("", "invite chat --once --for 10m")) {
        assertEquals(0, invite.exitCode(), invite.output());
        Matcher link =
            Pattern.compile("https://127\\.0\\.0\\.1:\\d+/#\\w{26}").matcher(invite.output());
        assertTrue(link.find(), invite.output());
        assertEquals(link.group(), QrReader.readTerminal(invite.output()));
        assertTrue(invite.output().contains("for the first who comes"), invite.output());
      }
    }
  }
}
