package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.proxy.Changed;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.Tokens;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * The local port with neither sockets nor a clock: real pipelines over a real hub, and all happens
 * when a test says so. Closing it checks that nothing is left behind.
 */
final class FakePort implements AutoCloseable {
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private static final long TICK_NS = 100_000_000L;

  final Metrics metrics = new Metrics();
  final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
  final Hub hub;
  final HubLoop loop;
  final RecordingDoctor doctor = new RecordingDoctor();
  private final LocalSite site;
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<FakeSocket> sockets = new ArrayList<>();
  private final RecordedLog log = new RecordedLog();
  private long memoryPeak;

  /** So that the clock runs over its edge in every test that lasts. */
  private long nowNs = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  FakePort() {
    this(NetLimits.DEFAULTS);
  }

  FakePort(NetLimits limits) {
    this(limits, Limits.DEFAULTS, new OriginRule.Any());
  }

  FakePort(NetLimits limits, Limits hubLimits, OriginRule rule) {
    this(limits, hubLimits, Origins.under(rule));
  }

  FakePort(NetLimits limits, Limits hubLimits, Origins origins) {
    this(limits, hubLimits, origins, Tokens.none());
  }

  FakePort(NetLimits limits, Limits hubLimits, Origins origins, Tokens tokens) {
    hub = new Hub(hubLimits, metrics, nowNs);
    loop = new HubLoop(tasks::add, hub, metrics, limits, memory, nowNs);
    site =
        LocalSite.of(
            loop,
            origins,
            tokens,
            9009,
            "0.0.0",
            nowNs,
            () -> LinksStatus.NONE,
            doctor,
            GuestTerms.none());
  }

  /** Limits of messages of at most so many bytes, and otherwise as by default. */
  static NetLimits messagesOf(int bytesMax) {
    return Changed.of(NetLimits.DEFAULTS, Map.of("messageBytesMax", bytesMax));
  }

  FakeSocket connect() {
    FakeSocket socket = new FakeSocket(this, memory);
    sockets.add(socket);
    LocalEndpoint.accept(socket, site);
    settle();
    return socket;
  }

  /** An upgraded socket that has heard nothing yet but the handshake's answer. */
  FakeSocket open(String path) {
    FakeSocket socket = connect();
    socket.send(upgrade(path));
    String answer = socket.responseHead();
    assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
    return socket;
  }

  static String upgrade(String path, String... headers) {
    return get(
        path,
        headers.length == 0
            ? upgradeHeaders()
            : upgradeHeaders() + String.join("\r\n", headers) + "\r\n");
  }

  private static String upgradeHeaders() {
    return "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: "
        + KEY
        + "\r\n";
  }

  /** A request with headers that each end in a line feed. */
  static String get(String path, String headers) {
    return request("GET", path, headers);
  }

  static String post(String path, String headers) {
    return request("POST", path, headers);
  }

  private static String request(String method, String path, String headers) {
    return method + " " + path + " HTTP/1.1\r\nHost: localhost:9009\r\n" + headers + "\r\n";
  }

  /** Lets everything happen that can happen now. */
  void settle() {
    boolean again = true;
    while (again) {
      again = false;
      for (FakeSocket socket : List.copyOf(sockets)) {
        again |= socket.arrive();
        socket.runPendingTasks();
      }
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
        again = true;
        memoryPeak = Math.max(memoryPeak, memoryUsed());
      }
    }
  }

  void passSeconds(double seconds) {
    for (long left = Math.round(seconds * 1e9); left > 0; left -= TICK_NS) {
      nowNs += TICK_NS;
      loop.tick(nowNs);
      settle();
    }
  }

  /** What was logged as a fault of ours; asking for it forgives it. */
  List<String> faults() {
    List<String> faults = List.copyOf(log.faults());
    log.faults().clear();
    return faults;
  }

  long memoryUsed() {
    return memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
  }

  /** The most memory that was used after any task since the last question. */
  long memoryPeak() {
    long peak = memoryPeak;
    memoryPeak = 0;
    return peak;
  }

  long closed(CloseReason reason) {
    return metrics.value(reason);
  }

  long peers() {
    return hub.channels().stream().mapToLong(channel -> channel.local().size()).sum();
  }

  static ChannelKey local(String name) {
    return new ChannelKey(Scope.LOCAL, new ChannelName(name));
  }

  /** Ends every connection and checks that nothing is left of them. */
  @Override
  public void close() {
    sockets.forEach(FakeSocket::breakOff);
    passSeconds(2);
    sockets.forEach(FakeSocket::checkException);
    log.close();
    assertEquals(0, hub.channels().size(), "channels left");
    assertEquals(0, loop.connections(), "connections left");
    assertEquals(0, hub.backlog().bytes(), "backlog left");
    loop.closeAll(() -> {});
    settle();
    assertEquals(0, memory.metric().usedDirectMemory(), "direct memory left");
    assertEquals(0, memory.metric().usedHeapMemory(), "heap buffers left");
    assertEquals(List.of(), log.faults(), "faults of ours");
  }
}
