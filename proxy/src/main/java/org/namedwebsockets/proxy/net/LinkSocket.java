package org.namedwebsockets.proxy.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.protocol.wire.IntroductionCodec;
import org.namedwebsockets.proxy.link.Dial;
import org.namedwebsockets.proxy.link.Link;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.LinkListener;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link from the end of its TLS handshake to its own: its match, its gossip and its bridges, each
 * on a stream of {@link LinkWire}.
 *
 * <pre>
 *   GREETING ── the other end's settings ──► UP ── close(), GOAWAY, the connection ends ──► OVER
 *      └──────────── close(), the connection ends: the attempt failed ─────────────────────►┘
 * </pre>
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class LinkSocket implements Link {
  private static final Logger LOG = LoggerFactory.getLogger(LinkSocket.class);

  private final LinkSite site;
  private final Arrival arrival;
  private final LinkWire wire;
  private final LinkLine match;
  private final LinkLine peers;
  private final Map<Long, BridgeSocket> bridges = new HashMap<>();
  private @Nullable LinkListener listener;
  private boolean over;
  private int refusals;
  private int refusalsOpen;

  /**
   * How a connection came to be.
   *
   * @param remote whom the other end's certificate names
   * @param address where it is
   * @param dial the attempt that made it, empty if the other end dialled
   * @param terms what its match is bound to
   * @param tls as whom this end shook hands
   * @param matched told when the other end's match first speaks
   */
  record Arrival(
      ProxyId remote,
      InetSocketAddress address,
      Optional<Dial> dial,
      MatchTerms terms,
      LinkTls tls,
      Runnable matched) {}

  LinkSocket(LinkSite site, Arrival arrival) {
    this.site = site;
    this.arrival = arrival;
    this.wire = new LinkWire(site, this, arrival.terms().initiator());
    this.match = new LinkLine(LinkLine.MATCH_KEPT_MAX, this::matchReceived, this::matchOver);
    this.peers = new LinkLine(LinkLine.PEERS_KEPT_MAX, this::introduced, () -> {});
  }

  LinkWire wire() {
    return wire;
  }

  @Override
  public ProxyId remote() {
    return arrival.remote();
  }

  @Override
  public InetSocketAddress address() {
    return arrival.address();
  }

  @Override
  public Optional<Dial> dial() {
    return arrival.dial();
  }

  @Override
  public MatchTerms terms() {
    return arrival.terms();
  }

  @Override
  public void sendMatch(byte[] message) {
    if (!over) {
      match.send(message);
    }
  }

  @Override
  public void sendIntroductions(List<Introduction> introductions) {
    if (over) {
      return;
    }
    peers.send(IntroductionCodec.encode(introductions));
    if (wire.isInitiator() && peers.ask()) {
      wire.ask(LinkRequest.asking(LinkRequest.PEERS_PATH), limits().earlyBytesMax(), peers);
    }
  }

  @Override
  public void openBridge(long slot, byte[] tag) {
    if (over) {
      return;
    }
    if (!wire.isInitiator() || bridges.containsKey(slot)) {
      throw new IllegalStateException("slot " + slot + " cannot be asked for now");
    }
    BridgeSocket bridge = new BridgeSocket(this, slot);
    bridges.put(slot, bridge);
    wire.ask(
        LinkRequest.asking(slot, tag, limits().messageBytesMax()),
        BridgeSocket.wireBytesMax(limits()),
        bridge);
  }

  @Override
  public void closeBridge(long slot) {
    BridgeSocket bridge = bridges.get(slot);
    if (bridge != null) {
      bridge.close();
    }
  }

  @Override
  public void probe() {
    if (!over) {
      wire.probe();
    }
  }

  @Override
  public void close(LinkEnd end) {
    if (!over) {
      over(end);
      if (isTidy(end)) {
        closeStreams();
      }
      wire.close(end);
    }
  }

  /** Whether what waits still goes out when a link ends so. */
  static boolean isTidy(LinkEnd end) {
    return end == LinkEnd.STOPPING || end == LinkEnd.RENAMED;
  }

  /** The other end is going away: it ends its streams, and nothing new is asked for. */
  void goingAway() {
    match.close(CloseReason.GONE);
    peers.close(CloseReason.GONE);
  }

  private void closeStreams() {
    goingAway();
    bridges.values().forEach(BridgeSocket::close);
  }

  /** The other end's settings are here: the link stands. */
  void greeted() {
    if (arrival.tls().isRetired()) {
      close(LinkEnd.RENAMED);
    }
    if (over) {
      return;
    }
    Optional<LinkListener> wanted = site.owner().up(this, nowNs());
    if (over) {
      return;
    }
    if (wanted.isEmpty()) {
      close(LinkEnd.SURPLUS);
      return;
    }
    listener = wanted.get();
    LOG.info("link.up id={} dialled={}", remote(), wire.isInitiator());
    if (wire.isInitiator() && match.ask()) {
      wire.ask(LinkRequest.asking(LinkRequest.MATCH_PATH), limits().earlyBytesMax(), match);
    }
    wire.later(this::closeUnlessMatched, limits().matchMax());
  }

  private void closeUnlessMatched() {
    if (!match.stood()) {
      close(LinkEnd.SILENT);
    }
  }

  /** Whether the other end's settings have come and the link was wanted. */
  boolean isUp() {
    return listener != null;
  }

  boolean isOver() {
    return over;
  }

  /** The link is over, whoever ended it; told once. */
  void over(LinkEnd end) {
    if (over) {
      return;
    }
    over = true;
    if (listener != null) {
      LOG.info("link.down id={} reason={}", remote(), end.word());
      listener.down(end, nowNs());
      listener = null;
    } else if (dial().isPresent()) {
      site.owner().failed(dial().get(), end, nowNs());
    }
  }

  /** Tells the listener something, unless the link is over. */
  void tell(Consumer<LinkListener> news) {
    if (listener != null) {
      news.accept(listener);
    }
  }

  private void matchReceived(byte[] message) {
    arrival.matched().run();
    tell(to -> to.matchReceived(ByteBuffer.wrap(message)));
  }

  /** Without its match a link has no use. */
  private void matchOver() {
    if (!over && wire.isOpen()) {
      close(match.stood() ? LinkEnd.LOST : LinkEnd.VERSION);
    }
  }

  private void introduced(byte[] message) throws ProtocolException {
    List<Introduction> introductions = IntroductionCodec.decode(ByteBuffer.wrap(message));
    tell(to -> to.introduced(introductions, nowNs()));
  }

  /** Responder: the other end asks for the match. */
  LinkLine matchAsked() throws ProtocolException {
    return once(match);
  }

  /** Responder: the other end asks for the stream of gossip. */
  LinkLine peersAsked() throws ProtocolException {
    return once(peers);
  }

  private LinkLine once(LinkLine line) throws ProtocolException {
    if (listener == null || !line.ask()) {
      throw new ProtocolException(CloseReason.BAD_MESSAGE, "a stream asked for a second time");
    }
    return line;
  }

  /** Responder: the other end asks for a channel's stream; null if it is to be refused. */
  @Nullable BridgeSocket bridgeAsked(long slot, byte[] tag) throws ProtocolException {
    if (listener == null || bridges.containsKey(slot)) {
      throw new ProtocolException(CloseReason.BAD_MESSAGE, "a slot asked for that has a stream");
    }
    if (!listener.bridgeRequested(slot, tag) || over) {
      return null;
    }
    BridgeSocket bridge = new BridgeSocket(this, slot);
    bridges.put(slot, bridge);
    return bridge;
  }

  /** Responder: a faulty request was refused. */
  void refused(String why) throws ProtocolException {
    refusals++;
    refusalsOpen++;
    if (refusals > limits().refusalsMax() || refusalsOpen > 1) {
      throw new ProtocolException(CloseReason.BAD_MESSAGE, "faulty requests, the last: " + why);
    }
  }

  /** Responder: the stream of a faulty request is over. */
  void refusalOver() {
    refusalsOpen--;
  }

  /** A bridge's stream is over. */
  void bridgeOver(long slot, BridgeSocket bridge, boolean refused) {
    bridges.remove(slot, bridge);
    if (refused) {
      tell(to -> to.bridgeRefused(slot));
    } else {
      tell(to -> to.bridgeDown(slot, nowNs()));
    }
  }

  /** The hub closed a bridge. */
  void bridgeClosed(long slot, CloseReason reason, String detail) {
    metrics().closed(reason);
    LOG.warn(
        "bridge.closed id={} slot={} reason={} detail=\"{}\"",
        remote(),
        slot,
        reason.word(),
        detail);
  }

  Metrics metrics() {
    return site.loop().metrics();
  }

  LinkNetLimits limits() {
    return site.limits();
  }

  long nowNs() {
    return site.loop().nowNs();
  }

  void later(Runnable task) {
    wire.later(task);
  }
}
