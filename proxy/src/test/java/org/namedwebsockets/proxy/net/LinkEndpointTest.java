package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.link.Dial;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.secure.Identity;

/** Who may come to the link port, and what becomes of an attempt. */
@Timeout(120)
class LinkEndpointTest {
  private static int read(Socket socket) {
    try {
      return socket.getInputStream().read();
    } catch (IOException reset) {
      return -1;
    }
  }

  @Test
  void takesTheNextPortIfTheOneWishedForIsTaken() throws Exception {
    var group = new MultiThreadIoEventLoopGroup(1, Transport.best().io());
    try (LinkCrunchInTest crunch = new LinkCrunchInTest()) {
      var first = LinkEndpoint.bind(group, Transport.best(), crunch.crunch, 0);
      var second = LinkEndpoint.bind(group, Transport.best(), crunch.crunch, first.port());

      assertNotEquals(first.port(), second.port());
      assertTrue(second.port() > first.port() && second.port() <= first.port() + 100);
      first.stopAccepting();
      second.stopAccepting();
    } finally {
      group.shutdownGracefully();
    }
  }

  private static final class LinkCrunchInTest implements AutoCloseable {
    final LinkCrunch crunch = new LinkCrunch(Runnable::run);

    @Override
    public void close() {
      crunch.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void listensOnBothFamilies(String literal) throws Exception {
    try (FakeProxy here = new FakeProxy(LinkNetLimits.DEFAULTS);
        FakeProxy there = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      var address = new InetSocketAddress(InetAddress.ofLiteral(literal), there.endpoint.port());

      here.dial(Optional.empty(), address);

      assertEquals(there.identity.id(), here.nextLink().link.remote());
      assertEquals(here.identity.id(), there.nextLink().link.remote());
    }
  }

  @Test
  void anAttemptWhereNobodyListensIsRefused() throws Exception {
    try (Socket nobody = new Socket();
        FakeProxy here = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      nobody.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and does not listen
      here.dial(Optional.empty(), (InetSocketAddress) nobody.getLocalSocketAddress());

      assertEquals(LinkEnd.REFUSED, here.nextFailure());
    }
  }

  @Test
  void anAttemptThatNobodyAnswersIsGivenUpInTime() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        FakeProxy here = new FakeProxy(LinkNetLimits.DEFAULTS, Duration.ofMillis(200))) {
      here.dial(Optional.empty(), (InetSocketAddress) mute.getLocalSocketAddress());

      assertEquals(LinkEnd.SILENT, here.nextFailure());
    }
  }

