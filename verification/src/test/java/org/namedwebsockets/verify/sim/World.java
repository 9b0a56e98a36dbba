package org.namedwebsockets.verify.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.namedwebsockets.protocol.ProxyId;

/** Everything there is in one run: machines, the LAN, time, chance and the truth. */
final class World {
  /** Within what time after the last trouble everything must be as it should. */
  static final long QUIET_NS = 240 * Agenda.SECOND;

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  final Plan plan;
  final Random random;
  final Agenda agenda = new Agenda();
  final Truth truth = new Truth(this);
  final FakeLan lan = new FakeLan(this);
  final List<Machine> machines = new ArrayList<>();
  final List<Pipe> pipes = new ArrayList<>();
  private boolean advertsMayBeLost = true;
  private int lastPipe;

  World(Plan plan, Random random) {
    this.plan = plan;
    this.random = random;
    for (int i = 0; i < plan.proxies(); i++) {
      machines.add(new Machine(i, i % plan.segments()));
    }
  }

  long delayNs() {
    return Agenda.MILLI / 5 + random.nextLong(plan.delayMs() * Agenda.MILLI);
  }

  int advertsLost() {
    return advertsMayBeLost ? plan.adverts() : 0;
  }

  int nextPipe() {
    if (pipes.size() > 50) {
      pipes.removeIf(pipe -> pipe.dialler.isGone() && pipe.dialled.isGone());
    }
    return ++lastPipe;
  }

  ProxyId newId() {
    StringBuilder id = new StringBuilder();
    while (id.length() < ProxyId.LENGTH) {
      id.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return new ProxyId(id.toString());
  }

  /** The proxies that run. */
  List<FakeProxy> proxies() {
    return machines.stream()
        .map(machine -> machine.proxy)
        .filter(Objects::nonNull)
        .filter(proxy -> !proxy.isStopping())
        .toList();
  }

  /** How many links between two proxies stand at both ends. */
  long standing(FakeProxy one, FakeProxy two) {
    return pipes.stream().filter(pipe -> pipe.isBetween(one, two) && pipe.stands()).count();
  }

  void runFor(long ns) {
    agenda.runUntil(agenda.nowNs() + ns);
  }

  /** No more trouble: all machines reach all, and all sockets are read. */
  void calm() {
    advertsMayBeLost = false;
    lan.heal();
    for (Machine machine : machines) {
      if (machine.proxy != null && machine.carrierGone) {
        machine.proxy.subnets(true);
      }
      machine.carrierGone = false;
    }
    proxies().forEach(proxy -> proxy.peers.forEach(peer -> peer.pace = Long.MAX_VALUE / 2));
  }

  /** Waits until everybody sees what is; says how long that took. */
  long awaitTruth(long maxNs) {
    long beganNs = agenda.nowNs();
    Optional<String> untruth = truth.untruth();
    while (untruth.isPresent()) {
      if (agenda.nowNs() - beganNs >= maxNs) {
        throw new AssertionError("still after " + maxNs / Agenda.SECOND + " s: " + untruth.get());
      }
      runFor(Agenda.SECOND / 4);
      untruth = truth.untruth();
    }
    return agenda.nowNs() - beganNs;
  }

  /** Waits until everybody sees what is, and no connection is on its way to come or go. */
  void awaitQuiet(long maxNs) {
    long untilNs = agenda.nowNs() + maxNs;
    awaitTruth(maxNs);
    while (pipes.stream().anyMatch(Pipe::isInBetween)) {
      if (agenda.nowNs() >= untilNs) {
        throw new AssertionError("connections come and go after " + maxNs / Agenda.SECOND + " s");
      }
      runFor(Agenda.SECOND / 4);
      awaitTruth(maxNs);
    }
  }

  /** Everybody says one last thing, and everybody else must hear it. */
  void probe() {
    Map<Long, Set<FakePeer>> wanted = new HashMap<>();
    for (FakeProxy proxy : proxies()) {
      for (FakePeer peer : List.copyOf(proxy.peers)) {
        Set<FakePeer> others = new HashSet<>(truth.othersOf(peer));
        wanted.put(truth.broadcast(peer, 10), others);
      }
    }
    runFor(3 * Agenda.SECOND);
    wanted.forEach((number, others) ->
        truth
            .reached(number, others)
            .ifPresent(wrong -> {
              throw new AssertionError(wrong);
            }));
  }

  /** By now every call has its outcome, or has waited as long as any may. */
  void awaitAnswers() {
    runFor(FakeProxy.LIMITS.acknowledgeMax().toNanos() + Agenda.SECOND);
    truth
        .calls
        .unanswered()
        .ifPresent(wrong -> {
          throw new AssertionError(wrong);
        });
  }

  /** All stop, and must hold nothing when they have. */
  void stop() {
    List<FakeProxy> all = proxies();
    all.forEach(FakeProxy::stop);
    runFor(5 * Agenda.SECOND);
    if (all.stream().anyMatch(FakeProxy::isAlive)) {
      throw new AssertionError("did not stop");
    }
  }
}
