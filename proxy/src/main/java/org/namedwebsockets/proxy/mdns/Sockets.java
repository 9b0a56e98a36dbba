package org.namedwebsockets.proxy.mdns;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.namedwebsockets.proxy.discovery.Subnet;
import org.namedwebsockets.proxy.discovery.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket on port 5353 for each wire. Not thread safe: confined to {@code nws-mdns}.
 *
 * <p>Each socket is bound to all addresses, joined to the group on its own card only, and sends
 * through that card. The JDK takes care that a socket hears only the groups it joined itself.
 */
final class Sockets implements AutoCloseable {
  /** What hears packets. */
  interface Receiver {
    void received(Wire wire, InetSocketAddress source, byte[] packet);
  }

  /** How many packets of one socket are read before the others get their turn. */
  private static final int READ_MAX = 64;

  /**
   * Linux shares a port by SO_REUSEADDR alone. Sockets with SO_REUSEPORT it takes for one server's:
   * it gives a packet of the group to one of them, joined on that card or not (seen on 6.18).
   */
  private static final boolean IS_LINUX = System.getProperty("os.name").equals("Linux");

  private static final int HOPS = 255;
  private static final int RECEIVE_BUFFER_BYTES = 1 << 18;
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
  private static final InetSocketAddress GROUP_4 = group("224.0.0.251");
  private static final InetSocketAddress GROUP_6 = group("ff02::fb");

  private final Selector selector;
  private final Map<Wire, DatagramChannel> channels = new HashMap<>();
  private final Map<Wire, List<Subnet>> opened = new HashMap<>();
  private final Set<Wire> blocked = new HashSet<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(Packets.RECEIVED_BYTES_MAX + 1);

  Sockets(Selector selector) {
    this.selector = selector;
  }

  private static InetSocketAddress group(String literal) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), Answerer.MDNS_PORT);
  }

  /** Whether nobody else on this machine has the port. Only asked before our first socket. */
  static boolean isPortFree() {
    try (DatagramSocket alone = new DatagramSocket((SocketAddress) null)) {
      alone.setReuseAddress(false);
      alone.bind(new InetSocketAddress(Answerer.MDNS_PORT));
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  /**
   * Opens and closes sockets until there is one for each wire; returns those that have one. A
   * socket whose card got other addresses is opened anew: over IPv4 it would go on sending from the
   * address it found first, even when that is gone.
   */
  Set<Wire> open(Map<Wire, List<Subnet>> wires) {
    for (Wire wire : Set.copyOf(channels.keySet())) {
      if (!Objects.equals(wires.get(wire), opened.get(wire))) {
        close(wire);
      }
    }
    blocked.retainAll(wires.keySet());
    wires.forEach((wire, subnets) -> {
      if (!channels.containsKey(wire)) {
        open(wire);
        opened.put(wire, subnets);
      }
    });
    return Set.copyOf(channels.keySet());
  }

  private void open(Wire wire) {
    try {
      channels.put(wire, channel(wire));
      blocked.remove(wire);
    } catch (IOException | UnsupportedOperationException e) {
      if (blocked.add(wire)) {
        LOG.warn("lan.wire.blocked wire={} reason={}", wire, e.getMessage());
      }
    }
  }

  private DatagramChannel channel(Wire wire) throws IOException {
    NetworkInterface card = NetworkInterface.getByName(wire.card());
    if (card == null) {
      throw new SocketException("the interface is gone");
    }
    DatagramChannel channel =
        DatagramChannel.open(
            wire.version() == 4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (!IS_LINUX && channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, card);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, HOPS);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      channel.bind(new InetSocketAddress(Answerer.MDNS_PORT));
      channel.join(group(wire).getAddress(), card);
      channel.register(selector, SelectionKey.OP_READ, wire);
      return channel;
    } catch (IOException | UnsupportedOperationException e) {
      channel.close();
      throw e;
    }
  }

  private static InetSocketAddress group(Wire wire) {
    return wire.version() == 4 ? GROUP_4 : GROUP_6;
  }

  /** Sends a packet; one that cannot be sent is lost like any other. */
  void send(Wire wire, Optional<InetSocketAddress> to, byte[] packet) {
    DatagramChannel channel = channels.get(wire);
    if (channel == null) {
      return;
    }
    try {
      channel.send(ByteBuffer.wrap(packet), to.orElse(group(wire)));
    } catch (IOException e) {
      LOG.debug("lan.unsent wire={} reason={}", wire, e.getMessage());
    }
  }

  /** Reads what has arrived on all sockets that the selector named. */
  void receive(Receiver receiver) {
    Map<Wire, DatagramChannel> ready = new LinkedHashMap<>();
    for (SelectionKey key : selector.selectedKeys()) {
      ready.put((Wire) key.attachment(), (DatagramChannel) key.channel());
    }
    selector.selectedKeys().clear();
    ready.forEach((wire, channel) -> receive(wire, channel, receiver));
  }

  private void receive(Wire wire, DatagramChannel channel, Receiver receiver) {
    try {
      for (int i = 0; i < READ_MAX; i++) {
        buffer.clear();
        if (!(channel.receive(buffer) instanceof InetSocketAddress source)) {
          return;
        }
        byte[] packet = new byte[buffer.flip().remaining()];
        buffer.get(packet);
        receiver.received(wire, source, packet);
      }
    } catch (IOException e) {
      LOG.debug("lan.unread wire={} reason={}", wire, e.getMessage());
    }
  }

  private void close(Wire wire) {
    opened.remove(wire);
    DatagramChannel channel = channels.remove(wire);
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("lan.unclosed wire={} reason={}", wire, e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    Set.copyOf(channels.keySet()).forEach(this::close);
  }
}
