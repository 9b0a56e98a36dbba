package org.namedwebsockets.proxy.link;

import java.nio.ByteBuffer;
import java.util.List;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.proxy.hub.Bridge;
import org.namedwebsockets.proxy.hub.Inflow;

/**
 * What the edge tells of one link. Called on the hub's loop, never from inside a call on the {@link
 * Link} or one of its {@link Bridge}s, except that {@link Link#close} may bring {@link #down}.
 *
 * <p>A slot that was asked for, at either end, is answered once: {@link #bridgeRefused}, or {@link
 * #bridgeDown}, mostly after a {@link #bridgeUp}. {@link #down} ends all slots and is the last call
 * of all. News of one stream keeps its order, and a slot is down before it is requested again. A
 * broken rule of the other end is answered by {@link Link#close} from in here; the edge itself only
 * judges what it parses.
 */
public interface LinkListener {
  /**
   * A binary message on the match stream.
   *
   * @param message one whole message
   */
  void matchReceived(ByteBuffer message);

  /**
   * A message on the stream {@code /peers}.
   *
   * @param introductions what it said, in order
   * @param nowNs the time
   */
  void introduced(List<Introduction> introductions, long nowNs);

  /**
   * Responder only: the other end asks for the stream of a slot that has none.
   *
   * @param slot which
   * @param tag the proof it shows
   * @return true to answer 200 and then call {@link #bridgeUp} within the same turn of the loop;
   *     false to answer 404 and forget it (a wrong proof has closed the link by then)
   */
  boolean bridgeRequested(long slot, byte[] tag);

  /**
   * Initiator only: the other end answered 404, because it does not hold the channel any more. Any
   * other way not to get a stream is {@link #bridgeDown}.
   *
   * @param slot which
   */
  void bridgeRefused(long slot);

  /**
   * The stream of a slot stands and carries envelopes.
   *
   * @param slot which
   * @param bridge its writing side
   * @param inflow its reading side
   * @param nowNs the time
   */
  void bridgeUp(long slot, Bridge bridge, Inflow inflow, long nowNs);

  /**
   * An envelope arrived.
   *
   * @param slot on which slot's stream
   * @param envelope what it said
   */
  void received(long slot, Envelope envelope);

  /**
   * The bridge of a slot was full and has room again.
   *
   * @param slot which
   */
  void drained(long slot);

  /**
   * The stream of a slot is over: the other end has ended it and our own end is on its way, or it
   * broke. Nothing of it follows, and what is asked for from now on arrives after its end.
   *
   * @param slot which
   * @param nowNs the time
   */
  void bridgeDown(long slot, long nowNs);

  /**
   * The link is over, and all its streams with it; {@link #bridgeDown} need not be told.
   *
   * @param end why: what {@link Link#close} was given, the word the other end told, or {@link
   *     LinkEnd#LOST} or {@link LinkEnd#SILENT}
   * @param nowNs the time
   */
  void down(LinkEnd end, long nowNs);
}
