package org.namedwebsockets.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.client.Incoming.Sort;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.protocol.V1Event;
import org.namedwebsockets.protocol.V1Request;

/** Our stay on a channel: one connection after another, and what outlives each. */
final class Membership implements Session.Owner {
  /** Well below the proxy's usual {@code ping-after}. */
  private static final Duration SIGN_OF_LIFE_AFTER = Duration.ofSeconds(20);

  private final URI address;
  private final Options options;
  private final @Nullable Listener listener;
  private final Roster roster = new Roster();
  private final Calls calls = new Calls();
  private final Semaphore places;
  private final Inbox inbox;
  private final Comeback comeback;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.CONNECTING;
  private String why = "";
  private volatile Session session;

  Membership(URI address, Options options, @Nullable Listener listener) {
    this.address = address;
    this.options = options;
    this.listener = listener;
    this.places = new Semaphore(options.limits().callsMax());
    this.inbox = new Inbox(options.limits(), calls::areWaiting, () -> session().readOn());
    this.comeback = new Comeback(options.retry(), ThreadLocalRandom.current());
    this.session = new Session(this, options.limits().messageBytesMax());
  }

  private Session session() {
    return session;
  }

  /** Comes onto the channel: now, or as soon as there is a proxy. */
  void open() {
    Listener told = listener;
    if (told != null) {
      Thread.ofVirtual().name("nws-listener").start(new Telling(inbox, told));
    }
    if (!options.waits()) {
      try {
        connect();
      } catch (NamedWebSocketException e) {
        become(State.CLOSED, String.valueOf(e.getMessage()));
        throw e;
      } catch (InterruptedException _) {
        become(State.CLOSED, "interrupted");
        throw InterruptedCallException.here();
      }
    }
    Thread.ofVirtual().name("nws-client").start(this::live);
  }

  private void connect() throws InterruptedException {
    Session next = new Session(this, options.limits().messageBytesMax());
    roster.begin();
    session = next;
    try {
      Connector.open(address, next, options);
      comeback.opened(System.nanoTime());
    } catch (UnreachableException | InterruptedException e) {
      next.abort();
      throw e;
    }
  }

  private void live() {
    try {
      boolean connected = !options.waits();
      boolean again = true;
      while (again) {
        again = connected ? isLostForAWhile() : isTriedAgain();
        connected = !connected && again && state() == State.OPEN;
      }
    } catch (InterruptedException _) {
      become(State.CLOSED, "interrupted");
    }
  }

  /** Lives through one connection; false if there shall be no other. */
  private boolean isLostForAWhile() throws InterruptedException {
    Session now = session;
    Optional<Ending> end = Optional.empty();
    while (end.isEmpty()) {
      end = now.awaitEnd(SIGN_OF_LIFE_AFTER);
    }
    now.abort();
    Ending ending = end.get();
    calls.failAll(ending.why());
    if (!ending.comesBack()) {
      become(State.CLOSED, ending.why());
    }
    return waits(ending.why());
  }

  /** Makes one attempt; false if there shall be no other. */
  private boolean isTriedAgain() throws InterruptedException {
    try {
      become(State.CONNECTING, "");
      connect();
      if (state() == State.CLOSED) {
        session.abort(); // closed while this one was made
      }
      return state() != State.CLOSED;
    } catch (UnreachableException e) {
      String sentence = String.valueOf(e.getMessage());
      if (!e.isPassing()) {
        become(State.CLOSED, sentence);
      }
      return waits(sentence);
    }
  }

  /** Waits for the next attempt; false if there shall be none. */
  private boolean waits(String because) throws InterruptedException {
    OptionalLong delay = comeback.failed(System.nanoTime());
    become(delay.isEmpty() ? State.CLOSED : State.WAITING, because);
    lock.lock();
    try {
      long left = delay.orElse(0);
      while (state == State.WAITING && left > 0) {
        left = changed.awaitNanos(left);
      }
      return state != State.CLOSED;
    } finally {
      lock.unlock();
    }
  }

