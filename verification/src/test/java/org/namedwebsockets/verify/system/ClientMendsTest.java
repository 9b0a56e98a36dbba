package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.net.NetLimits;

/** The Java client when the proxy goes while it is busy: full, or in the middle of a call. */
@Timeout(120)
class ClientMendsTest {
  private static final Duration LONG = Duration.ofSeconds(TestPeer.PATIENCE_S);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Retry QUICK =
      new Retry(
          Duration.ofMillis(5), Duration.ofMillis(50), Integer.MAX_VALUE, Duration.ofSeconds(5));

  private static Options quick(int port, String id) {
    return Options.DEFAULTS.withPort(port).withId(id).withRetry(QUICK);
  }

  private static Proxy at(int port) throws BindException {
    return Proxy.start(
        Configs.alone(Configs.stallMax(Duration.ofSeconds(100)), NetLimits.DEFAULTS)
            .withPort(port));
  }

  @Test
  void whoIsFullComesBackAndHearsAllThatWaitedAndAllThatFollows() throws IOException {
    int port = LocalOnly.freePort();
    CountDownLatch begin = new CountDownLatch(1);
    Heard heard =
        new Heard() {
          @Override
          public void onMessage(Incoming message) {
            await(begin);
            super.onMessage(message);
          }
        };
    ClientLimits small = ClientLimits.DEFAULTS.withInbox(4, 1 << 20);
    Proxy first = at(port);
    try (first;
        var ann = NamedWebSocket.local("chat", quick(port, "ann").withLimits(small), heard)) {
      try (var bob = NamedWebSocket.local("chat", quick(port, "bob"))) {
        for (int i = 0; i < 100; i++) {
          bob.send("message " + i);
        }
      }
      first.close();
      try (Proxy _ = at(port);
          var cat = NamedWebSocket.local("chat", quick(port, "cat"));
          var dog = NamedWebSocket.local("chat", quick(port, "dog"))) {
        // More are there than its inbox holds, and it must be told of each to be back.
        knockUntilHeard(ann, cat);
        assertEquals(State.OPEN, ann.state());
        dog.send("hello again");
        begin.countDown();

        heard.hearsAfterAll("BROADCAST bob message 0");
        heard.hearsAfterAll("+ dog ");
        heard.hearsAfterAll("BROADCAST dog hello again");
      }
    }
  }

  /** What is sent while nobody noticed that the connection broke may be lost. */
  private static void knockUntilHeard(NamedWebSocket from, NamedWebSocket to) {
    Optional<Incoming> heard = Optional.empty();
    while (heard.isEmpty()) {
      from.send("knock");
      heard = to.receive(SHORT);
    }
    assertEquals("knock", heard.get().text());
  }

  @Test
  void aCallThatFailedIsNeverSentLater() throws IOException, InterruptedException {
    int port = LocalOnly.freePort();
    ClientLimits hasty = ClientLimits.DEFAULTS.withSendMax(Duration.ofSeconds(15));
    Proxy first = at(port);
    try (first;
        var ann = NamedWebSocket.local("chat", quick(port, "ann").withLimits(hasty))) {
      FutureTask<String> call;
      try (TestPeer stuck = TestPeer.open(port, "/local/chat/7");
          TestPeer _ = TestPeer.open(port, "/local/chat/bob")) {
        stuck.holdsBack();
        fill(ann);
        call = new FutureTask<>(() -> failureOf(ann));
        Thread caller = new Thread(call);
        caller.start();
        while (caller.getState() != Thread.State.TIMED_WAITING && caller.isAlive()) {
          Thread.onSpinWait();
        }
        first.close();
      }
      try (Proxy _ = at(port);
          var bob = NamedWebSocket.local("chat", quick(port, "bob"))) {
        assertEquals(ClosedException.class.getName(), result(call));
        assertEquals(List.of(), directsUntil(bob, ann));
      }
    }
  }

  /** Sends until nothing leaves any more. */
  private static void fill(NamedWebSocket socket) {
    assertInstanceOf(
        TimedOutException.class,
        assertThrows(
            TimedOutException.class,
            () -> {
              for (int i = 0; i < 1_000; i++) {
                socket.send(new byte[1 << 20]);
              }
            }));
  }

  private static String failureOf(NamedWebSocket socket) {
    var failed =
        assertThrows(RuntimeException.class, () -> socket.peer("bob").send("must not come late"));
    return failed.getClass().getName();
  }

  private static String result(FutureTask<String> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** What a peer alone was told before something that was said to all after everything else. */
  private static List<String> directsUntil(NamedWebSocket to, NamedWebSocket from) {
    List<String> directs = new ArrayList<>();
    Optional<Incoming> next = Optional.empty();
    while (next.isEmpty() || !next.get().text().equals("the end")) {
      if (next.isEmpty()) {
        from.send("the end");
      }
      next = to.receive(LONG);
      if (next.isPresent() && next.get().sort() == Incoming.Sort.DIRECT) {
        directs.add(next.get().text());
      }
    }
    return directs;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
