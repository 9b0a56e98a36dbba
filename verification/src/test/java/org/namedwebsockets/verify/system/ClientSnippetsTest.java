package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.Listener;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.NoSuchPeerException;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.client.Peer;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.verify.architecture.Repository;

/** The examples of the client's comments, the README and docs/java.md stand here, and run. */
@Timeout(60)
class ClientSnippetsTest {
  private static final Pattern OF_PAGE = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern OF_COMMENT =
      Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n \\* }</pre>");
  private static final String TESTS =
      "verification/src/test/java/org/namedwebsockets/verify/system/";

  @RegisterExtension final EmbeddedProxy proxy = new EmbeddedProxy();

  private final Heard heard = new Heard();

  private Options ann() {
    int port = proxy.port();
    Options options =
        Options.DEFAULTS.withPort(port).withId("ann").withName("Ann").withKind("page");
    return options;
  }

  private Options cat() {
    return Options.DEFAULTS.withPort(proxy.port()).withId("cat");
  }

  @Test
  void hello() {
    try (var cat = NamedWebSocket.network("chat", cat(), heard)) {
      Options options = ann();
      Thread answering =
          Thread.startVirtualThread(() -> {
            heard.hearsAfterAll("BROADCAST ann hello");
            cat.send("hello yourself");
          });
      try (var chat = NamedWebSocket.network("chat", options)) {
        chat.send("hello");
        Incoming first = chat.receive();
        System.out.println(first.from() + " says " + first.text());
      }
      assertTrue(answering.threadId() > 0);
    }
  }

  /** Not run: it takes the usual port. */
  static void readme() {
    try (var chat = NamedWebSocket.network("chat")) {
      chat.send("hello");
      System.out.println(chat.receive().text());
    }
  }

  @Test
  void listener() throws InterruptedException {
    Options options = ann();
    Thread waiting = Thread.ofVirtual().unstarted(() -> listens(options));
    try (var cat = NamedWebSocket.local("chat", cat(), heard)) {
      waiting.start();
      heard.hearsAfterAll("+ Ann page");
      cat.send("hi");
      assertEquals("it is noon", cat.peer("ann").request("?", Duration.ofSeconds(20)).asText());
      waiting.interrupt();
      heard.hearsAfterAll("- Ann");
    }
    waiting.join();
  }

  private static void listens(Options options) {
    Listener listener =
        new Listener() {
          @Override
          public void onMessage(Incoming message) {
            System.out.println(message.from() + ": " + message.text());
          }

          @Override
          public void onRequest(Incoming request) {
            request.reply("it is noon");
          }

          @Override
          public void onPeerJoined(Peer peer) {
            System.out.println(peer.label() + " is here");
          }
        };
    try (var chat = NamedWebSocket.local("chat", options, listener)) {
      chat.awaitClosed();
    } catch (RuntimeException interrupted) {
      System.out.println(interrupted.getMessage());
    }
  }

  @Test
  void direct() {
    Listener noon =
        new Listener() {
          @Override
          public void onRequest(Incoming request) {
            request.reply("noon");
          }
        };
    try (var chat = NamedWebSocket.local("chat", ann())) {
      ask(chat);
      try (var _ = NamedWebSocket.local("chat", cat(), noon)) {
        ask(chat);
      }
    }
  }

  private static void ask(NamedWebSocket chat) {
    try {
      chat.peer("cat").send("psst");
      Message answer = chat.peer("cat").request("what time is it?", Duration.ofSeconds(5));
      System.out.println(answer.asText());
    } catch (NoSuchPeerException nobody) {
      System.out.println(nobody.peer() + " is not here");
    }
  }

  @Test
  void embedded() throws BindException {
    try (Proxy proxy = Proxy.start(ProxyConfig.DEFAULTS.withPort(0))) {
      Options options = Options.DEFAULTS.withPort(proxy.port());
      try (var chat = NamedWebSocket.local("chat", options)) {
        chat.send("hello");
      }
    }
  }

  @Test
  void everyExampleStandsHere() throws IOException {
    List<String> examples = new ArrayList<>();
    for (String page : List.of("README.md", "docs/java.md")) {
      OF_PAGE.matcher(Repository.text(page)).results().forEach(m -> examples.add(m.group(1)));
    }
    Path client = Repository.root().resolve("client/src/main/java/org/namedwebsockets/client");
    try (Stream<Path> files = Files.list(client)) {
      for (Path file : files.toList()) {
        OF_COMMENT
            .matcher(Files.readString(file))
            .results()
            .forEach(m -> examples.add(m.group(1).replaceAll("(?m)^ \\* ?", "")));
      }
    }
    String here =
        plain(
            Repository.text(TESTS + "ClientSnippetsTest.java")
                + Repository.text(TESTS + "EmbeddedProxy.java"));

    assertEquals(12, examples.size());
    examples.forEach(example -> assertTrue(here.contains(plain(example)), example));
  }

  private static String plain(String code) {
    return code.replaceAll("\\s+", "");
  }
}
