package org.namedwebsockets.proxy.hub;

import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;

/** A party on a channel. */
public sealed interface Peer {
  /**
   * Its id on the channel. Two peers behind different proxies may have the same.
   *
   * @return the id its client chose
   */
  PeerId id();

  /**
   * A socket of this machine. Compared by identity: it is the one socket, not its name.
   *
   * <p>Not thread safe: confined to the hub's loop.
   */
  final class Local implements Peer {
    private final ChannelKey key;
    private final PeerId id;
    private final PeerDetails details;
    private final Receiver receiver;
    private final Inflow inflow;

    /** How many of its channel's broadcasts were not for it: its own, and those before it came. */
    long unheard;

    /** When it joined, on the hub's clock. */
    long joinedNs;

    /** Where it is, from its joining to its leaving. */
    @Nullable Channel channel;

    /**
     * A socket that may join.
     *
     * @param key the channel
     * @param id the id its client chose
     * @param details what others are told of it
     * @param receiver where to hand it messages
     * @param inflow its reading side
     */
    public Local(ChannelKey key, PeerId id, PeerDetails details, Receiver receiver, Inflow inflow) {
      this.key = key;
      this.id = id;
      this.details = details;
      this.receiver = receiver;
      this.inflow = inflow;
    }

    @Override
    public PeerId id() {
      return id;
    }

    /**
     * The channel it is for.
     *
     * @return scope and name
     */
    public ChannelKey key() {
      return key;
    }

    /**
     * What others are told of it.
     *
     * @return name, kind and origin
     */
    public PeerDetails details() {
      return details;
    }

    /**
     * Where it is handed what others broadcast.
     *
     * @return its socket
     */
    public Receiver receiver() {
      return receiver;
    }

    Inflow inflow() {
      return inflow;
    }
  }

  /**
   * A peer behind a bridge.
   *
   * @param id its id
   * @param details what its proxy says of it
   * @param bridge the way to it
   */
  record Remote(PeerId id, PeerDetails details, Bridge bridge) implements Peer {}
}
