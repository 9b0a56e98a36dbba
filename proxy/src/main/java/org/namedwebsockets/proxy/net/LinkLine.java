package org.namedwebsockets.proxy.net;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * One of the two streams that belong to the link itself, the match and gossip: keeps what is said
 * before the stream stands.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class LinkLine implements H2WebSocket.Owner {
  /** Takes what the other end says. */
  interface Listener {
    /** Takes a whole message. */
    void received(byte[] message) throws ProtocolException;
  }

  /** The most messages of the match that wait for its stream: one for each item in flight. */
  static final int MATCH_KEPT_MAX = 1024;

  /** The most messages of gossip that wait for its stream; the oldest go first. */
  static final int PEERS_KEPT_MAX = 16;

  private final int keptMax;
  private final Listener listener;
  private final Runnable ended;
  private final Deque<byte[]> kept = new ArrayDeque<>();
  private @Nullable H2WebSocket socket;
  private boolean asked;

  /**
   * A line without a stream.
   *
   * @param keptMax how many messages wait for the stream at most
   * @param ended called once when its stream is over
   */
  LinkLine(int keptMax, Listener listener, Runnable ended) {
    this.keptMax = keptMax;
    this.listener = listener;
    this.ended = ended;
  }

  /** True the first time: the stream may be asked for once in the life of a link. */
  boolean ask() {
    boolean first = !asked;
    asked = true;
    return first;
  }

  /** Whether the other end ever agreed to the stream. */
  boolean stood() {
    return socket != null;
  }

  void send(byte[] message) {
    if (socket != null) {
      socket.send(message);
    } else {
      kept.add(message);
      if (kept.size() > keptMax) {
        kept.remove();
      }
    }
  }

  void close(CloseReason reason) {
    if (socket != null) {
      socket.close(reason);
    }
  }

  @Override
  public void stands(H2WebSocket standing, int messageBytesMax) {
    socket = standing;
    kept.forEach(standing::send);
    kept.clear();
  }

  @Override
  public void received(byte[] message) throws ProtocolException {
    listener.received(message);
  }

  @Override
  public void drained() {
    // What is sent here is bounded by the limits on guesses and on gossip.
  }

  @Override
  public void refused() {
    ended();
  }

  @Override
  public void ended() {
    kept.clear();
    ended.run();
  }
}
