package org.namedwebsockets.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.V1Event;
import org.namedwebsockets.protocol.V1Request;
import org.namedwebsockets.protocol.wire.V1ClientCodec;

/**
 * One connection, from its first byte to its last. Reads one message at a time, and stops while its
 * owner is full, so that the proxy feels it; keeps one message on the way out, and who sends the
 * next one waits.
 */
final class Session implements WebSocket.Listener {
  /** Who hears what the connection brings. Called by one thread at a time. */
  interface Owner {
    void heard(Session from, V1Event event);

    /** Whether reading shall stop; then {@link #readOn} is called later. */
    boolean isFull();
  }

  private final Owner owner;
  private final int messageBytesMax;
  private final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final AtomicBoolean paused = new AtomicBoolean();
  private final ReentrantLock sending = new ReentrantLock();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private StringBuilder text = new StringBuilder();
  private CompletableFuture<?> underWay = CompletableFuture.completedFuture(true);
  private volatile @Nullable WebSocket socket;
  private volatile boolean drains;
  private volatile boolean welcomed;

  Session(Owner owner, int messageBytesMax) {
    this.owner = owner;
    this.messageBytesMax = messageBytesMax;
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    if (isTooBig(text.length() + part.length())) {
      return null;
    }
    text.append(part);
    if (last) {
      byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
      text = new StringBuilder();
      take(utf8, false);
    }
    next();
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    if (isTooBig(bytes.size() + part.remaining())) {
      return null;
    }
    byte[] copy = new byte[part.remaining()];
    part.get(copy);
    bytes.writeBytes(copy);
    if (last) {
      byte[] whole = bytes.toByteArray();
      bytes.reset();
      take(whole, true);
    }
    next();
    return null;
  }

  private boolean isTooBig(int length) {
    // What the proxy writes around a message is short, but JSON may take six bytes for one.
    boolean tooBig = length - 4_096L > 6L * messageBytesMax;
    if (tooBig) {
      end(new Ending("a message was over the limit of " + messageBytesMax + " bytes", true));
    }
    return tooBig;
  }

  private void take(byte[] frame, boolean binary) {
    if (drains) {
      return;
    }
    try {
      Optional<V1Event> event = V1ClientCodec.read(frame, binary);
      if (event.isPresent()) {
        owner.heard(this, event.get());
        if (event.get() instanceof V1Event.Ready) {
          ready.complete(true);
        } else if (event.get() instanceof V1Event.Welcome) {
          welcomed = true;
        }
      }
    } catch (ProtocolException e) {
      end(new Ending("what the proxy says is not understood: " + e.getMessage(), false));
    }
  }

  private void next() {
    // Until the roster is whole it goes on: who waits for us to be there may be our only reader.
    if (drains || !ready.isDone() || !owner.isFull()) {
      request();
      return;
    }
    paused.set(true);
    if (!owner.isFull()) {
      readOn();
    }
  }

  /** Goes on reading, if it stopped. */
  void readOn() {
    if (paused.compareAndSet(true, false)) {
      request();
    }
  }

  private void request() {
    WebSocket open = socket;
    if (open != null && !ended.isDone()) {
      open.request(1);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    ended.complete(Ending.closed(code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ended.complete(Ending.broken(error));
  }

  private void end(Ending ending) {
    ended.complete(ending);
    abort();
  }

  /** Breaks the connection. */
  void abort() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    ended.complete(new Ending("given up", true));
  }

  /** Whether the proxy speaks our form. */
  boolean isWelcomed() {
    return welcomed;
  }

  boolean isEnded() {
    return ended.isDone();
  }

  /** The end, or nothing within a time; then the proxy is told that we are still here. */
  Optional<Ending> awaitEnd(Duration max) throws InterruptedException {
    try {
      return Optional.of(ended.get(max.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      ping();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("ends are values", e);
    }
  }

  /** Reading may have stopped, and with it our answers to pings: any byte of ours counts. */
  private void ping() {
    WebSocket open = socket;
    if (open != null) {
      // While reading has stopped, only writing tells that the proxy is gone.
      open.sendPing(ByteBuffer.allocate(0))
          .whenComplete((_, failure) -> {
            if (failure instanceof IOException) {
              end(Ending.broken(failure));
            }
          });
    }
  }

  /** Waits until everybody was told of who is there. */
  Optional<Ending> awaitReady(Duration max) throws InterruptedException, TimeoutException {
    try {
      CompletableFuture.anyOf(ready, ended).get(max.toNanos(), TimeUnit.NANOSECONDS);
      return ready.isDone() ? Optional.empty() : Optional.of(ended.join());
    } catch (ExecutionException e) {
      throw new IllegalStateException("ends are values", e);
    }
  }

  /**
   * Sends one message, once the one before has left.
   *
   * @return false if the connection is gone, and the message surely not sent
   * @throws TimedOutException if there was no place for it in time
   */
  boolean send(V1Request request, long waitNs) throws InterruptedException {
    long giveUpNs = System.nanoTime() + waitNs;
    if (!sending.tryLock(waitNs, TimeUnit.NANOSECONDS)) {
      throw tooSlow();
    }
    try {
      WebSocket open = socket;
      if (open == null || ended.isDone() || !isFree(giveUpNs - System.nanoTime())) {
        return false;
      }
      byte[] frame = V1ClientCodec.write(request);
      underWay =
          isBinary(request)
              ? open.sendBinary(ByteBuffer.wrap(frame), true)
              : open.sendText(new String(frame, StandardCharsets.UTF_8), true);
      return !underWay.isCompletedExceptionally();
    } finally {
      sending.unlock();
    }
  }

  private static boolean isBinary(V1Request request) {
    Message message =
        switch (request) {
          case V1Request.Broadcast(var said) -> said;
          case V1Request.Send(var _, var _, var said) -> said;
          case V1Request.Ask(var _, var _, var _, var said) -> said;
          case V1Request.Wrong(var _, var why) -> Message.text(why);
        };
    return message.kind() == Message.Kind.BINARY;
  }

  /** Waits for the message before; false if it failed, and so will all others. */
  private boolean isFree(long waitNs) throws InterruptedException {
    try {
      underWay.get(Math.max(0, waitNs), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      throw tooSlow();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      end(Ending.broken(cause == null ? e : cause));
      return false;
    }
  }

  private static TimedOutException tooSlow() {
    return new TimedOutException("the proxy takes nothing more: the channel is slower than we are");
  }

  /**
   * Closes, once the proxy has read all that was sent; what still comes is dropped.
   *
   * @return whether it has: its close frame answers ours, and ours was the last we sent
   */
  boolean close(Duration max) throws InterruptedException {
    drains = true;
    readOn();
    if (socket == null) {
      abort();
      return false;
    }
    long giveUpNs = System.nanoTime() + max.toNanos();
    try {
      boolean asked = isAsked(giveUpNs);
      Ending ending = ended.get(Math.max(0, giveUpNs - System.nanoTime()), TimeUnit.NANOSECONDS);
      return asked && ending.isAnswer();
    } catch (TimeoutException | ExecutionException | TimedOutException e) {
      ended.complete(Ending.broken(e));
      return false;
    } finally {
      abort();
    }
  }

  private boolean isAsked(long giveUpNs) throws InterruptedException {
    WebSocket open = socket;
    if (!sending.tryLock(Math.max(0, giveUpNs - System.nanoTime()), TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      if (open == null || ended.isDone() || !isFree(giveUpNs - System.nanoTime())) {
        return false;
      }
      open.sendClose(WebSocket.NORMAL_CLOSURE, "");
      return true;
    } finally {
      sending.unlock();
    }
  }
}
