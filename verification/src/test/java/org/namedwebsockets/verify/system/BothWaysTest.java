package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.client.ClientLimits;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.Listener;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.client.Retry;
import org.namedwebsockets.client.State;
import org.namedwebsockets.client.TimedOutException;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.net.NetLimits;

/** Much said in both directions at once, by programs that do one thing after the other. */
@Timeout(120)
class BothWaysTest {
  private static final Duration LONG = Duration.ofSeconds(TestPeer.PATIENCE_S);
  private static final int MESSAGE_BYTES = 256 << 10;
  private static final int COUNT = 200;

  /** A connection that breaks does not come back: nothing may hide behind that. */
  private static Options as(Proxy proxy, String id) {
    return Options.DEFAULTS
        .withPort(proxy.port())
        .withId(id)
        .withRetry(Retry.NEVER)
        .withLimits(ClientLimits.DEFAULTS.withInbox(4, 2 << 20));
  }

  private static byte[] numbered(int number) {
    return ByteBuffer.allocate(MESSAGE_BYTES).putInt(number).array();
  }

  private static int number(Incoming message) {
    return ByteBuffer.wrap(message.bytes()).getInt();
  }

  /**
   * The listener begins when nothing moves any more, and its inbox holds more than both kernels'
   * buffers: it must send back a half of it before anything more is read for it.
   */
  @Test
  void aListenerThatSendsBackAllItHearsDoesNotWaitForItself() throws BindException {
    ClientLimits roomy = ClientLimits.DEFAULTS.withInbox(1 << 20, 40 << 20);
    ClientLimits hasty = ClientLimits.DEFAULTS.withSendMax(Duration.ofMillis(300));
    CountDownLatch begin = new CountDownLatch(1);
    AtomicReference<NamedWebSocket> echo = new AtomicReference<>();
    Listener listener =
        Listener.messages(message -> {
          await(begin);
          echo.get().send(message.message());
        });
    try (Proxy proxy = patient();
        var repeats = NamedWebSocket.local("chat", as(proxy, "echo").withLimits(roomy), listener);
        var ann = NamedWebSocket.local("chat", as(proxy, "ann").withLimits(hasty))) {
      echo.set(repeats);
      int sent = sayUntilHeld(ann);
      begin.countDown();

      hear(ann, sent);
      assertEquals(State.OPEN, repeats.state());
    }
  }

  /** Nobody is thrown out for the time that a busy machine takes. */
  private static Proxy patient() throws BindException {
    Limits limits = Configs.stallMax(Duration.ofSeconds(100));
    return Proxy.start(Configs.alone(limits, NetLimits.DEFAULTS));
  }

  private static int sayUntilHeld(NamedWebSocket socket) {
    for (int i = 0; i < 1_000; i++) {
      try {
        socket.send(numbered(i));
      } catch (TimedOutException held) {
        return i;
      }
    }
    return fail("never held");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void twoMachinesThatSayMuchToEachOtherDoNotWaitForEachOther()
      throws IOException, InterruptedException {
    try (Proxy here = LocalOnly.linked(0, List.of());
        Proxy there = LocalOnly.linked(0, List.of("127.0.0.1:" + LocalOnly.linkPort(here)));
        var ann = NamedWebSocket.network("chat", as(here, "ann"));
        var bob = NamedWebSocket.network("chat", as(there, "bob"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Roster.of(ann, 1);
      Roster.of(bob, 1);
      List<Future<?>> all = new ArrayList<>();
      all.add(threads.submit(() -> say(ann)));
      all.add(threads.submit(() -> say(bob)));
      all.add(threads.submit(() -> hear(ann, COUNT)));
      all.add(threads.submit(() -> hear(bob, COUNT)));
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static void say(NamedWebSocket socket) {
    for (int i = 0; i < COUNT; i++) {
      socket.send(numbered(i));
    }
  }

  private static void hear(NamedWebSocket socket, int count) {
    for (int i = 0; i < count; i++) {
      assertEquals(i, number(socket.receive(LONG).orElseThrow()));
    }
  }
}
