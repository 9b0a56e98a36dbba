package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;

/** The commands as a shell script sees them: lines in, lines out, and an exit code. */
@Timeout(120)
class ChannelCommandsTest {
  private static final Duration LONG = Duration.ofSeconds(Heard.PATIENCE_S);

  @TempDir Path folder;
  private Proxy proxy;

  @BeforeEach
  void start() throws BindException {
    proxy = Proxy.start(ProxyConfig.DEFAULTS.withPort(0).withLan(ProxyConfig.LanConfig.OFF));
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private Options ann() {
    return Options.DEFAULTS.withPort(proxy.port()).withId("ann");
  }

  private Running begin(String... words) {
    return Running.start(proxy.port(), words);
  }

  private Running run(String... words) {
    return Running.run(proxy.port(), words);
  }

  private static void ended(int code, String out, Running command) {
    assertEquals(code, command.ends(), command.err());
    assertEquals(out, command.out());
  }

  @Test
  void subPrintsWhatIsSaid() {
    Heard heard = new Heard();
    try (var ann = NamedWebSocket.network("chat", ann(), heard);
        Running lines = begin("sub", "chat", "-C", "3", "--id", "lines");
        Running json = begin("sub", "chat", "-C", "3", "--id", "json", "--json")) {
      String first = heard.next() + heard.next() + heard.next();
      assertTrue(first.contains("+ lines ") && first.contains("+ json "), first);

      ann.send("grüß dich");
      ann.send(new byte[] {'o', 'k'});
      ann.peer("lines").send("psst");
      ann.peer("json").send("psst");

      ended(0, "grüß dich\nok\npsst\n", lines);
      ended(
          0,
          """
          {"from":"ann","sort":"broadcast","text":"grüß dich"}
          {"from":"ann","sort":"broadcast","base64":"b2s="}
          {"from":"ann","sort":"direct","text":"psst"}
          """,
          json);
    }
  }

  @Test
  void subGivesUpInTime() {
    assertEquals(3, run("sub", "chat", "-C", "1", "-W", "0.01").ends());
    assertEquals(0, run("sub", "chat", "-W", "0.01").ends());
  }

  @Test
  void pubSaysItsWordsOrItsInput() {
    try (var ann = NamedWebSocket.local("chat", ann())) {
      assertEquals(0, run("pub", "--local", "chat", "hello", "there").ends());
      assertEquals("hello there", ann.receive(LONG).orElseThrow().text());

      try (Running lines = begin("pub", "--local", "chat");
          Running bytes = begin("pub", "--local", "chat", "-0", "--binary")) {
        lines.types("one\n\ntwo");
        assertEquals(0, lines.ends(), lines.err());
        for (String line : List.of("one", "", "two")) {
          assertEquals(line, ann.receive(LONG).orElseThrow().text());
        }
        bytes.types(new byte[] {-1, '\n', 0});
        assertEquals(0, bytes.ends(), bytes.err());
        assertArrayEquals(new byte[] {-1, '\n'}, ann.receive(LONG).orElseThrow().bytes());
      }
    }
  }

  @Test
  void pubSendsAFileAndLosesNothing() throws IOException {
    byte[] content = new byte[3_000_001];
    new Random(3).nextBytes(content);
    Path file = Files.write(folder.resolve("film"), content);
    try (var ann = NamedWebSocket.network("films", ann());
        Running pub = begin("pub", "films", "--file", file.toString(), "--peers", "1")) {
      ByteArrayOutputStream heard = new ByteArrayOutputStream();
      while (heard.size() < content.length) {
        Incoming part = ann.receive(LONG).orElseThrow();
        assertTrue(part.isBinary());
        heard.writeBytes(part.bytes());
      }
      assertArrayEquals(content, heard.toByteArray());
      ended(0, "", pub);
      assertEquals("", pub.err());
    }
    assertEquals(1, run("pub", "films", "--file", "missing").ends());
    assertEquals(3, run("pub", "films", "--peers", "1", "-W", "0.01", "hi").ends());
  }

  @Test
  void sendSaysWhetherItArrived() {
    try (var ann = NamedWebSocket.network("chat", ann())) {
      assertEquals(0, run("send", "chat", "ann", "psst").ends());
      Incoming psst = ann.receive(LONG).orElseThrow();
      assertEquals(Incoming.Sort.DIRECT, psst.sort());
      assertEquals("psst", psst.text());

      assertEquals(0, run("send", "chat", "ann", "--json", "{\"a\":1}").ends());
      assertEquals("{\"a\":1}", ann.receive(LONG).orElseThrow().text());

      Running nobody = run("send", "chat", "bob", "-W", "0.01", "psst");
      assertEquals(1, nobody.ends());
      assertEquals("nws: no such peer\n", nobody.err());
      assertEquals(2, run("send", "chat", "ann", "--json", "{").ends());
    }
  }

  @Test
  void requestPrintsTheReply() {
    Heard clock =
        new Heard() {
          @Override
          public void onRequest(Incoming request) {
            if (!request.text().equals("silence")) {
              request.reply("noon, " + request.text());
            }
          }
        };
    try (var _ = NamedWebSocket.network("chat", ann(), clock)) {
      ended(0, "noon, sir\n", run("request", "chat", "ann", "sir"));
      ended(3, "", run("request", "chat", "ann", "-W", "0.05", "silence"));
    }
  }

  @Test
  void replyAnswersWithATextOrACommand() {
    Heard heard = new Heard();
    try (var ann = NamedWebSocket.network("chat", ann(), heard);
        Running fixed = begin("reply", "chat", "--id", "fixed", "-C", "1", "so", "it", "is")) {
      heard.hearsAfterAll("+ fixed ");
      assertEquals("so it is", ann.peer("fixed").request("?", LONG).asText());
      assertEquals(0, fixed.ends());

      String command = "tr a-z A-Z; echo $NWS_FROM";
      try (Running runs = begin("reply", "chat", "--id", "runs", "-C", "1", "--exec", command)) {
        heard.hearsAfterAll("+ runs ");
        assertEquals("WELL?ann", ann.peer("runs").request("well?", LONG).asText());
        assertEquals(0, runs.ends());
      }
    }
    assertEquals(2, run("reply", "chat").ends());
  }

  @Test
  void joinIsADialogue() {
    Heard heard = new Heard();
    try (var _ = NamedWebSocket.network("chat", ann().withName("Ann"), heard);
        Running join = begin("join", "chat", "--id", "bob")) {
      heard.hearsAfterAll("+ bob ");
      join.types("hello\n/msg ann psst\n/msg cat psst\n/peers\n/shout\n//me\n/quit\nunsaid\n");

      heard.hears("BROADCAST bob hello", "DIRECT bob psst", "BROADCAST bob /me", "- bob");
      assertEquals(0, join.ends(), join.err());
      assertEquals("", join.err());
      String out = join.out();
      for (String line :
          List.of(
              "joined as bob;",
              "+ ann Ann",
              "no such peer\n",
              "\nann Ann\n",
              "there is no /shout")) {
        assertTrue(out.contains(line), out);
      }
    }
  }

  @Test
  void theTablesShowWhatIsOpen() {
    try (var _ = NamedWebSocket.network("chat", ann().withKind("page"))) {
      ended(0, "network  chat  1\n", run("channels"));
      ended(0, "network  chat  ann  -  page  v1  -  -\n", run("peers"));
      ended(0, "", run("peers", "chat", "--local"));
      ended(0, "", run("proxies"));
      Running json = run("channels", "--json");
      ended(0, "{\"scope\":\"network\",\"name\":\"chat\",\"peers\":1}\n", json);
    }
  }

  @Test
  void whatCannotWorkSaysWhy() {
    Running name = run("sub", "a/b");
    assertEquals(2, name.ends());
    assertTrue(name.err().startsWith("nws: a channel name is"), name.err());
    int port = proxy.port();
    proxy.close();
    Running nowhere = Running.run(port, "pub", "chat", "hi");
    assertEquals(1, nowhere.ends());
    assertEquals(
        "nws: nothing answers on port " + port + ". Start the proxy with: nws\n", nowhere.err());
  }
}
