package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;

/** Three hundred peers with control sockets come and go; in the end all know who is there. */
@Timeout(180)
class ControlStormTest {
  private static final int PEERS = 300;
  private static final int ROUNDS = 4;
  private static final String CHANNEL = "/local/presence/";

  private static final Pattern NEWS =
      Pattern.compile(
          "\\{\"Action\":\"(connect|disconnect)\",\"Source\":(\\d+),"
              + "\"Target\":(\\d+),\"Payload\":\"\"}");

  private Proxy proxy;
  private final Map<Integer, RawSocket> peers = new HashMap<>();
  private final Map<Integer, RawSocket> controls = new HashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void start() throws IOException {
    proxy = Proxy.start(Configs.alone());
  }

  @AfterEach
  void stop() {
    peers.values().forEach(RawSocket::close);
    controls.values().forEach(RawSocket::close);
    threads.close();
    proxy.close();
  }

  @Test
  void everyControlSocketKnowsInTheEndWhoIsThere() throws Exception {
    Random random = new Random(300);
    Set<Integer> all = IntStream.range(0, PEERS).boxed().collect(Collectors.toSet());
    join(all);
    for (int round = 0; round < ROUNDS; round++) {
      Set<Integer> some =
          all.stream().filter(_ -> random.nextInt(3) == 0).collect(Collectors.toSet());
      leave(some);
      join(some);
    }
    Set<Integer> gone =
        all.stream().filter(_ -> random.nextInt(5) == 0).collect(Collectors.toSet());
    leave(gone);
    Set<Integer> there = new TreeSet<>(all);
    there.removeAll(gone);

    Map<Integer, Future<Set<Integer>>> known = new HashMap<>();
    for (int id : there) {
      known.put(id, threads.submit(() -> roster(id)));
    }
    tellAllThatItIsOver(there);

    for (int id : there) {
      Set<Integer> others = new TreeSet<>(there);
      others.remove(id);
      assertEquals(others, known.get(id).get(), () -> "control of " + id);
    }
    assertEquals(there.size(), new Gauges(proxy.port()).read("nws_peers"));
  }

  private void join(Set<Integer> ids) throws Exception {
    Map<Integer, Future<RawSocket[]>> joining = new HashMap<>();
    for (int id : ids) {
      joining.put(id, threads.submit(pair(id)));
    }
    for (var one : joining.entrySet()) {
      peers.put(one.getKey(), one.getValue().get()[0]);
      controls.put(one.getKey(), one.getValue().get()[1]);
    }
  }

  /** Either socket first. */
  private Callable<RawSocket[]> pair(int id) {
    return () -> {
      if (id % 2 == 0) {
        RawSocket peer = RawSocket.open(proxy.port(), CHANNEL + id);
        return new RawSocket[] {peer, RawSocket.open(proxy.port(), "/control" + CHANNEL + id)};
      }
      RawSocket control = RawSocket.open(proxy.port(), "/control" + CHANNEL + id);
      return new RawSocket[] {RawSocket.open(proxy.port(), CHANNEL + id), control};
    };
  }

  /** Some say goodbye, some just go; returns when the proxy has seen it. */
  private void leave(Set<Integer> ids) throws Exception {
    List<Future<?>> leaving = new ArrayList<>();
    for (int id : ids) {
      RawSocket peer = peers.remove(id);
      RawSocket control = controls.remove(id);
      leaving.add(
          threads.submit(() -> {
            if (id % 3 == 0) {
              peer.close();
            } else {
              peer.leave();
            }
            control.close();
            return null;
          }));
    }
    for (Future<?> one : leaving) {
      one.get();
    }
    new Gauges(proxy.port()).await("nws_peers", count -> count == peers.size());
    // A control socket's id is free when its own connection has ended, too.
    new Gauges(proxy.port()).await("nws_connections", count -> count == 2 * peers.size() + 1);
  }

  /** By the order on each socket, whatever comes after this is later than all that happened. */
  private void tellAllThatItIsOver(Set<Integer> there) throws IOException {
    RawSocket first = controls.get(there.iterator().next());
    for (int id : there) {
      first.sendText("{\"Action\":\"message\",\"Target\":" + id + ",\"Payload\":\"over\"}");
    }
  }

  private Set<Integer> roster(int id) throws IOException {
    Set<Integer> known = new TreeSet<>();
    while (true) {
      String news = controls.get(id).next().text();
      if (news.endsWith("\"Payload\":\"over\"}")) {
        return known;
      }
      Matcher event = NEWS.matcher(news);
      assertTrue(event.matches(), news);
      assertEquals(id, Integer.parseInt(event.group(2)), news);
      int other = Integer.parseInt(event.group(3));
      boolean changes = event.group(1).equals("connect") ? known.add(other) : known.remove(other);
      assertTrue(changes, () -> "told twice: " + news);
    }
  }
}
