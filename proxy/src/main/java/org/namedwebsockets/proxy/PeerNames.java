package org.namedwebsockets.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.namedwebsockets.proxy.discovery.PeerEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up what the names of configured peers stand for, at start and every half minute, on a
 * thread of its own: a name server may take its time.
 */
final class PeerNames implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerNames.class);
  private static final long EVERY_SECONDS = 30;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("nws-peers").factory());

  /**
   * Begins to look.
   *
   * @param found takes each peer with its addresses, on this class's thread
   */
  PeerNames(List<PeerEntry> peers, BiConsumer<PeerEntry, List<InetSocketAddress>> found) {
    thread.scheduleWithFixedDelay(
        () -> peers.forEach(peer -> found.accept(peer, lookUp(peer))),
        0,
        EVERY_SECONDS,
        TimeUnit.SECONDS);
  }

  private static List<InetSocketAddress> lookUp(PeerEntry peer) {
    try {
      return Arrays.stream(InetAddress.getAllByName(peer.host()))
          .map(address -> new InetSocketAddress(address, peer.port()))
          .toList();
    } catch (UnknownHostException unknown) {
      LOG.warn("peer.unknown host={}", peer.host());
      return List.of();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
