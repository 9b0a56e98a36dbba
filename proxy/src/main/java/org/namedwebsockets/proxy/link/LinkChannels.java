package org.namedwebsockets.proxy.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.hub.Bridge;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Inflow;

/**
 * The channels one link carries: between its match, which finds them, and the hub, which uses them.
 *
 * <pre>
 *  initiator: matched ─► openBridge ─► ASKED ─┐ bridgeUp      bridgeDown
 *                                             ├─────────► UP ───────────► (free)
 *  responder: bridgeRequested, proven ► ASKED ┘           │                 ▲
 *                                                         │ channel closed  │ bridgeDown,
 *                                                         ▼                 │ bridgeRefused
 *                                                      CLOSING ─────────────┘
 * </pre>
 *
 * <p>A link begins held if another link to the same proxy may still be alive: then it only keeps
 * what the match says, until it is {@linkplain #begin begun} or shut. However it ends, its bridges
 * are down and its match is over before anyone can begin another link to that proxy, so the hub
 * never sees two bridges to one proxy for one channel.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class LinkChannels implements LinkListener, MatchSink {
  /** What the other end's match may say while the link is held, bytes. */
  private static final int HELD_BYTES_MAX = 1 << 20;

  private final Link link;
  private final Prospect row;
  private final Links links;
  private final Hub hub;
  private final Matching matching;
  private final Map<Long, Slot> slots = new LinkedHashMap<>();
  private final Deque<ByteBuffer> held = new ArrayDeque<>();
  private int heldBytes;
  private @Nullable MatchSession session;
  private boolean over;
  private int bridges;
  private boolean shared;
  private long idleSinceNs;
  private final long upSinceNs;

  private enum Stage {
    ASKED,
    UP,
    CLOSING
  }

  /** A stream, from the moment it is asked for. */
  private static final class Slot {
    final ChannelName name;
    Stage stage = Stage.ASKED;
    @Nullable Bridge bridge;
    @Nullable Inflow inflow;

    Slot(ChannelName name) {
      this.name = name;
    }
  }

  LinkChannels(Link link, Prospect row, Links links, Hub hub, Matching matching, long nowNs) {
    this.link = link;
    this.row = row;
    this.links = links;
    this.hub = hub;
    this.matching = matching;
    upSinceNs = nowNs;
    idleSinceNs = nowNs;
  }

  Link link() {
    return link;
  }

  Prospect row() {
    return row;
  }

  MatchTerms terms() {
    return link.terms();
  }

  long upSinceNs() {
    return upSinceNs;
  }

  /** Since when it has carried no bridge; only for one that carries none. */
  long idleSinceNs() {
    return idleSinceNs;
  }

  boolean hasBridges() {
    return bridges > 0;
  }

  /** Whether both ends ever held a channel at the same time. */
  boolean hasShared() {
    return shared;
  }

  /** The channels that are bridged now. */
  List<ChannelName> channels() {
    return slots.values().stream()
        .filter(slot -> slot.stage == Stage.UP)
        .map(slot -> slot.name)
        .toList();
  }

  /** Begins the match. */
  void begin() {
    try {
      session = matching.begin(this);
    } catch (ProtocolException e) {
      shut(LinkEnd.SELF);
      return;
    }
    while (!over && !held.isEmpty()) {
      matchReceived(held.remove());
    }
  }

  /** Ends the link: first all it carries here, then itself. */
  void shut(LinkEnd end) {
    shut(end, end);
  }

  /** The same where the other end draws another conclusion than we. */
  void shut(LinkEnd end, LinkEnd told) {
    if (finish(end, links.nowNs())) {
      link.close(told);
    }
  }

  /** A network channel is no more here. */
  void closed(ChannelName name) {
    for (Map.Entry<Long, Slot> entry : List.copyOf(slots.entrySet())) {
      Slot slot = entry.getValue();
      if (slot.name.equals(name) && slot.stage != Stage.CLOSING) {
        close(entry.getKey(), slot);
      }
    }
  }

  // From the match.

  @Override
  public void send(byte[] message) {
    if (!over) {
      link.sendMatch(message);
    }
  }

  @Override
  public void matched(ChannelName name, long number, byte[] tag) {
    if (!over) {
      if (slots.putIfAbsent(number, new Slot(name)) != null) {
        throw new IllegalStateException("the match asks twice for one slot");
      }
      link.openBridge(number, tag);
    }
  }

  @Override
  public void failed(String why) {
    shut(LinkEnd.RULES);
  }

  // From the edge.

  @Override
  public void matchReceived(ByteBuffer message) {
    if (over) {
      return;
    }
    if (session == null) {
      hold(message);
      return;
    }
    try {
      session.received(message);
    } catch (ProtocolException e) {
      shut(LinkEnd.RULES);
    }
  }

  @Override
  public void introduced(List<Introduction> introductions, long nowNs) {
    if (!over) {
      links.introduced(this, introductions, nowNs);
    }
  }

  @Override
  public boolean bridgeRequested(long number, byte[] tag) {
    if (over || session == null) {
      return false;
    }
    Optional<ChannelName> name;
    try {
      name = session.confirm(number, tag);
    } catch (ProtocolException e) {
      shut(LinkEnd.RULES);
      return false;
    }
    if (name.isEmpty()) {
      return false;
    }
    if (slots.containsKey(number) || isUp(name.get())) {
      shut(LinkEnd.RULES);
      return false;
    }
    slots.put(number, new Slot(name.get()));
    return true;
  }

  @Override
  public void bridgeRefused(long number) {
    Slot slot = slots.remove(number);
    if (slot == null) {
      return;
    }
    // Once this end has closed the channel, the match must not wait for the other end's word.
    if (slot.stage == Stage.CLOSING) {
      match().released(slot.name);
    } else {
      match().refused(slot.name);
    }
  }

  @Override
  public void bridgeUp(long number, Bridge bridge, Inflow inflow, long nowNs) {
    Slot slot = slots.get(number);
    if (slot == null || slot.stage != Stage.ASKED) {
      return;
    }
    slot.bridge = bridge;
    slot.inflow = inflow;
    slot.stage = Stage.UP;
    bridges++;
    if (!hub.bridgeUp(slot.name, bridge)) {
      close(number, slot);
      return;
    }
    if (!shared) {
      shared = true;
      links.shared(this);
    }
  }

  @Override
  public void received(long number, Envelope envelope) {
    Slot slot = slots.get(number);
    if (slot != null && slot.stage == Stage.UP) {
      hub.receive(
          slot.name,
          Objects.requireNonNull(slot.bridge),
          Objects.requireNonNull(slot.inflow),
          envelope);
    }
  }

  @Override
  public void drained(long number) {
    Slot slot = slots.get(number);
    if (slot != null && slot.stage == Stage.UP) {
      hub.drained(new ChannelKey(Scope.NETWORK, slot.name), Objects.requireNonNull(slot.bridge));
    }
  }

  @Override
  public void bridgeDown(long number, long nowNs) {
    Slot slot = slots.remove(number);
    if (slot != null) {
      takeDown(slot);
      match().released(slot.name);
    }
  }

  @Override
  public void down(LinkEnd end, long nowNs) {
    finish(end, nowNs);
  }

  private void hold(ByteBuffer message) {
    heldBytes += message.remaining();
    if (heldBytes > HELD_BYTES_MAX) {
      shut(LinkEnd.RULES);
    } else {
      // The edge may use its buffer again.
      held.add(ByteBuffer.allocate(message.remaining()).put(message).flip());
    }
  }

  private boolean isUp(ChannelName name) {
    return slots.values().stream()
        .anyMatch(slot -> slot.stage != Stage.CLOSING && slot.name.equals(name));
  }

  private void close(long number, Slot slot) {
    takeDown(slot);
    slot.stage = Stage.CLOSING;
    link.closeBridge(number);
  }

  private void takeDown(Slot slot) {
    if (slot.stage != Stage.UP) {
      return;
    }
    slot.stage = Stage.CLOSING;
    if (--bridges == 0) {
      idleSinceNs = links.nowNs();
    }
    hub.bridgeDown(slot.name, Objects.requireNonNull(slot.bridge));
    // The hub may have paused it for a channel that is no more; its end must be read.
    Objects.requireNonNull(slot.inflow).resume();
  }

  private MatchSession match() {
    return Objects.requireNonNull(session, "a slot without a match");
  }

  /** False if it was over already. */
  private boolean finish(LinkEnd end, long nowNs) {
    if (over) {
      return false;
    }
    over = true;
    List<Slot> all = List.copyOf(slots.values());
    slots.clear();
    all.forEach(this::takeDown);
    held.clear();
    matching.end(this);
    if (session != null) {
      session.end();
    }
    links.down(this, end, nowNs);
    return true;
  }
}
