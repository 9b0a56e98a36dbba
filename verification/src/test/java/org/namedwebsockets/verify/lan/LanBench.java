package org.namedwebsockets.verify.lan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.verify.system.TestPeer;

/**
 * What a user feels of other machines, timed: {@code bench/lan}. Two machines are network
 * namespaces; the proxies are processes started by {@code ./nws}. Every figure runs from before the
 * action of one side until its effect is heard by a peer of the other. Not part of the tests: it
 * prints medians and worst cases, and what was aimed at.
 */
final class LanBench {
  private static final int ROUNDS = Integer.getInteger("rounds", 20);
  private static final int CHANNELS = 5;
  private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("idle", 120));
  private static final Duration SETTLED_AFTER = Duration.ofSeconds(70);
  private static final double CLOCK_TICKS_PER_SECOND = 100;

  private final Map<String, List<Double>> millis = new LinkedHashMap<>();
  private final Map<String, Double> aims = new LinkedHashMap<>();
  private TestLan.Machine bobMachine;
  private LanProxy ann;

  @Test
  void whatAUserFeels() throws Exception {
    aim("proxy started -> linked", 1000);
    aim("channel opened -> seen by the other machine", 50);
    aim("channel opened -> sees the other machine", 50);
    aim("peer leaves -> seen", 50);
    aim("cable cut -> seen", 15_000);
    aim("cable back -> seen again", 5000);
    aim("proxy killed -> seen", 1000);
    try (TestLan lan = TestLan.open()) {
      ann = LanProxy.on(lan.machine("ann"));
      bobMachine = lan.machine("bob");
      for (int round = 0; round < ROUNDS; round++) {
        round(round);
      }
      print();
      idle(lan);
    }
  }

  private void aim(String what, double ms) {
    aims.put(what, ms);
    millis.put(what, new ArrayList<>());
  }

  private void time(String what, long fromNs) {
    millis.get(what).add((System.nanoTime() - fromNs) / 1e6);
  }

  private void round(int round) {
    long fromNs = System.nanoTime();
    LanProxy bob = LanProxy.starting(bobMachine);
    bob.awaitLink();
    time("proxy started -> linked", fromNs);
    ann.awaitLink();
    for (int i = 0; i < CHANNELS; i++) {
      comeAndGo(bob, "r" + round + "-" + i);
    }
    String channel = "cut" + round;
    TestPeer watcher = ann.control(channel, "1");
    TestPeer alice = ann.peer(channel, "1");
    TestPeer bert = bob.peer(channel, "2");
    hears(watcher, "connect");

    fromNs = System.nanoTime();
    bobMachine.cut();
    hears(watcher, "disconnect");
    time("cable cut -> seen", fromNs);
    fromNs = System.nanoTime();
    bobMachine.mend();
    hears(watcher, "connect");
    time("cable back -> seen again", fromNs);

    fromNs = System.nanoTime();
    bob.running().process().destroyForcibly();
    hears(watcher, "disconnect");
    time("proxy killed -> seen", fromNs);
    bob.kill();
    alice.close();
    ann.awaitLinkDown();
  }

  private void comeAndGo(LanProxy bob, String channel) {
    TestPeer watcher = ann.control(channel, "1");
    TestPeer alice = ann.peer(channel, "1");
    TestPeer control = bob.control(channel, "2");
    long fromNs = System.nanoTime();
    TestPeer bert = bob.peer(channel, "2");
    hears(watcher, "connect");
    time("channel opened -> seen by the other machine", fromNs);
    hears(control, "connect");
    time("channel opened -> sees the other machine", fromNs);

    fromNs = System.nanoTime();
    bert.close();
    hears(watcher, "disconnect");
    time("peer leaves -> seen", fromNs);
    alice.close();
  }

  private static void hears(TestPeer watcher, String action) {
    String event = watcher.next();
    if (!event.contains("\"" + action + "\"")) {
      throw new AssertionError("waited for " + action + " but heard " + event);
    }
  }

  private void print() {
    System.out.printf("%n%-46s %9s %9s %9s %9s %4s%n", "ms", "median", "p90", "worst", "aim", "n");
    millis.forEach((what, all) -> {
      List<Double> sorted = all.stream().sorted().toList();
      System.out.printf(
          "%-46s %9.1f %9.1f %9.1f %9.0f %4d%s%n",
          what,
          sorted.get(sorted.size() / 2),
          sorted.get(sorted.size() * 9 / 10),
          sorted.getLast(),
          aims.get(what),
          sorted.size(),
          sorted.getLast() > aims.get(what) ? "  MISSED by the worst" : "");
    });
  }

  /** Two linked proxies with a shared channel, left alone. */
  private void idle(TestLan lan) throws InterruptedException {
    LanProxy bob = LanProxy.on(bobMachine);
    bob.awaitLink();
    TestPeer watcher = ann.control("idle", "1");
    ann.peer("idle", "1");
    bob.peer("idle", "2");
    hears(watcher, "connect");
    Thread.sleep(SETTLED_AFTER);
    TestLan.Machine observer = lan.machine("observer");
    Running dump = observer.start("tcpdump", "-lni", "eth0", "udp", "port", "5353");
    dump.awaitStart("listening", LanProxy.PATIENCE);
    double before = cpuSeconds(bob);
    Thread.sleep(IDLE);
    double cpu = (cpuSeconds(bob) - before) / IDLE.toSeconds();
    dump.close();
    long packets = dump.output().lines().filter(line -> line.contains(".5353 >")).count();
    System.out.printf(
        "idle for %d s after %d s: %d multicast packets of two proxies (%.2f a minute each),"
            + " %.3f %% of one core%n",
        IDLE.toSeconds(),
        SETTLED_AFTER.toSeconds(),
        packets,
        packets / 2.0 * 60 / IDLE.toSeconds(),
        cpu * 100);
  }

  private static double cpuSeconds(LanProxy proxy) {
    try {
      String pid = String.valueOf(proxy.running().process().pid());
      String stat = Files.readString(Path.of("/proc", pid, "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / CLOCK_TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