  private void become(State next, String because) {
    lock.lock();
    try {
      if (state == State.CLOSED || state == next) {
        return;
      }
      state = next;
      why = because;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    tell(new Event.Changed(next, because));
    if (next == State.CLOSED) {
      inbox.close();
      calls.failAll(because);
    }
  }

  private void tell(Event event) {
    if (listener != null) {
      inbox.put(event);
    }
  }

  State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  Options options() {
    return options;
  }

  Roster roster() {
    return roster;
  }

  @Override
  public boolean isFull() {
    return inbox.isFull();
  }

  @Override
  public void heard(Session from, V1Event event) {
    if (from != session) {
      return; // of a connection that was given up
    }
    switch (event) {
      case V1Event.Welcome _ -> {
        // Who we are was our own choice.
      }
      case V1Event.Joined(var id, var details, var proxy) ->
          joined(
              new Peer(id.value(), details.name(), details.kind(), details.origin(), text(proxy)));
      case V1Event.Ready _ -> {
        roster.ready().forEach(peer -> tell(new Event.Left(peer)));
        become(State.OPEN, "");
      }
      case V1Event.Left(var id, var proxy) -> left(roster.left(id.value(), text(proxy)));
      case V1Event.Broadcast(var peer, var message) -> {
        if (options.hears()) {
          heard(Sort.BROADCAST, peer, message, _ -> {});
        }
      }
      case V1Event.Received(var peer, var call, var message) -> received(peer, call, message);
      case V1Event.Answered(var _, var call, var outcome) -> calls.answered(call.number(), outcome);
      case V1Event.Wrong(var ref, var because) -> calls.refused(ref.orElse(-1), because);
    }
  }

  private void received(PeerId from, Call call, Message message) {
    switch (call.kind()) {
      case PLAIN, ACKNOWLEDGED -> heard(Sort.DIRECT, from, message, _ -> {});
      case REQUEST -> heard(Sort.REQUEST, from, message, answer -> reply(from, call, answer));
      case REPLY -> calls.replied(call.number(), message);
    }
  }

  private void reply(PeerId to, Call request, Message answer) {
    send(new V1Request.Send(to, new Call(Call.Kind.REPLY, request.number()), answer));
  }

  private static String text(@Nullable ProxyId proxy) {
    return proxy == null ? "" : proxy.value();
  }

  private void joined(Peer peer) {
    if (roster.joined(peer)) {
      tell(new Event.Joined(peer));
    }
  }

  private void left(@Nullable Peer peer) {
    if (peer != null) {
      tell(new Event.Left(peer));
    }
  }

  private void heard(Sort sort, PeerId from, Message message, Incoming.ReplyTo replyTo) {
    inbox.put(new Event.Heard(new Incoming(sort, from.value(), message, replyTo)));
  }

  /** Sends, waiting for its turn and for the connection. */
  void send(V1Request request) {
    send(request, () -> true);
  }

  /** Sends unless it is not wanted any more: a call that failed must not be made after all. */
  private void send(V1Request request, BooleanSupplier wanted) {
    long giveUpNs = System.nanoTime() + options.limits().sendMax().toNanos();
    try {
      Attempts.untilSent(
          wanted,
          () -> awaitOpen(giveUpNs),
          open -> open.send(request, giveUpNs - System.nanoTime()));
    } catch (InterruptedException _) {
      throw InterruptedCallException.here();
    }
  }

  private Session awaitOpen(long giveUpNs) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (state != State.OPEN || session.isEnded()) {
        long left = giveUpNs - System.nanoTime();
        if (state == State.CLOSED) {
          throw new ClosedException(why.isEmpty() ? "closed" : why);
        }
        if (left <= 0) {
          throw new TimedOutException("the proxy did not come back: " + why);
        }
        changed.awaitNanos(left);
      }
      return session;
    } finally {
      lock.unlock();
    }
  }

  /** Sends what is answered, and waits for the answer; only so many may wait at once. */
  Message call(String to, LongFunction<V1Request> asking, Duration max) {
    try {
      if (!places.tryAcquire(options.limits().sendMax().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TimedOutException("too many wait for their answer");
      }
    } catch (InterruptedException _) {
      throw InterruptedCallException.here();
    }
    Calls.Waiting call = calls.open(to);
    try {
      inbox.look(); // the answer comes behind what is unread
      send(asking.apply(call.ref()), () -> !call.answer().isDone());
      return call.answer().get(max.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new TimedOutException("no answer within " + max.toMillis() + " ms");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NamedWebSocketException known) {
        throw known;
      }
      throw new NamedWebSocketException("the answer was lost", e);
    } catch (InterruptedException _) {
      throw InterruptedCallException.here();
    } finally {
      calls.forget(call);
      places.release();
    }
  }

  /** The next message; empty if none came in time. */
  Optional<Incoming> receive(Duration max) {
    if (listener != null) {
      throw new IllegalStateException("the listener receives all messages");
    }
    try {
      Event event = inbox.take(max.toNanos());
      if (event instanceof Event.Heard(var incoming)) {
        return Optional.of(incoming);
      }
    } catch (InterruptedException _) {
      throw InterruptedCallException.here();
    }
    if (inbox.isDone()) {
      throw new ClosedException(reason());
    }
    return Optional.empty();
  }

  private String reason() {
    lock.lock();
    try {
      return why.isEmpty() ? "closed" : why;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end; says why it came. */
  String awaitClosed() {
    lock.lock();
    try {
      while (state != State.CLOSED) {
        changed.await();
      }
      return why;
    } catch (InterruptedException _) {
      throw InterruptedCallException.here();
    } finally {
      lock.unlock();
    }
  }

  /** Leaves; says whether the proxy had read everything by then. */
  boolean close(Duration max) {
    boolean open = state() == State.OPEN;
    become(State.CLOSED, "");
    try {
      return session.close(max) && open;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
