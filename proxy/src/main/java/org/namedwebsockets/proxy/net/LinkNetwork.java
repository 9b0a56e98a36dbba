package org.namedwebsockets.proxy.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.BindException;
import java.time.Duration;
import org.namedwebsockets.proxy.link.Crunch;
import org.namedwebsockets.proxy.link.Dialer;
import org.namedwebsockets.proxy.link.LinkOwner;
import org.namedwebsockets.proxy.link.LinkWaits;
import org.namedwebsockets.proxy.secure.Identity;

/** The port for links and the threads that compute for them. */
public final class LinkNetwork {
  private final EventLoop eventLoop;
  private final HubLoop loop;
  private final LinkCrunch crunch;
  private final LinkEndpoint endpoint;

  LinkNetwork(
      EventLoop eventLoop, EventLoopGroup group, Transport transport, HubLoop loop, int port)
      throws BindException {
    this.eventLoop = eventLoop;
    this.loop = loop;
    this.crunch = new LinkCrunch(eventLoop);
    this.endpoint = LinkEndpoint.bind(group, transport, crunch, port);
  }

  /**
   * The port it listens on.
   *
   * @return the port
   */
  public int port() {
    return endpoint.port();
  }

  /**
   * What dials.
   *
   * @return to be used on the loop, once opened
   */
  public Dialer dialer() {
    return endpoint;
  }

  /**
   * What computes off the loop.
   *
   * @return to be used on the loop
   */
  public Crunch crunch() {
    return crunch;
  }

  /**
   * Makes sure that links can work on this Java; called off the loop.
   *
   * @param identity any
   * @throws IllegalStateException if they cannot, with a sentence for the user
   */
  public static void prove(Identity identity) {
    new LinkTls(identity).prove();
  }

  /**
   * Accepts and dials from now on under an identity; called again, under another. On the loop.
   *
   * @param identity as whom
   * @param owner who is told of links
   * @param waits how long attempts may take
   */
  public void open(Identity identity, LinkOwner owner, LinkWaits waits) {
    LinkNetLimits limits =
        LinkNetLimits.DEFAULTS.withMessageBytesMax(loop.limits().messageBytesMax());
    endpoint.open(
        new LinkSite(
            loop,
            eventLoop,
            owner,
            limits,
            waits.dialMax(),
            waits.connectMax(),
            waits.probeMax(),
            new java.util.SplittableRandom()),
        identity);
  }

  /**
   * Ends what is left; called off the loop, after the owner has closed the links.
   *
   * @param max how long ending links may take
   */
  public void close(Duration max) {
    endpoint.close(max);
    crunch.close();
  }
}
