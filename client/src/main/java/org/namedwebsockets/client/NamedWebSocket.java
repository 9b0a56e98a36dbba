package org.namedwebsockets.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.protocol.V1Request;

/**
 * A peer on a channel: of this machine, or of the whole local network.
 *
 * <pre>{@code
 * try (var chat = NamedWebSocket.network("chat", options)) {
 *   chat.send("hello");
 *   Incoming first = chat.receive();
 *   System.out.println(first.from() + " says " + first.text());
 * }
 * }</pre>
 *
 * <p>Every method may be called by any thread, and blocks it at most for the time that {@link
 * ClientLimits} gives; on virtual threads that costs nothing. A wait ends early if the thread is
 * interrupted.
 *
 * <p><b>Messages</b> are text or bytes, arrive in the order each peer sent them, and at most once:
 * what was on its way when a connection broke may be lost. Either a {@link Listener} hears them, or
 * they are {@linkplain #receive() received} one by one. What is not received holds up those who
 * send, so who only sends opens with {@link Options#deaf()}.
 *
 * <p><b>The connection</b> is made again by itself when it breaks, as {@link Options#retry()} says;
 * meanwhile sending waits.
 */
public final class NamedWebSocket implements AutoCloseable {
  private final Membership membership;
  private final String id;

  private NamedWebSocket(ChannelKey channel, Options options, @Nullable Listener listener) {
    id = options.id().isEmpty() ? drawn() : options.id();
    membership = new Membership(Connector.address(channel, id, options), options, listener);
    membership.open();
  }

  /** Below 10^16, as the script of pages draws them: a number that a double holds exactly. */
  private static String drawn() {
    return Long.toString(ThreadLocalRandom.current().nextLong(1L << 53));
  }

  /**
   * Joins a channel of this machine.
   *
   * @param channel its name
   * @return the open socket
   * @throws UnreachableException if there is no proxy
   * @throws IllegalArgumentException if the name is none
   */
  public static NamedWebSocket local(String channel) {
    return local(channel, Options.DEFAULTS);
  }

  /**
   * Joins a channel of this machine, to receive messages one by one.
   *
   * @param channel its name
   * @param options who we are, and where
   * @return the open socket
   * @throws UnreachableException if there is no proxy, or it refuses
   */
  public static NamedWebSocket local(String channel, Options options) {
    return new NamedWebSocket(key(Scope.LOCAL, channel), options, null);
  }

  /**
   * Joins a channel of this machine with a listener.
   *
   * @param channel its name
   * @param options who we are, and where
   * @param listener hears everything from the beginning
   * @return the open socket
   * @throws UnreachableException if there is no proxy, or it refuses
   */
  public static NamedWebSocket local(String channel, Options options, Listener listener) {
    return new NamedWebSocket(key(Scope.LOCAL, channel), options, listener);
  }

  /**
   * Joins a channel of the local network.
   *
   * @param channel its name, which is also what keeps others out
   * @return the open socket
   * @throws UnreachableException if there is no proxy
   * @throws IllegalArgumentException if the name is none
   */
  public static NamedWebSocket network(String channel) {
    return network(channel, Options.DEFAULTS);
  }

  /**
   * Joins a channel of the local network, to receive messages one by one.
   *
   * @param channel its name, which is also what keeps others out
   * @param options who we are, and where
   * @return the open socket
   * @throws UnreachableException if there is no proxy, or it refuses
   */
  public static NamedWebSocket network(String channel, Options options) {
    return new NamedWebSocket(key(Scope.NETWORK, channel), options, null);
  }

  /**
   * Joins a channel of the local network with a listener.
   *
   * @param channel its name, which is also what keeps others out
   * @param options who we are, and where
   * @param listener hears everything from the beginning
   * @return the open socket
   * @throws UnreachableException if there is no proxy, or it refuses
   */
  public static NamedWebSocket network(String channel, Options options, Listener listener) {
    return new NamedWebSocket(key(Scope.NETWORK, channel), options, listener);
  }

  private static ChannelKey key(Scope scope, String channel) {
    return new ChannelKey(
        scope,
        ChannelName.parse(channel)
            .orElseThrow(() -> new IllegalArgumentException(ChannelName.RULE)));
  }

  /**
   * Our own id.
   *
   * @return the one that was asked for, or drawn; the same as long as this lives
   */
  public String id() {
    return id;
  }

  /**
   * How we stand with the proxy.
   *
   * @return the state
   */
  public State state() {
    return membership.state();
  }

  /**
   * Who else is on the channel. While the connection is lost: who was there.
   *
   * @return the peers in the order they came; never changes, ask again for news
   */
  public List<Peer> peers() {
    return membership.roster().peers();
  }

  /**
   * The way to one peer.
   *
   * @param id its id
   * @return what sends to it alone
   * @throws IllegalArgumentException if that cannot be an id
   */
  public Line peer(String id) {
    return new Line(
        membership, PeerId.parse(id).orElseThrow(() -> new IllegalArgumentException(PeerId.RULE)));
  }

  /**
   * Sends a text to every other peer. Returns when it is on its way; waits while the one before is
   * not, because the channel is slower than we are.
   *
   * @param text what to say
   * @throws TimedOutException if there was no place for it in time; it was not sent
   * @throws ClosedException if the socket is closed
   */
  public void send(String text) {
    send(Message.text(text));
  }

  /**
   * Sends bytes to every other peer; the same otherwise.
   *
   * @param bytes what to say; copied
   */
  public void send(byte[] bytes) {
    send(Message.binary(bytes));
  }

  /**
   * Sends a message to every other peer; the same otherwise.
   *
   * @param message what to say; JSON goes as text
   */
  public void send(Message message) {
    boolean json = message.kind() == Message.Kind.JSON;
    membership.send(new V1Request.Broadcast(json ? Message.text(message.asText()) : message));
  }

  /**
   * Waits for the next message or request.
   *
   * @return what was said
   * @throws ClosedException if the socket is closed and everything was received
   * @throws IllegalStateException if there is a listener
   */
  public Incoming receive() {
    Optional<Incoming> next = Optional.empty();
    while (next.isEmpty()) {
      next = receive(Duration.ofDays(1));
    }
    return next.get();
  }

  /**
   * Waits for the next message or request, but not for ever.
   *
   * @param max how long
   * @return what was said; empty if nobody said anything in this time
   * @throws ClosedException if the socket is closed and everything was received
   * @throws IllegalStateException if there is a listener
   */
  public Optional<Incoming> receive(Duration max) {
    return membership.receive(max);
  }

  /**
   * Waits until the socket is closed, here or because coming back makes no sense.
   *
   * @return why; empty if it was closed here
   */
  public String awaitClosed() {
    return membership.awaitClosed();
  }

  /**
   * Leaves the channel, once the proxy has read everything that was sent.
   *
   * @param max how long to wait for that
   * @return whether it has; what others are sent of it then is as sure as their connections
   */
  public boolean leave(Duration max) {
    return membership.close(max);
  }

  /**
   * Leaves the channel, waiting as long as {@link ClientLimits#closeMax} says for the proxy to have
   * read everything that was sent.
   */
  @Override
  public void close() {
    leave(membership.options().limits().closeMax());
  }
}