  @Test
  void anAttemptThatIsHungUpOnIsLost() throws Exception {
    try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        FakeProxy here = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      here.dial(Optional.empty(), (InetSocketAddress) rude.getLocalSocketAddress());
      rude.accept().close();

      assertEquals(LinkEnd.LOST, here.nextFailure());
    }
  }

  @Test
  void anAttemptAnsweredByAnotherServiceIsNoHandshake() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        FakeProxy here = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      here.dial(Optional.empty(), (InetSocketAddress) web.getLocalSocketAddress());
      try (Socket accepted = web.accept()) {
        accepted.getOutputStream().write(RawPeer.ascii("HTTP/1.1 400 Bad Request\r\n\r\n"));

        assertEquals(LinkEnd.HANDSHAKE, here.nextFailure());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, HANDSHAKE", "false, VERSION"})
  void whoSaysAnotherVersionForAnIdItDidNotProveIsNotBelieved(boolean looking, LinkEnd end)
      throws Exception {
    try (ServerSocket liar = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        FakeProxy here = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      Optional<ProxyId> expected =
          looking ? Optional.of(new ProxyId("z".repeat(ProxyId.LENGTH))) : Optional.empty();
      here.dial(expected, (InetSocketAddress) liar.getLocalSocketAddress());
      try (Socket accepted = liar.accept()) {
        // A fatal alert of TLS: no_application_protocol.
        accepted.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 120});

        assertEquals(end, here.nextFailure());
      }
    }
  }

  @Test
  void aLinkThatIsNotWantedIsToldWhyAndTheDiallerHearsIt() throws Exception {
    try (FakeProxy here = new FakeProxy(LinkNetLimits.DEFAULTS);
        FakeProxy there = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      there.unwanted = true;

      here.dial(Optional.empty(), there.address());

      // The settings may overtake the GOAWAY, so the link may have come up for a moment.
      LinkEnd end = null;
      for (int i = 0; i < 3000 && end == null; i++) {
        FakeProxy.Failed failed = here.failures.poll();
        RecordingLink link = here.links.poll(10, java.util.concurrent.TimeUnit.MILLISECONDS);
        end = failed != null ? failed.end() : link != null ? link.down() : null;
      }
      assertEquals(LinkEnd.DUPLICATE, end);
    }
  }

  @Test
  void underAnotherIdentityItIsAnotherProxyAndAttemptsWaitForIt() throws Exception {
    try (FakeProxy here = new FakeProxy(LinkNetLimits.DEFAULTS);
        FakeProxy there = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      FakeProxy.connect(here, there);
      Identity other = Identity.make(new SecureRandom());

      here.run(() -> {
        here.endpoint.open(here.site, other);
        here.endpoint.dial(new Dial(99, Optional.empty(), there.address()));
      });

      assertEquals(other.id(), there.nextLink().link.remote());
      assertEquals(99, here.nextLink().link.dial().orElseThrow().number());
    }
  }

  @Test
  void anAttemptUnderAnIdentityThatIsNoMoreIsGivenUp() throws Exception {
    try (FakeProxy here = new FakeProxy(LinkNetLimits.DEFAULTS);
        FakeProxy there = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      FakeProxy.connect(here, there);

      here.run(() -> {
        here.endpoint.dial(new Dial(99, Optional.empty(), there.address()));
        here.endpoint.open(here.site, Identity.make(new SecureRandom()));
      });

      assertEquals(LinkEnd.RENAMED, here.nextFailure());
      assertTrue(here.links.isEmpty());
    }
  }

  @Test
  @DisplayName("T23 a connection that says nothing is closed at the limit, others are served")
  void withoutClientHello() throws Exception {
    try (FakeProxy proxy = new FakeProxy(LinkBounds.hasty());
        Socket mute = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        FakeProxy other = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      FakeProxy.connect(other, proxy);

      assertEquals(-1, read(mute));
    }
  }

  @Test
  @DisplayName("T23 a connection that ends TLS and asks for nothing is closed at the limit")
  void withoutMatch() throws Exception {
    try (FakeProxy proxy = new FakeProxy(LinkBounds.hasty());
        RawPeer peer = RawPeer.to(proxy)) {
      peer.awaitClosed();

      assertEquals(LinkEnd.SILENT, proxy.nextLink().down());
    }
  }

  @Test
  @DisplayName("T23 a match that says nothing is closed at the limit")
  void withoutBlind() throws Exception {
    try (FakeProxy proxy = new FakeProxy(LinkBounds.hasty());
        RawPeer peer = RawPeer.to(proxy)) {
      peer.match();
      peer.awaitClosed();

      assertEquals(LinkEnd.SILENT, proxy.nextLink().down());
    }
  }

  @Test
  @DisplayName("T23 a match that speaks in time is not closed")
  void withBlind() throws Exception {
    try (FakeProxy proxy = new FakeProxy(LinkBounds.hasty());
        RawPeer peer = RawPeer.to(proxy)) {
      RecordingLink link = proxy.nextLink();
      peer.match().send(RawPeer.frame(0x82, RawPeer.ascii("BLIND")), false);

      assertEquals("BLIND", link.next(RecordingLink.News.Match.class).text());
      assertTrue(!peer.channel.closeFuture().awaitUninterruptibly(3500));
    }
  }

  @Test
  @DisplayName("T23 a responder that never answers the match is given up at the limit")
  void withoutAnswer() throws Exception {
    try (FakeProxy here = new FakeProxy(LinkBounds.hasty());
        FakeProxy there = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      CompletableFuture<Boolean> over = new CompletableFuture<>();
      there.prepares = _ -> over.join(); // Its loop hangs after the settings.
      here.dial(Optional.empty(), there.address());

      LinkEnd end = here.nextLink().down();
      over.complete(true);

      assertEquals(LinkEnd.SILENT, end);
    }
  }

  @Test
  void fourConnectionsOfOneAddressMayBeWithoutAMatchAndAFifthIsClosed() throws Exception {
    try (FakeProxy proxy = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        open.add(new Socket(proxy.address().getAddress(), proxy.address().getPort()));
      }
      Socket fifth = new Socket(proxy.address().getAddress(), proxy.address().getPort());

      assertEquals(-1, read(fifth));
      assertEquals(1, proxy.onLoop(() -> proxy.metrics.value(Counter.LINKS_REFUSED)));
      for (Socket socket : open) {
        socket.setSoTimeout(1);
        socket.close();
      }
    }
  }
}
