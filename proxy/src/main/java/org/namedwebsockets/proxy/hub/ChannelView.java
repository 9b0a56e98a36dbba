package org.namedwebsockets.proxy.hub;

import java.util.List;
import java.util.Set;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.PeerId;

/**
 * A channel as it was at one moment.
 *
 * @param key scope and name
 * @param local its peers of this machine, in the order they joined
 * @param remote its peers behind bridges
 * @param watched the ids of this machine that have a watcher
 * @param traffic what went over it
 */
public record ChannelView(
    ChannelKey key,
    List<Peer.Local> local,
    List<Peer.Remote> remote,
    Set<PeerId> watched,
    Traffic traffic) {}
