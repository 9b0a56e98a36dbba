package org.namedwebsockets.verify.sim;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.namedwebsockets.proxy.link.Dial;

/**
 * A connection between two proxies: ordered and reliable, slow, and breakable. While the way is cut
 * nothing arrives, and nothing is lost: TCP sends it again.
 */
final class Pipe {
  final World world;
  final int number;
  final FakeLink dialler;
  final FakeLink dialled;

  /** What the other ends of streams are called; numbers are of the pipe. */
  long lastStream;

  Pipe(World world, FakeProxy from, Dial dial, FakeProxy to) {
    this.world = world;
    this.number = world.nextPipe();
    InetSocketAddress source = new InetSocketAddress(from.machine.ip, 40_000 + from.machine.index);
    dialler = new FakeLink(this, from, to.id(), dial.address(), Optional.of(dial));
    dialled = new FakeLink(this, to, from.id(), source, Optional.empty());
    from.ends.add(dialler);
    to.ends.add(dialled);
  }

  FakeLink other(FakeLink end) {
    return end == dialler ? dialled : dialler;
  }

  boolean isOpen() {
    return world.lan.isOpen(dialler.proxy.machine, dialled.proxy.machine);
  }

  /** Whether both ends believe in it. */
  boolean stands() {
    return dialler.isUp() && dialled.isUp();
  }

  /** Whether it is neither there for both ends nor gone for both. */
  boolean isInBetween() {
    return !stands() && !(dialler.isGone() && dialled.isGone());
  }

  boolean isBetween(FakeProxy one, FakeProxy two) {
    return (dialler.proxy == one && dialled.proxy == two)
        || (dialler.proxy == two && dialled.proxy == one);
  }

  /** Somebody pulled the plug of a router in between: both ends are reset. */
  void breakDown() {
    dialler.reset();
    dialled.reset();
  }
}
