package org.namedwebsockets.verify.sim;

import java.net.InetSocketAddress;
import java.util.List;
import org.namedwebsockets.proxy.discovery.LanNews;
import org.namedwebsockets.proxy.discovery.Wire;
import org.namedwebsockets.proxy.link.Dial;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.LinkWaits;

/** The wires between machines: loses, delays and repeats adverts, and can be cut. */
final class FakeLan {
  static final Wire WIRE = new Wire("sim0", 2, 4, false);

  private final World world;

  FakeLan(World world) {
    this.world = world;
  }

  boolean isOpen(Machine one, Machine two) {
    return one.group == two.group;
  }

  /** One machine's advert, on its way to all that can hear it. */
  void speak(FakeProxy from, LanNews news) {
    for (Machine to : world.machines) {
      if (to == from.machine
          || to.segment != from.machine.segment
          || !isOpen(from.machine, to)
          || world.random.nextInt(100) < world.advertsLost()) {
        continue;
      }
      int times = world.random.nextInt(5) == 0 ? 2 : 1;
      for (int i = 0; i < times; i++) {
        world.agenda.in(
            world.delayNs() * (1 + i),
            () -> {
              if (to.proxy != null && isOpen(from.machine, to)) {
                to.proxy.heard(news);
              }
            });
      }
    }
  }

  /** An attempt to reach a proxy. */
  void dial(FakeProxy from, Dial dial) {
    InetSocketAddress address = dial.address();
    Machine to =
        world.machines.stream()
            .filter(machine -> machine.linkAddress().equals(address))
            .findFirst()
            .orElse(null);
    if (to == null || !isOpen(from.machine, to) || isLost()) {
      long waitNs = LinkWaits.DEFAULTS.connectMax().toNanos();
      world.agenda.in(waitNs, () -> from.dialFailed(dial, LinkEnd.SILENT));
      return;
    }
    FakeProxy there = to.proxy;
    if (there == null || !there.isAlive()) {
      world.agenda.in(world.delayNs(), () -> from.dialFailed(dial, LinkEnd.REFUSED));
      return;
    }
    Pipe pipe = new Pipe(world, from, dial, there);
    world.pipes.add(pipe);
    world.agenda.in(3 * world.delayNs(), () -> come(pipe, pipe.dialler, dial));
    world.agenda.in(3 * world.delayNs(), () -> come(pipe, pipe.dialled, dial));
  }

  private boolean isLost() {
    int one = world.plan.dials();
    return one > 0 && world.random.nextInt(one) == 0;
  }

  private void come(Pipe pipe, FakeLink end, Dial dial) {
    if (end.isGone() || !end.proxy.isAlive()) {
      return;
    }
    if (pipe.isOpen() && !end.other().isGone()) {
      end.comeUp();
    } else if (end == pipe.dialler) {
      end.vanish();
      world.agenda.in(
          LinkWaits.DEFAULTS.dialMax().toNanos(), () -> end.proxy.dialFailed(dial, LinkEnd.SILENT));
    } else {
      end.vanish();
    }
  }

  /** Divides the machines into groups that do not reach each other. */
  void split(List<Machine> away, int group) {
    away.forEach(machine -> machine.group = group);
  }

  /** Makes all reach all again; what TCP held back arrives. */
  void heal() {
    world.machines.forEach(machine -> machine.group = 0);
    for (Pipe pipe : List.copyOf(world.pipes)) {
      world.agenda.in(world.delayNs(), pipe.dialler::arrive);
      world.agenda.in(world.delayNs(), pipe.dialled::arrive);
    }
  }
}
