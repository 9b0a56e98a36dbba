package org.namedwebsockets.proxy.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * The owner of all channels. A channel lives as long as a peer or a watcher of this machine is on
 * it.
 *
 * <p>Not thread safe: confined to one loop, which passes it the time.
 */
public final class Hub {
  private final Limits limits;
  private final Metrics metrics;
  private final Backlog backlog;
  private final Map<ChannelKey, Channel> channels = new HashMap<>();
  private final List<ChannelListener> listeners = new ArrayList<>();
  private long nowNs;

  /**
   * A hub without channels.
   *
   * @param limits its bounds
   * @param metrics where it counts
   * @param nowNs the time, in nanoseconds of any monotonic clock
   */
  public Hub(Limits limits, Metrics metrics, long nowNs) {
    this.limits = limits;
    this.metrics = metrics;
    this.backlog = new Backlog(limits.backlogBytesMax());
    this.nowNs = nowNs;
  }

  /**
   * What waits for all sockets together; whoever holds the bytes counts them here.
   *
   * @return the one count of this hub
   */
  public Backlog backlog() {
    return backlog;
  }

  /**
   * Tells someone of network channels that come and go, from now on.
   *
   * @param listener whom to tell
   */
  public void listen(ChannelListener listener) {
    listeners.add(listener);
  }

  /**
   * Whether a peer may join, to be asked before its socket is accepted.
   *
   * @param key the channel
   * @param id its id
   * @return {@link Admission#WELCOME} or why not
   */
  public Admission admits(ChannelKey key, PeerId id) {
    Channel channel = channels.get(key);
    return channel == null ? admitsChannel() : channel.admits(id);
  }

  /**
   * Whether a watcher may come, to be asked before its socket is accepted.
   *
   * @param key the channel
   * @param id whom it watches for
   * @return {@link Admission#WELCOME} or why not
   */
  public Admission admitsWatch(ChannelKey key, PeerId id) {
    Channel channel = channels.get(key);
    return channel == null ? admitsChannel() : channel.admitsWatch(id);
  }

  /**
   * Puts a peer on its channel. From now on it hears what others send.
   *
   * @param peer who
   * @return {@link Admission#WELCOME} if it is on it, else why not
   */
  public Admission join(Peer.Local peer) {
    Admission admission = admits(peer.key(), peer.id());
    if (admission == Admission.WELCOME) {
      open(peer.key()).join(peer);
    }
    return admission;
  }

  /**
   * Takes a peer off its channel, and ends its watch. Nothing happens if it is not on it.
   *
   * @param peer who
   */
  public void leave(Peer.Local peer) {
    Channel channel = channels.get(peer.key());
    if (channel == null || !channel.localPeersContain(peer)) {
      return;
    }
    channel.leave(peer);
    Watch watch = channel.watchOf(peer.id());
    if (watch != null) {
      watch.watcher().close(CloseReason.GONE, "its peer left");
    }
    closeIfEmpty(channel);
  }

  /**
   * Begins a watch. The roster is told before this returns.
   *
   * @param watch for whom, and where news goes
   * @return {@link Admission#WELCOME} if it began, else why not
   */
  public Admission watch(Watch watch) {
    Admission admission = admitsWatch(watch.key(), watch.id());
    if (admission == Admission.WELCOME) {
      open(watch.key()).watch(watch);
    }
    return admission;
  }

  /**
   * Ends a watch. Nothing happens if it has ended.
   *
   * @param watch which
   */
  public void unwatch(Watch watch) {
    Channel channel = channels.get(watch.key());
    if (channel != null) {
      channel.unwatch(watch);
      closeIfEmpty(channel);
    }
  }

  /**
   * Sends a message to every other peer of the sender's channel.
   *
   * @param from a peer that joined
   * @param message text or binary
   */
  public void broadcast(Peer.Local from, Message message) {
    Channel channel = channels.get(from.key());
    if (channel != null) {
      channel.broadcast(from, message);
    }
  }

  /**
   * Sends a message to one peer. If there is none, the sender's watcher is told.
   *
   * @param from a watch that began
   * @param to whom
   * @param message JSON or binary
   */
  public void send(Watch from, PeerId to, Message message) {
    Channel channel = channels.get(from.key());
    if (channel != null) {
      channel.send(from, to, message);
    }
  }

  /**
   * A bridge of a network channel is up. Our peers are announced on it before this returns.
   *
   * @param name the channel
   * @param bridge the way to the other proxy
   * @return false if the channel is not here any more
   */
  public boolean bridgeUp(ChannelName name, Bridge bridge) {
    Channel channel = channels.get(new ChannelKey(Scope.NETWORK, name));
    if (channel == null) {
      return false;
    }
    channel.bridgeUp(bridge);
    return true;
  }

  /**
   * A bridge is down: its peers leave. Nothing happens if it was not up.
   *
   * @param name the channel
   * @param bridge which
   */
  public void bridgeDown(ChannelName name, Bridge bridge) {
    Channel channel = channels.get(new ChannelKey(Scope.NETWORK, name));
    if (channel != null) {
      channel.bridgeDown(bridge);
    }
  }

  /**
   * Takes an envelope that came over a bridge.
   *
   * @param name the channel
   * @param bridge over which; must be up, else nothing happens
   * @param inflow its reading side
   * @param envelope what it said
   */
  public void receive(ChannelName name, Bridge bridge, Inflow inflow, Envelope envelope) {
    Channel channel = channels.get(new ChannelKey(Scope.NETWORK, name));
    if (channel != null) {
      channel.receive(bridge, inflow, envelope);
    }
  }

  /**
   * An outbox that was full has room again.
   *
   * @param key its channel
   * @param outbox which
   */
  public void drained(ChannelKey key, Outbox outbox) {
    Channel channel = channels.get(key);
    if (channel != null) {
      channel.drained(outbox);
    }
  }

  /**
   * Lets time pass; to be called every quarter of a second or so.
   *
   * @param nowNs the time, never less than before
   */
  public void tick(long nowNs) {
    this.nowNs = nowNs;
    List.copyOf(channels.values()).forEach(channel -> channel.tick(nowNs));
  }

  /**
   * What is here now, for people.
   *
   * @return a view of each channel, in no order
   */
  public Collection<ChannelView> channels() {
    return channels.values().stream()
        .map(channel ->
            new ChannelView(
                channel.key(),
                List.copyOf(channel.localPeers()),
                List.copyOf(channel.remotePeers()),
                channel.watchedIds()))
        .toList();
  }

  /**
   * The network channels that are here.
   *
   * @return their names, in no order
   */
  public List<ChannelName> networkChannels() {
    return channels.keySet().stream()
        .filter(key -> key.scope() == Scope.NETWORK)
        .map(ChannelKey::name)
        .toList();
  }

  private Admission admitsChannel() {
    return channels.size() < limits.channelsMax() ? Admission.WELCOME : Admission.CHANNELS_FULL;
  }

  private Channel open(ChannelKey key) {
    @Nullable Channel there = channels.get(key);
    if (there != null) {
      return there;
    }
    Channel channel = new Channel(key, limits, backlog, metrics, nowNs);
    channels.put(key, channel);
    if (key.scope() == Scope.NETWORK) {
      listeners.forEach(listener -> listener.opened(key.name()));
    }
    return channel;
  }

  private void closeIfEmpty(Channel channel) {
    if (channel.isEmpty() && channels.remove(channel.key(), channel)) {
      if (channel.key().scope() == Scope.NETWORK) {
        listeners.forEach(listener -> listener.closed(channel.key().name()));
      }
    }
  }
}
