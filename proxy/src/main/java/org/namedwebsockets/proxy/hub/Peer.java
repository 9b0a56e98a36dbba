package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.ChannelKey;
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
    private final String origin;
    private final Receiver receiver;
    private final Inflow inflow;

    /** How many of its channel's broadcasts were not for it: its own, and those before it came. */
    long unheard;

    /** When it joined, on the hub's clock. */
    long joinedNs;

    /**
     * A socket that may join.
     *
     * @param key the channel
     * @param id the id its client chose
     * @param origin the {@code Origin} it showed, empty for a program that showed none
     * @param receiver where to hand it messages
     * @param inflow its reading side
     */
    public Local(ChannelKey key, PeerId id, String origin, Receiver receiver, Inflow inflow) {
      this.key = key;
      this.id = id;
      this.origin = origin;
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
     * The site the page came from.
     *
     * @return the {@code Origin}, empty for a program that showed none
     */
    public String origin() {
      return origin;
    }

    Receiver receiver() {
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
   * @param bridge the way to it
   */
  record Remote(PeerId id, Bridge bridge) implements Peer {}
}
