package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.client.ClientLimits;
import org.namedwebsockets.client.ClosedException;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.client.Retry;
import org.namedwebsockets.client.State;
import org.namedwebsockets.client.TimedOutException;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.net.NetLimits;

/** The Java client when the proxy goes and comes, and when a reader does not read. */
@Timeout(120)
class ReconnectTest {
  private static final Duration LONG = Duration.ofSeconds(TestPeer.PATIENCE_S);
  private static final Retry QUICK =
      new Retry(
          Duration.ofMillis(5), Duration.ofMillis(50), Integer.MAX_VALUE, Duration.ofSeconds(5));

  private static Options quick(int port, String id) {
    return Options.DEFAULTS.withPort(port).withId(id).withRetry(QUICK);
  }

  private static Proxy at(int port) throws BindException {
    return Proxy.start(Configs.alone().withPort(port));
  }

  @Test
  void aProxyThatComesBackIsJoinedAgain() throws IOException {
    int port = LocalOnly.freePort();
    Heard heard = new Heard();
    Proxy first = at(port);
    try (first;
        var ann = NamedWebSocket.local("chat", quick(port, "ann"), heard);
        var _ = NamedWebSocket.local("chat", quick(port, "bob"))) {
      heard.hearsAfterAll("+ bob ");
      first.close();
      heard.hearsAfterAll("WAITING");

      try (Proxy _ = at(port);
          TestPeer raw = TestPeer.open(port, "/local/chat/7")) {
        heard.hearsAfterAll("OPEN");
        ann.send("back again");
        raw.hears("back again");
        assertEquals(State.OPEN, ann.state());
        raw.say("hello");
        heard.hearsAfterAll("BROADCAST 7 hello");
        assertTrue(ann.peers().stream().anyMatch(peer -> peer.id().equals("7")));
      }
    }
  }

  @Test
  void sendingWaitsForTheProxyToComeBack() throws IOException, InterruptedException {
    int port = LocalOnly.freePort();
    Heard heard = new Heard();
    Proxy first = at(port);
    try (first;
        var ann = NamedWebSocket.local("chat", quick(port, "ann"), heard);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      first.close();
      heard.hearsAfterAll("WAITING");
      Future<?> sent = threads.submit(() -> ann.peer("ann").send("to myself"));
      try (Proxy _ = at(port)) {
        sent.get();
        heard.hearsAfterAll("DIRECT ann to myself");
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sendingDoesNotWaitForEver() throws IOException {
    int port = LocalOnly.freePort();
    Heard heard = new Heard();
    ClientLimits impatient = ClientLimits.DEFAULTS.withSendMax(Duration.ofMillis(20));
    Proxy proxy = at(port);
    try (proxy;
        var ann = NamedWebSocket.local("chat", quick(port, "ann").withLimits(impatient), heard)) {
      proxy.close();
      heard.hearsAfterAll("WAITING");

      assertThrows(TimedOutException.class, () -> ann.send("hello?"));
    }
  }

  @Test
  void theProxyMayComeLater() throws IOException {
    int port = LocalOnly.freePort();
    try (var ann = NamedWebSocket.local("chat", quick(port, "ann").waiting());
        Proxy _ = at(port);
        var bob = NamedWebSocket.local("chat", quick(port, "bob"))) {
      ann.send("here I am");

      assertEquals("here I am", bob.receive(LONG).orElseThrow().text());
    }
  }

  @Test
  void whoNeverComesBackIsClosed() throws IOException {
    int port = LocalOnly.freePort();
    Proxy proxy = at(port);
    try (proxy;
        var ann = NamedWebSocket.local("chat", quick(port, "ann").withRetry(Retry.NEVER))) {
      proxy.close();

      assertEquals("the proxy closed: 1001 stopping", ann.awaitClosed());
      assertThrows(ClosedException.class, () -> ann.send("hello?"));
      assertThrows(ClosedException.class, ann::receive);
    }
  }

  @Test
  void aMessageThatIsTooBigEndsItForGood() throws IOException {
    int port = LocalOnly.freePort();
    try (Proxy _ = at(port);
        var ann = NamedWebSocket.local("chat", quick(port, "ann"))) {
      ann.send(new byte[NetLimits.DEFAULTS.messageBytesMax() + 10_000]);

      assertTrue(ann.awaitClosed().startsWith("the proxy closed: 1009 too-big"));
    }
  }

  @Test
  void aReaderThatDoesNotReadStopsTheSenderAndLosesNothing() throws IOException {
    ClientLimits small =
        ClientLimits.DEFAULTS.withInbox(4, 1 << 20).withSendMax(Duration.ofSeconds(2));
    try (Proxy proxy =
            Proxy.start(
                Configs.alone(Configs.stallMax(Duration.ofSeconds(100)), NetLimits.DEFAULTS));
        var ann = NamedWebSocket.local("chat", quick(proxy.port(), "ann").withLimits(small));
        var bob = NamedWebSocket.local("chat", quick(proxy.port(), "bob").withLimits(small))) {
      int sent = 0;
      boolean held = false;
      while (!held) {
        assertTrue(sent < 2_000, "never held");
        try {
          ann.send(numbered(sent));
          sent++;
        } catch (TimedOutException felt) {
          held = true;
        }
      }
      for (int i = 0; i < sent; i++) {
        Incoming next = bob.receive(LONG).orElseThrow();
        assertEquals(i, ByteBuffer.wrap(next.bytes()).getInt());
      }
      ann.send("and on");
      assertEquals("and on", bob.receive(LONG).orElseThrow().text());
    }
  }

  private static byte[] numbered(int number) {
    return ByteBuffer.allocate(16 << 10).putInt(number).array();
  }

  @Test
  void anAnswerComesThroughAFullInbox() throws IOException {
    ClientLimits small = ClientLimits.DEFAULTS.withInbox(4, 1 << 20);
    try (Proxy proxy = LocalOnly.start();
        var ann = NamedWebSocket.local("chat", quick(proxy.port(), "ann").withLimits(small));
        var bob = NamedWebSocket.local("chat", quick(proxy.port(), "bob"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        bob.send("message " + i);
      }
      Future<Message> answer = threads.submit(() -> ann.peer("bob").request("well?", LONG));
      Incoming question = bob.receive(LONG).orElseThrow();
      question.reply("well");

      assertEquals("well", answer.get().asText());
      assertEquals("message 0", ann.receive().text());
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
