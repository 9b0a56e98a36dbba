package org.namedwebsockets.proxy.discovery;

import java.net.InetAddress;
import java.util.List;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.metrics.Counter;

/** What a {@link Lan} hears: immutable, handed to the hub's loop. Nothing in it is checked yet. */
public sealed interface LanNews {
  /**
   * A proxy is announced on a wire, in place of what was heard of it there before.
   *
   * @param wire where
   * @param id who
   * @param port its port for links, whatever was announced
   * @param addresses its addresses, at least one; link-local ones carry the wire's scope
   */
  record Heard(Wire wire, ProxyId id, int port, List<InetAddress> addresses) implements LanNews {
    /** Keeps a copy. */
    public Heard {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * A proxy is no longer announced on a wire, or the wire is gone.
   *
   * @param wire where
   * @param id who
   * @param goodbye whether it said so itself, which counts for every wire
   */
  record Gone(Wire wire, ProxyId id, boolean goodbye) implements LanNews {}

  /**
   * The addresses of this machine changed.
   *
   * @param subnets all of them on interfaces in use
   */
  record Subnets(List<Subnet> subnets) implements LanNews {
    /** Keeps a copy. */
    public Subnets {
      subnets = List.copyOf(subnets);
    }
  }

  /**
   * Something happened several times since the last such news.
   *
   * @param counter what
   * @param amount how often
   */
  record Tally(Counter counter, long amount) implements LanNews {}
}
