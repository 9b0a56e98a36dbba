package org.namedwebsockets.proxy.link;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProxyId;

/**
 * Port: one secured connection to one other proxy, as its owner sees it.
 *
 * <p>All calls on the hub's loop; none of them answers from inside the call, except that {@link
 * #close} may bring {@link LinkListener#down} at once. After the link is down every call does
 * nothing.
 *
 * <p>A bridge is named by its slot alone, so a link never learns channel names. There is at most
 * one stream for a slot at a time: {@link #openBridge} is called again for a slot only after {@link
 * LinkListener#bridgeDown} of the one before.
 */
public interface Link {
  /**
   * The proxy at the other end.
   *
   * @return the id its certificate proves
   */
  ProxyId remote();

  /**
   * Where the other end is; with a port one can dial only if this end dialled.
   *
   * @return a resolved address
   */
  InetSocketAddress address();

  /**
   * The attempt that made this link.
   *
   * @return empty if the other end dialled
   */
  Optional<Dial> dial();

  /**
   * What the match of this link is bound to; its {@code initiator} says whether this end dialled.
   *
   * @return equal values at every call
   */
  MatchTerms terms();

  /**
   * Sends a message on the match stream. The initiator opens {@code /match} by itself as soon as
   * the link is up; what is sent before the stream stands is kept, in order.
   *
   * @param message one whole binary message, given away
   */
  void sendMatch(byte[] message);

  /**
   * Sends introductions, as one message on the stream {@code /peers}. The initiator opens that
   * stream at the first call; the responder keeps, in order, what is sent before it stands.
   *
   * @param introductions 1 to {@link Introduction#LIST_MAX}
   */
  void sendIntroductions(List<Introduction> introductions);

  /**
   * Initiator only: asks for the stream of a shared channel. Answered by {@link
   * LinkListener#bridgeUp} at a 200, {@link LinkListener#bridgeRefused} at a 404, else {@link
   * LinkListener#bridgeDown}.
   *
   * @param slot the other end's slot
   * @param tag the proof to show
   */
  void openBridge(long slot, byte[] tag);

  /**
   * Ends a bridge tidily, whether it stands or is only asked for: what its {@link
   * org.namedwebsockets.proxy.hub.Bridge} was given goes out first, what still arrives is thrown
   * away. {@link LinkListener#bridgeUp} is not told any more; {@link LinkListener#bridgeDown} or
   * {@link LinkListener#bridgeRefused} follow.
   *
   * @param slot which; nothing happens if there is no stream for it
   */
  void closeBridge(long slot);

  /**
   * Asks for a sign of life. If no byte at all arrives within {@link LinkWaits#probeMax}, the link
   * ends as {@link LinkEnd#SILENT}. A second call while one is under way changes nothing.
   */
  void probe();

  /**
   * Ends the link and all its streams. {@link LinkListener#down} follows, at once or later, with
   * this reason. The other end is told the reason's word if it {@linkplain LinkEnd#told() is told};
   * else the connection is reset, so that a path that works again carries the news at once.
   *
   * @param end why
   */
  void close(LinkEnd end);
}
