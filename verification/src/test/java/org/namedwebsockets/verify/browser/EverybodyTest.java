package org.namedwebsockets.verify.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.client.Peer;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.verify.system.Gauges;
import org.namedwebsockets.verify.system.LocalOnly;
import org.namedwebsockets.verify.system.NwsProcess;
import org.namedwebsockets.verify.system.Roster;
import org.namedwebsockets.verify.system.TestPeer;

/**
 * A page, a Java program, a shell pipe, a script that speaks {@code nws.v1} by hand and a plain
 * {@code ws} client on one channel: each hears all others, and who can see others sees all.
 */
@Timeout(120)
class EverybodyTest {
  private static final Duration LONG = Duration.ofSeconds(TestPeer.PATIENCE_S);
  private static final String JOIN =
      """
      () => {
        const socket = new NetworkWebSocket('everybody');
        Object.assign(window, { socket, heard: [], seen: [] });
        socket.onmessage = ({ data }) => heard.push(data);
        socket.onconnect = ({ detail }) => seen.push(String(detail.target.id));
        return new Promise((done) => { socket.onopen = () => done(String(socket.id)); });
      }
      """;

  private Proxy proxy;
  private TestBrowser browser;

  @BeforeEach
  void start() throws IOException {
    proxy = LocalOnly.start();
    browser = TestBrowser.start();
  }

  @AfterEach
  void stop() {
    browser.close();
    proxy.close();
  }

  /** A script of Node, or a pipe of the shell. */
  private static final class Program implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Writer in;

    Program(int port, String... command) throws IOException {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("NWS_PORT", String.valueOf(port));
      // Not ours: Maven would wait for whatever of a pipe lives on.
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      process = builder.start();
      out = process.inputReader();
      in = process.outputWriter();
    }

    void say(String line) throws IOException {
      in.write(line + "\n");
      in.flush();
    }

    /** The next lines that hold one of some words, as the words. */
    Set<String> hears(Set<String> words) throws IOException {
      Set<String> found = new TreeSet<>();
      while (found.size() < words.size()) {
        String line = out.readLine();
        assertTrue(line != null, "it ended, and had found " + found);
        words.stream().filter(line::contains).forEach(found::add);
      }
      return found;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private Program script(String id, String form) throws IOException {
    String port = String.valueOf(proxy.port());
    return new Program(proxy.port(), "node", "src/test/node/everybody.cjs", port, id, form);
  }

  private static Set<String> said(String... by) {
    return Arrays.stream(by).map(name -> "hello from " + name).collect(Collectors.toSet());
  }

  @Test
  void aPageAProgramAPipeAScriptAndAPlainClientAreOneChannel() throws Exception {
    Page page = browser.open("http://localhost:" + proxy.port() + "/console");
    String pageId = (String) page.evaluate(JOIN);
    String pipe = "'%s' sub everybody --id pipe | head -n 4".formatted(NwsProcess.LAUNCHER);
    Options java = Options.DEFAULTS.withPort(proxy.port()).withId("java").withName("A program");
    try (Program hand = script("hand", "nws.v1");
        Program plain = script("plain", "raw");
        Program sub = new Program(proxy.port(), "sh", "-c", pipe);
        var program = NamedWebSocket.network("everybody", java)) {
      new Gauges(proxy.port()).await("nws_peers", peers -> peers == 5);
      Set<String> others = Set.of(pageId, "hand", "plain", "pipe");
      assertEquals(
          others,
          Roster.of(program, others.size()).stream().map(Peer::id).collect(Collectors.toSet()));
      page.waitForFunction("() => new Set(seen).size === 4");
      Set<String> joins =
          Set.of(
              "{\"type\":\"joined\",\"id\":\"" + pageId,
              "\"id\":\"plain\"",
              "\"id\":\"pipe\"",
              "\"id\":\"java\",\"name\":\"A program\"");
      assertEquals(joins, hand.hears(joins));

      page.evaluate("() => socket.send('hello from page')");
      program.send("hello from java");
      hand.say("hello from hand");
      plain.say("hello from plain");

      assertEquals(said("java", "hand", "plain"), heard(page, 3));
      assertEquals(said("page", "hand", "plain"), heard(program, 3));
      assertEquals(said("page", "java", "plain"), hand.hears(said("page", "java", "plain")));
      assertEquals(said("page", "java", "hand"), plain.hears(said("page", "java", "hand")));
      Set<String> all = said("page", "java", "hand", "plain");
      assertEquals(all, sub.hears(all));
    }
    // The pipe notices that nobody reads any more at the next message.
    page.waitForFunction("() => { socket.send('more'); return socket.peers.length === 0; }");
  }

  private static Set<String> heard(Page page, int count) {
    page.waitForFunction("(count) => heard.length === count", count);
    return Arrays.stream(((String) page.evaluate("() => heard.join('|')")).split("\\|", -1))
        .collect(Collectors.toSet());
  }

  private static Set<String> heard(NamedWebSocket program, int count) {
    Set<String> heard = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      heard.add(program.receive(LONG).orElseThrow().text());
    }
    return heard;
  }
}
