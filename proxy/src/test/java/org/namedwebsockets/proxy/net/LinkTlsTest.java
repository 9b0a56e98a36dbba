package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.secure.Identity;

/** TLS of links, seen from the other end. */
@Timeout(120)
class LinkTlsTest {
  private final FakeProxy proxy;

  LinkTlsTest() throws Exception {
    proxy = new FakeProxy(LinkNetLimits.DEFAULTS);
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  static Stream<Arguments> strangers() throws Exception {
    RawTls good = RawTls.good();
    return Stream.of(
        Arguments.of("a TLS 1.2 client", good.withProtocol("TLSv1.2").context()),
        Arguments.of("no client certificate", good.withoutCertificate().context()),
        Arguments.of("an RSA certificate", good.withRsa().context()),
        Arguments.of("another protocol inside", good.withAlpn("nws/2").context()),
        Arguments.of("HTTP/1.1 inside", good.withAlpn("http/1.1").context()));
  }

  @DisplayName("T15 the handshake fails for")
  @ParameterizedTest(name = "{0}")
  @MethodSource("strangers")
  void refuses(String who, SslContext tls) throws Exception {
    try (RawPeer peer = new RawPeer(proxy.address(), tls)) {
      peer.awaitClosed();

      assertFalse(peer.settings.isDone(), who);
      assertTrue(proxy.links.isEmpty(), who);
    }
  }

  @Test
  void letsInWhoKeepsTheRules() throws Exception {
    try (RawPeer peer = RawPeer.to(proxy)) {
      assertEquals(peer.id(), proxy.nextLink().link.remote());
    }
  }

  @Test
  @DisplayName("T17 two sessions of one pair export different bytes, both ends of one the same")
  void exporters() throws Exception {
    try (FakeProxy other = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      var first = FakeProxy.connect(other, proxy);
      var second = FakeProxy.connect(other, proxy);

      byte[] exported = first.initiator().link.terms().exporter();

      assertEquals(32, exported.length);
      assertArrayEquals(exported, first.responder().link.terms().exporter());
      assertArrayEquals(
          second.initiator().link.terms().exporter(), second.responder().link.terms().exporter());
      assertFalse(Arrays.equals(exported, second.initiator().link.terms().exporter()));
    }
  }

  @Test
  void bothEndsAreBoundToBothCertificates() throws Exception {
    try (FakeProxy other = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      var pair = FakeProxy.connect(other, proxy);
      var dialled = pair.initiator().link.terms();
      var accepted = pair.responder().link.terms();

      assertTrue(dialled.initiator());
      assertFalse(accepted.initiator());
      assertArrayEquals(other.identity.certificate().getEncoded(), dialled.ownCertificate());
      assertArrayEquals(dialled.ownCertificate(), accepted.peerCertificate());
      assertArrayEquals(dialled.peerCertificate(), accepted.ownCertificate());
      assertEquals("127.0.0.1", accepted.sourceAddress());
    }
  }

  @Test
  @DisplayName("T16 a proxy that dials itself finds out")
  void self() throws Exception {
    proxy.dial(Optional.empty(), proxy.address());

    assertEquals(LinkEnd.SELF, proxy.nextFailure());
    assertNull(proxy.links.poll());
  }

  @Test
  @DisplayName("T20 an advert whose id is not the certificate's is dropped before the match")
  void wrongId() throws Exception {
    try (FakeProxy other = new FakeProxy(LinkNetLimits.DEFAULTS)) {
      var advertised = Identity.make(new SecureRandom()).id();

      proxy.dial(Optional.of(advertised), other.address());

      assertEquals(LinkEnd.WRONG_ID, proxy.nextFailure());
      assertNull(proxy.links.poll());
      assertTrue(
          other.links.stream()
              .allMatch(link ->
                  link.news.stream().noneMatch(news -> news instanceof RecordingLink.News.Match)));
    }
  }

  @Test
  @DisplayName("T27 without an exporter the start fails with a clear sentence")
  void noExporter() {
    LinkTls tls =
        new LinkTls(
            proxy.identity,
            (_, _, _, _) -> {
              throw new UnsupportedOperationException("no such method");
            });

    var failed = assertThrows(IllegalStateException.class, tls::prove);

    assertEquals(
        "links need the TLS 1.3 exporter of this Java (25 or newer, its own TLS provider):"
            + " no such method",
        failed.getMessage());
  }

  @Test
  @DisplayName("T27 this Java has the exporter, and its engine is taken whatever is there")
  void proves() {
    LinkTls tls = new LinkTls(proxy.identity);

    tls.prove();

    String engine = tls.accepting(Runnable::run, proxy.site).engine().getClass().getName();
    assertTrue(engine.startsWith("sun.security.ssl."), engine);
  }
}
