package org.namedwebsockets.verify.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.Scope;

/** Draws what happens next: people who come, talk and go, and everything that can break. */
final class Chaos {
  private static final List<ChannelName> NAMES =
      List.of(new ChannelName("red"), new ChannelName("green"), new ChannelName("blue"));
  private static final int PEERS_MAX = 12;

  private final World world;
  private final Random random;
  private int lastPeer;
  private int lastGroup;

  Chaos(World world) {
    this.world = world;
    this.random = world.random;
  }

  /** Begins the world. */
  void begin() {
    for (Machine machine : world.machines) {
      world.agenda.in(random.nextLong(3 * Agenda.SECOND), () -> start(machine));
    }
    world.runFor(Agenda.SECOND);
  }

  private void start(Machine machine) {
    if (machine.proxy != null) {
      return;
    }
    FakeProxy proxy = new FakeProxy(world, machine);
    world.agenda.note(proxy + " starts");
    Machine first = world.machines.getFirst();
    boolean far = first.segment != machine.segment;
    if (machine != first && random.nextInt(4) < (far ? 3 : 1)) {
      proxy.configure(first);
    }
  }

  /** Lets something happen every now and then, for some time. */
  void rage(long ns) {
    long untilNs = world.agenda.nowNs() + ns;
    while (world.agenda.nowNs() < untilNs) {
      world.runFor(random.nextLong(2 * Agenda.SECOND / world.plan.busy()));
      happen(random.nextInt(100));
    }
  }

  private void happen(int what) {
    List<FakeProxy> proxies = world.proxies();
    if (proxies.isEmpty()) {
      start(any(world.machines));
      return;
    }
    FakeProxy proxy = any(proxies);
    if (what < 18) {
      join(proxy);
    } else if (what < 28) {
      somebody(proxy, FakePeer::leave);
    } else if (what < 68) {
      somebody(proxy, this::talk);
    } else if (what < 78) {
      somebody(proxy, this::whisper);
    } else if (what < 82) {
      somebody(proxy, peer -> peer.pace = random.nextInt(3) == 0 ? 0 : random.nextInt(4_000));
    } else if (random.nextInt(world.plan.trouble()) == 0) {
      trouble(proxy, what);
    }
  }

  private void trouble(FakeProxy proxy, int what) {
    Machine machine = proxy.machine;
    switch (what) {
      case 82, 83, 84 -> breakLink();
      case 85, 86 -> cut(machine, random.nextBoolean());
      case 87 -> split();
      case 88, 89, 90, 91 -> heal();
      case 92 -> proxy.crash();
      case 93 -> proxy.powerOff();
      case 94 -> proxy.stop();
      case 95 -> proxy.rename();
      case 96 -> proxy.configure(any(world.machines));
      default -> start(any(world.machines));
    }
  }

  private void join(FakeProxy proxy) {
    if (proxy.peers.size() >= PEERS_MAX) {
      return;
    }
    Scope scope = random.nextInt(5) == 0 ? Scope.LOCAL : Scope.NETWORK;
    int number = world.plan.sameIds() ? random.nextInt(4) : ++lastPeer;
    FakePeer peer =
        new FakePeer(proxy, new ChannelKey(scope, any(NAMES)), new PeerId("p" + number));
    if (peer.join() && random.nextInt(4) > 0) {
      world.agenda.in(random.nextLong(Agenda.SECOND / 10), peer::watch);
    }
  }

  private void talk(FakePeer peer) {
    for (int i = random.nextInt(5); i >= 0; i--) {
      if (!peer.isPaused() && peer.isHere()) {
        world.truth.broadcast(peer, random.nextInt(600));
      }
    }
  }

  private void whisper(FakePeer peer) {
    List<FakePeer> all = new ArrayList<>();
    world.proxies().forEach(proxy -> all.addAll(proxy.peers));
    if (!peer.isPaused() && !world.plan.sameIds()) {
      PeerId to = any(all).id;
      switch (random.nextInt(3)) {
        case 0 -> world.truth.send(peer, to, random.nextInt(100));
        case 1 -> world.truth.call(peer, to, Call.Kind.ACKNOWLEDGED, random.nextInt(100));
        default -> world.truth.call(peer, to, Call.Kind.REQUEST, random.nextInt(100));
      }
    }
  }

  private void breakLink() {
    List<Pipe> standing = world.pipes.stream().filter(Pipe::stands).toList();
    if (!standing.isEmpty()) {
      any(standing).breakDown();
    }
  }

  private void cut(Machine machine, boolean seen) {
    world.agenda.note(machine + " is cut off" + (seen ? ", and sees it" : ""));
    world.lan.split(List.of(machine), ++lastGroup);
    if (seen && machine.proxy != null) {
      machine.carrierGone = true;
      machine.proxy.subnets(false);
    }
  }

  private void split() {
    world.agenda.note("the LAN falls apart");
    world.lan.split(
        world.machines.stream().filter(_ -> random.nextBoolean()).toList(), ++lastGroup);
  }

  private void heal() {
    world.agenda.note("the LAN is whole");
    world.lan.heal();
    for (Machine machine : world.machines) {
      if (machine.carrierGone && machine.proxy != null) {
        machine.proxy.subnets(true);
      }
      machine.carrierGone = false;
    }
  }

  /** Somebody does something. */
  interface Deed {
    void by(FakePeer peer);
  }

  private void somebody(FakeProxy proxy, Deed deed) {
    if (!proxy.peers.isEmpty()) {
      deed.by(any(proxy.peers));
    }
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
