package org.namedwebsockets.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;

/** What waits for an answer, by the number we gave it. Never gives a number twice. */
final class Calls {
  private static final Message NOTHING = Message.text("");

  /**
   * One that waits.
   *
   * @param ref its number
   * @param to the peer
   * @param answer the reply; for a direct message, anything once it is delivered
   */
  record Waiting(long ref, String to, CompletableFuture<Message> answer) {}

  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();

  /** Begins anywhere: a late reply to one of this id before us is not taken for ours. */
  private final AtomicLong last = new AtomicLong(ThreadLocalRandom.current().nextLong(1L << 52));

  Waiting open(String to) {
    Waiting call = new Waiting(last.incrementAndGet(), to, new CompletableFuture<>());
    waiting.put(call.ref(), call);
    return call;
  }

  /** Nobody waits for it any more. */
  void forget(Waiting call) {
    waiting.remove(call.ref());
  }

  boolean areWaiting() {
    return !waiting.isEmpty();
  }

  void replied(long ref, Message answer) {
    Waiting call = waiting.remove(ref);
    if (call != null) {
      call.answer().complete(answer);
    }
  }

  /** The proxy says what became of it. */
  void answered(long ref, Outcome outcome) {
    Waiting call = waiting.remove(ref);
    if (call == null) {
      return;
    }
    if (outcome == Outcome.DELIVERED) {
      call.answer().complete(NOTHING);
    } else {
      call.answer().completeExceptionally(UndeliveredException.of(call.to(), outcome));
    }
  }

  /**
   * The proxy did not understand what we said.
   *
   * @param ref which of it; below 0 if it cannot tell
   */
  void refused(long ref, String why) {
    Waiting call = waiting.remove(ref);
    if (call != null) {
      call.answer().completeExceptionally(new NamedWebSocketException(why));
    }
  }

  /** The connection is gone, and what would have answered with it. */
  void failAll(String why) {
    for (Waiting call : List.copyOf(waiting.values())) {
      waiting.remove(call.ref());
      call.answer().completeExceptionally(new ClosedException(why));
    }
  }
}
