package org.namedwebsockets.client;

import java.time.Duration;
import java.util.function.LongFunction;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.V1Request;

/**
 * The way to one peer: {@link NamedWebSocket#peer(String)}. Costs nothing to make; the peer need
 * not be there yet.
 *
 * <pre>{@code
 * try {
 *   chat.peer("cat").send("psst");
 *   Message answer = chat.peer("cat").request("what time is it?", Duration.ofSeconds(5));
 *   System.out.println(answer.asText());
 * } catch (NoSuchPeerException nobody) {
 *   System.out.println(nobody.peer() + " is not here");
 * }
 * }</pre>
 */
public final class Line {
  /** The proxy answers first; this is for one that does not answer at all. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Membership membership;
  private final PeerId to;

  Line(Membership membership, PeerId to) {
    this.membership = membership;
    this.to = to;
  }

  /**
   * Whose it is.
   *
   * @return a peer id
   */
  public String id() {
    return to.value();
  }

  /**
   * Sends a text to this peer alone; returns when it is in the queue of its socket.
   *
   * @param text what to say
   * @throws NoSuchPeerException if nobody of that id is on the channel
   * @throws UndeliveredException if it takes no such messages
   * @throws TimedOutException if it was not confirmed in time
   * @throws ClosedException if the socket is closed, or the connection broke meanwhile
   */
  public void send(String text) {
    send(Message.text(text));
  }

  /**
   * Sends bytes to this peer alone; the same otherwise.
   *
   * @param bytes what to say; copied
   */
  public void send(byte[] bytes) {
    send(Message.binary(bytes));
  }

  /**
   * Sends text, bytes or any JSON value to this peer alone; the same otherwise.
   *
   * @param message what to say
   */
  public void send(Message message) {
    LongFunction<V1Request> asking =
        ref -> new V1Request.Send(to, new Call(Call.Kind.ACKNOWLEDGED, ref), message);
    membership.call(to.value(), asking, membership.options().limits().deliverMax());
  }

  /**
   * Asks this peer and waits for its reply.
   *
   * @param text the question
   * @param max how long to wait: 1 ms to 10 minutes
   * @return the reply
   * @throws NoSuchPeerException if nobody of that id is on the channel
   * @throws UndeliveredException if it takes no requests, or left without a reply
   * @throws TimedOutException if there was no reply in time
   * @throws ClosedException if the socket is closed, or the connection broke meanwhile
   */
  public Message request(String text, Duration max) {
    return request(Message.text(text), max);
  }

  /**
   * Asks with bytes; the same otherwise.
   *
   * @param bytes the question; copied
   * @param max how long to wait: 1 ms to 10 minutes
   * @return the reply
   */
  public Message request(byte[] bytes, Duration max) {
    return request(Message.binary(bytes), max);
  }

  /**
   * Asks with text, bytes or any JSON value; the same otherwise.
   *
   * @param message the question
   * @param max how long to wait: 1 ms to 10 minutes
   * @return the reply
   */
  public Message request(Message message, Duration max) {
    int patienceMs = Math.toIntExact(Math.clamp(max.toMillis(), 1, 600_000));
    LongFunction<V1Request> asking = ref -> new V1Request.Ask(to, ref, patienceMs, message);
    return membership.call(to.value(), asking, max.plus(GRACE));
  }
}
