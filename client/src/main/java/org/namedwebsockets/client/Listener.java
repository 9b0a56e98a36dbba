package org.namedwebsockets.client;

import java.util.function.Consumer;

/**
 * Hears what happens on a channel: one call after the other, in the order it happened, on a virtual
 * thread that is yours meanwhile. Take the time you need: while a call lasts, what comes waits, and
 * when too much waits, those who send are slowed down.
 *
 * <p>What a call throws goes to the thread's handler for uncaught exceptions, and the next call
 * follows.
 *
 * <pre>{@code
 * Listener listener =
 *     new Listener() {
 *       @Override
 *       public void onMessage(Incoming message) {
 *         System.out.println(message.from() + ": " + message.text());
 *       }
 *
 *       @Override
 *       public void onRequest(Incoming request) {
 *         request.reply("it is noon");
 *       }
 *
 *       @Override
 *       public void onPeerJoined(Peer peer) {
 *         System.out.println(peer.label() + " is here");
 *       }
 *     };
 * try (var chat = NamedWebSocket.local("chat", options, listener)) {
 *   chat.awaitClosed();
 * }
 * }</pre>
 */
public interface Listener {
  /**
   * Somebody said something, to all or to us alone.
   *
   * @param message what, and who
   */
  default void onMessage(Incoming message) {}

  /**
   * Somebody asks us something. Answer with {@link Incoming#reply(String)}, here or later, from any
   * thread; who is not answered hears "timed out".
   *
   * @param request what is asked
   */
  default void onRequest(Incoming request) {}

  /**
   * A peer is on the channel: first each that is there already, then each newcomer.
   *
   * @param peer who
   */
  default void onPeerJoined(Peer peer) {}

  /**
   * A peer left, or was gone when a lost connection came back.
   *
   * @param peer who
   */
  default void onPeerLeft(Peer peer) {}

  /**
   * The connection is made, lost, tried again or closed for good.
   *
   * @param state how it stands now
   * @param why a sentence for people; may be empty
   */
  default void onState(State state, String why) {}

  /**
   * A listener for messages and nothing else.
   *
   * @param consumer is given each
   * @return a listener
   */
  static Listener messages(Consumer<Incoming> consumer) {
    return new Listener() {
      @Override
      public void onMessage(Incoming message) {
        consumer.accept(message);
      }
    };
  }
}
