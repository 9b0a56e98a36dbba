package org.namedwebsockets.verify.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine on the LAN, with at most one proxy on it at a time. */
final class Machine {
  static final int PORT = 9010;

  final int index;
  final int segment;
  final InetAddress ip;

  /** Machines of one group reach each other. */
  int group;

  /** Whether the cable is out and the machine knows it. */
  boolean carrierGone;

  @Nullable FakeProxy proxy;

  Machine(int index, int segment) {
    this.index = index;
    this.segment = segment;
    this.ip = InetAddress.ofLiteral("10." + segment + ".0." + (index + 1));
  }

  FakeProxy proxy() {
    return Objects.requireNonNull(proxy, "no proxy here");
  }

  InetSocketAddress linkAddress() {
    return new InetSocketAddress(ip, PORT);
  }

  @Override
  public String toString() {
    return "machine " + index;
  }
}
