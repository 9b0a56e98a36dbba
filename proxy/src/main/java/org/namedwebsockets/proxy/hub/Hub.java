package org.namedwebsockets.proxy.hub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Call;
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
 *
 * <p>What the hub calls may call back at once: an outbox that breaks while it is handed a message
 * leaves. Such a call is done after the one under way, so that all hear of it in one order. Only
 * {@link #join}, {@link #watch} and {@link #bridgeUp} answer and so cannot wait: they are not for
 * calls from inside, but for those of {@link ChannelListener}, which the hub is ready for.
 */
public final class Hub {
  private final Limits limits;
  private final Metrics metrics;
  private final Backlog backlog;
  private final Map<ChannelKey, Channel> channels = new HashMap<>();
  private final List<ChannelListener> listeners = new ArrayList<>();
  private final Queue<Runnable> turns = new ArrayDeque<>();
  private boolean busy;
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
   * A key as the channel itself holds it: an idle peer with one of its own costs 70 bytes more.
   *
   * @param key the channel
   * @return the same key, or an equal one
   */
  public ChannelKey shared(ChannelKey key) {
    Channel channel = channels.get(key);
    return channel == null ? key : channel.key();
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
      now(() -> open(peer.key()).join(peer));
    }
    return admission;
  }

  /**
   * Takes a peer off its channel, and ends its watch. Nothing happens if it is not on it.
   *
   * @param peer who
   */
  public void leave(Peer.Local peer) {
    inTurn(
        peer,
        channel -> {
          channel.leave(peer);
          endWatchOf(channel, peer.id());
          closeIfEmpty(channel);
        });
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
      now(() -> open(watch.key()).watch(watch));
    }
    return admission;
  }

  /**
   * Ends a watch. Nothing happens if it has ended.
   *
   * @param watch which
   */
  public void unwatch(Watch watch) {
    inTurn(
        watch.key(),
        channel -> {
          channel.unwatch(watch);
          closeIfEmpty(channel);
        });
  }

  /**
   * Sends a message to every other peer of the sender's channel.
   *
   * @param from a peer that joined; if it has left, nothing happens
   * @param message text or binary
   */
  public void broadcast(Peer.Local from, Message message) {
    inTurn(from, channel -> channel.broadcast(from, message));
  }

  /**
   * Sends a message to one peer. If there is none, the sender's watcher is told.
   *
   * @param from a watch that began; if it has ended, nothing happens
   * @param to whom
   * @param message JSON or binary
   */
  public void send(Watch from, PeerId to, Message message) {
    send(from, to, Call.PLAIN, message);
  }

  /**
   * Sends a message to one peer, as something else than a plain one, a reply for instance. The
   * sender's watcher is told what became of it, but not of a reply, which goes only to who waits
   * for it.
   *
   * @param from a watch that began; if it has ended, nothing happens
   * @param to whom
   * @param call anything but a request
   * @param message JSON or binary
   */
  public void send(Watch from, PeerId to, Call call, Message message) {
    ask(from, to, call, limits.acknowledgeMax(), message);
  }

  /**
   * Sends a message to one peer that is to be answered in some time.
   *
   * @param from a watch that began; if it has ended, nothing happens
   * @param to whom
   * @param call what it is
   * @param patience how long an answer may take
   * @param message JSON or binary
   */
  public void ask(Watch from, PeerId to, Call call, Duration patience, Message message) {
    var way = new Directs.Way(Party.here(from.id()), to, call, message);
    inTurn(from.key(), channel -> channel.send(from, way, patience.toNanos()));
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
    now(() -> channel.bridgeUp(bridge));
    return true;
  }

  /**
   * A bridge is down: its peers leave. Nothing happens if it was not up.
   *
   * @param name the channel
   * @param bridge which
   */
  public void bridgeDown(ChannelName name, Bridge bridge) {
    inTurn(new ChannelKey(Scope.NETWORK, name), channel -> channel.bridgeDown(bridge));
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
    inTurn(
        new ChannelKey(Scope.NETWORK, name), channel -> channel.receive(bridge, inflow, envelope));
  }

  /**
   * A peer's receiver became full otherwise than by being handed a message.
   *
   * @param peer whose; if it has left, nothing happens
   */
  public void filled(Peer.Local peer) {
    inTurn(peer, channel -> channel.filled(peer));
  }

  /**
   * An outbox that was full has room again.
   *
   * @param key its channel
   * @param outbox which
   */
  public void drained(ChannelKey key, Outbox outbox) {
    inTurn(key, channel -> channel.drained(outbox));
  }

  /**
   * Lets time pass; to be called every quarter of a second or so.
   *
   * @param nowNs the time, never less than before
   */
  public void tick(long nowNs) {
    this.nowNs = nowNs;
    now(() -> {
      channels.values().forEach(channel -> channel.tick(nowNs));
      backlog.relieve(
          () -> channels.values().stream().flatMap(Channel::outboxes).distinct(), nowNs);
    });
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
                channel.watchedIds(),
                channel.traffic()))
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

  /** Does a step on a channel, if it is there, when the step under way is done. */
  private void inTurn(ChannelKey key, Consumer<Channel> step) {
    inTurn(() -> {
      Channel channel = channels.get(key);
      if (channel != null) {
        step.accept(channel);
      }
    });
  }

  /** Does a step on a peer's channel, if it is still on it when the step under way is done. */
  private void inTurn(Peer.Local peer, Consumer<Channel> step) {
    inTurn(() -> {
      Channel channel = peer.channel;
      if (channel != null) {
        step.accept(channel);
      }
    });
  }

  private void inTurn(Runnable step) {
    if (busy) {
      turns.add(step);
    } else {
      now(step);
    }
  }

  /** Does a step at once, and then what it gave rise to. */
  private void now(Runnable step) {
    boolean inside = busy;
    busy = true;
    try {
      step.run();
      if (!inside) {
        for (Runnable next = turns.poll(); next != null; next = turns.poll()) {
          next.run();
        }
      }
    } finally {
      busy = inside;
    }
  }

  private void endWatchOf(Channel channel, PeerId id) {
    Watch watch = channel.watchOf(id);
    if (watch != null) {
      channel.unwatch(watch);
      watch.watcher().close(CloseReason.GONE, "its peer left");
    }
  }

  private Admission admitsChannel() {
    return channels.size() < limits.channelsMax() ? Admission.WELCOME : Admission.CHANNELS_FULL;
  }

  private Channel open(ChannelKey key) {
    @Nullable Channel there = channels.get(key);
    if (there != null) {
      return there;
    }
    var channel = new Channel(key, limits, backlog, metrics, nowNs);
    channels.put(key, channel);
    if (key.scope() == Scope.NETWORK) {
      listeners.forEach(listener -> listener.opened(key.name()));
    }
    return channel;
  }

  private void closeIfEmpty(Channel channel) {
    if (channel.isEmpty() && channels.remove(channel.key(), channel)) {
      channel.close();
      if (channel.key().scope() == Scope.NETWORK) {
        listeners.forEach(listener -> listener.closed(channel.key().name()));
      }
    }
  }
}
