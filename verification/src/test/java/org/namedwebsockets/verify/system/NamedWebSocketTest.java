package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.client.ClosedException;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.Incoming.Sort;
import org.namedwebsockets.client.Listener;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.NoSuchPeerException;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.client.Peer;
import org.namedwebsockets.client.State;
import org.namedwebsockets.client.TimedOutException;
import org.namedwebsockets.client.UndeliveredException;
import org.namedwebsockets.client.UnreachableException;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.Proxy;

/** The Java client against a running proxy: what is said, to whom, and who is there. */
@Timeout(60)
class NamedWebSocketTest {
  private static final Duration LONG = Duration.ofSeconds(TestPeer.PATIENCE_S);
  private static final Duration SHORT = Duration.ofMillis(50);

  private Proxy proxy;

  @BeforeEach
  void start() throws BindException {
    proxy = LocalOnly.start();
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private Options as(String id) {
    return Options.DEFAULTS.withPort(proxy.port()).withId(id);
  }

  private NamedWebSocket join(String id) {
    return NamedWebSocket.network("chat", as(id));
  }

  private NamedWebSocket join(String id, Listener listener) {
    return NamedWebSocket.network("chat", as(id), listener);
  }

  private static Incoming next(NamedWebSocket socket) {
    return socket.receive(LONG).orElseThrow();
  }

  @Test
  void whatOneSaysTheOthersHear() {
    try (var ann = join("ann");
        var bob = join("bob");
        TestPeer raw = TestPeer.open(proxy.port(), "/network/chat/7")) {
      ann.send("a \"b\"\nü");
      ann.send(new byte[] {0, 10, -1});

      Incoming text = next(bob);
      assertEquals(Sort.BROADCAST, text.sort());
      assertEquals("ann", text.from());
      assertEquals("a \"b\"\nü", text.text());
      Incoming bytes = next(bob);
      assertTrue(bytes.isBinary());
      assertArrayEquals(new byte[] {0, 10, -1}, bytes.bytes());
      raw.hears("a \"b\"\nü");
      raw.say("{}");
      assertEquals("{}", next(ann).text());
      assertEquals("{}", next(bob).text());
      assertEquals(Optional.empty(), ann.receive(SHORT));
    }
  }

  @Test
  void peersAreToldWithTheirNames() {
    Heard heard = new Heard();
    try (var ann = join("ann", heard)) {
      heard.hears("OPEN");
      Options clock = as("cat").withName("Cät & Co").withKind("clock");
      try (var _ = NamedWebSocket.network("chat", clock)) {
        try (TestPeer raw = TestPeer.open(proxy.port(), "/network/chat/7")) {
          heard.hears("+ Cät & Co clock", "+ 7 ");
          raw.say("hi");
          heard.hears("BROADCAST 7 hi");
          List<Peer> peers = ann.peers();
          assertEquals(new Peer("cat", "Cät & Co", "clock", "", ""), peers.get(0));
          assertTrue(peers.get(1).isHere());
        }
        heard.hears("- 7");
      }
      heard.hears("- Cät & Co");
      assertEquals(List.of(), ann.peers());
    }
    heard.hears("CLOSED");
  }

  @Test
  void whoComesLaterIsToldOfThoseBefore() {
    try (var _ = join("ann")) {
      Heard heard = new Heard();
      try (var bob = join("bob", heard)) {
        assertEquals("ann", bob.peers().getFirst().id());
        heard.hears("+ ann ", "OPEN");
      }
    }
  }

  @Test
  void aMessageForOneIsForNobodyElse() {
    try (var ann = join("ann");
        var bob = join("bob");
        var cat = join("cat")) {
      ann.peer("cat").send("psst");
      ann.peer("cat").send(new byte[] {7});
      ann.peer("cat").send(Message.json("{\"a\": [1e400]}"));
      ann.send("all");

      Incoming first = next(cat);
      assertEquals(Sort.DIRECT, first.sort());
      assertEquals("psst", first.text());
      assertArrayEquals(new byte[] {7}, next(cat).bytes());
      assertEquals("{\"a\": [1e400]}", next(cat).text());
      assertEquals("all", next(cat).text());
      assertEquals("all", next(bob).text());
      ann.peer("ann").send("note to self");
      assertEquals("note to self", next(ann).text());
    }
  }

  @Test
  void whatCannotBeDeliveredSaysWhy() {
    try (var ann = join("ann");
        TestPeer _ = TestPeer.open(proxy.port(), "/network/chat/7")) {
      var nobody = assertThrows(NoSuchPeerException.class, () -> ann.peer("404").send("?"));
      assertEquals("404", nobody.peer());
      assertThrows(NoSuchPeerException.class, () -> ann.peer("404").request("?", LONG));
      var raw = assertThrows(UndeliveredException.class, () -> ann.peer("7").request("?", LONG));
      assertEquals("7", raw.peer());
      assertThrows(IllegalArgumentException.class, () -> ann.peer("a b"));
      assertThrows(
          IllegalArgumentException.class, () -> ann.peer("7").send(Message.json("not json")));
    }
  }

  @Test
  void aRequestIsReplied() {
    Listener clock =
        new Listener() {
          @Override
          public void onRequest(Incoming request) {
            request.reply(
                request.isBinary() ? Message.binary(request.bytes()) : Message.json("12"));
          }
        };
    try (var ann = join("ann");
        var _ = join("cat", clock)) {
      assertEquals("12", ann.peer("cat").request("time?", LONG).asText());
      Message echo = ann.peer("cat").request(new byte[] {1, 2}, LONG);
      assertEquals(Message.Kind.BINARY, echo.kind());
      assertEquals(2, echo.length());
    }
  }

  @Test
  void aRequestMayBeRepliedLaterAndOnce() {
    try (var ann = join("ann");
        var cat = join("cat");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Message> answer = threads.submit(() -> ann.peer("cat").request("?", LONG));
      Incoming question = next(cat);
      question.reply("noon");

      assertEquals("noon", answer.get().asText());
      assertThrows(IllegalStateException.class, () -> question.reply("midnight"));
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRequestWithoutReplyEndsInTime() {
    try (var ann = join("ann")) {
      try (var _ = join("cat")) {
        assertThrows(TimedOutException.class, () -> ann.peer("cat").request("?", SHORT));
      }
      Listener leaves = Listener.messages(_ -> {});
      NamedWebSocket dog = join("dog", leaves);
      Thread.startVirtualThread(dog::close);
      assertThrows(UndeliveredException.class, () -> ann.peer("dog").request("?", LONG));
    }
  }

  @Test
  void manyThreadsAskAtOnce() throws InterruptedException {
    Listener echo =
        new Listener() {
          @Override
          public void onRequest(Incoming request) {
            request.reply(request.text());
          }
        };
    try (var ann = join("ann");
        var _ = join("cat", echo);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers =
          IntStream.range(0, 2_000)
              .mapToObj(i -> threads.submit(() -> ann.peer("cat").request("n" + i, LONG).asText()))
              .toList();
      for (int i = 0; i < answers.size(); i++) {
        assertEquals("n" + i, answers.get(i).get());
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aListenerMayAskInTheMiddleOfACall() {
    Heard heard = new Heard();
    Listener asks =
        new Listener() {
          @Override
          public void onMessage(Incoming message) {
            if (!message.from().equals("cat")) {
              return;
            }
            heard.onMessage(message);
          }
        };
    Listener echo =
        new Listener() {
          @Override
          public void onRequest(Incoming request) {
            request.reply("yes");
          }
        };
    try (var ann = join("ann", asks);
        var cat = join("cat", echo)) {
      cat.send("go");
      heard.hears("BROADCAST cat go");
      assertEquals("yes", ann.peer("cat").request("?", LONG).asText());
    }
  }

  @Test
  void aTakenIdIsRefused() {
    try (var _ = join("ann")) {
      var taken = assertThrows(UnreachableException.class, () -> join("ann"));
      assertEquals(409, taken.status());
    }
  }

  @Test
  void withoutAProxyOpeningFailsAtOnce() {
    Options nowhere = as("ann");
    proxy.close();

    var none =
        assertThrows(UnreachableException.class, () -> NamedWebSocket.local("chat", nowhere));

    assertEquals(0, none.status());
    assertEquals("nothing answers on port " + nowhere.port(), none.getMessage());
  }

  @Test
  void whatWasSaidBeforeTheEndIsStillReceived() {
    var ann = join("ann");
    try (var bob = join("bob")) {
      bob.send("last words");
      assertEquals("last words", next(ann).text());
      bob.send("gone unheard");
    }
    assertTrue(ann.leave(LONG));

    assertEquals(State.CLOSED, ann.state());
    assertThrows(ClosedException.class, () -> ann.send("too late"));
    assertThrows(
        ClosedException.class,
        () -> {
          ann.receive();
          ann.receive();
        });
    assertEquals("", ann.awaitClosed());
  }

  @Test
  void aListenerTakesAllMessages() {
    try (var ann = join("ann", new Heard())) {
      assertThrows(IllegalStateException.class, ann::receive);
    }
  }

  @Test
  void aListenersMistakeDoesNotEndTheHearing() {
    Heard heard = new Heard();
    Listener clumsy =
        Listener.messages(message -> {
          heard.onMessage(message);
          if (message.text().equals("stumble")) {
            throw new QuietException();
          }
        });
    try (var ann = join("ann");
        var _ = join("bob", clumsy)) {
      ann.send("stumble");
      ann.send("go on");
      heard.hears("BROADCAST ann stumble", "BROADCAST ann go on");
    }
  }

  /** Says little where it is not caught. */
  private static final class QuietException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QuietException() {
      super("of a test, on purpose", null, false, false);
    }
  }

  @Test
  void whoIsDeafHearsOnlyWhatIsForItAlone() {
    try (var ann = join("ann");
        var bob = NamedWebSocket.network("chat", as("bob").deaf())) {
      assertFalse(as("bob").deaf().hears());
      ann.send("to all");
      ann.peer("bob").send("to you");

      assertEquals("to you", next(bob).text());
    }
  }
}
