package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.secure.Identity;
import org.namedwebsockets.proxy.secure.SoleKey;
import org.namedwebsockets.proxy.secure.UnprovenPeerTrust;

/**
 * TLS as links use it: version 1.3 alone, both ends show the certificate of this run, no sessions
 * are resumed. It gives secrecy towards somebody; whom, the match finds out, which is bound to the
 * exporter of the very session.
 *
 * <p>The JDK's engine is asked for by name: Netty would take a native one that is on the class path
 * and has no exporter.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446 RFC 8446, "TLS 1.3"
 * @spec https://www.rfc-editor.org/rfc/rfc9266 RFC 9266, "Channel Bindings for TLS 1.3"
 */
final class LinkTls {
  /** What both ends speak inside. */
  static final String ALPN = "h2";

  private static final List<String> SUITES =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** More than the seven days a ticket may live: the JDK's server then sends none at all. */
  private static final Duration NO_TICKETS = Duration.ofDays(8);

  /** More than a handshake takes. */
  private static final int FLIGHTS_MAX = 4;

  private static final Duration CLOSE_NOTIFY_MAX = Duration.ofMillis(500);

  private final Identity identity;
  private final SslContext client;
  private final SslContext server;
  private final Exporter exporter;
  private boolean retired;

  /** Takes keying material out of a session. */
  interface Exporter {
    /** As {@link ExtendedSSLSession#exportKeyingMaterialData}. */
    byte[] export(SSLSession session, String label, byte[] context, int length) throws SSLException;
  }

  /**
   * Contexts for one identity.
   *
   * @throws IllegalStateException if this Java cannot do what links need, with a sentence for the
   *     user
   */
  LinkTls(Identity identity) {
    this(identity, LinkTls::exportByJdk);
  }

  LinkTls(Identity identity, Exporter exporter) {
    this.identity = identity;
    var key = new SoleKey(identity);
    var trust = new UnprovenPeerTrust();
    this.exporter = exporter;
    try {
      client =
          settings(SslContextBuilder.forClient().keyManager(key), trust)
              .endpointIdentificationAlgorithm(null)
              .build();
      server =
          settings(SslContextBuilder.forServer(key), trust).clientAuth(ClientAuth.REQUIRE).build();
    } catch (SSLException | IllegalArgumentException refused) {
      throw new IllegalStateException(
          "links need TLS 1.3 of this Java, which refused: " + refused.getMessage(), refused);
    }
  }

  private static SslContextBuilder settings(SslContextBuilder builder, UnprovenPeerTrust trust) {
    return builder
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3")
        .ciphers(SUITES)
        .trustManager(trust)
        .sessionTimeout(NO_TICKETS.toSeconds())
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.FATAL_ALERT,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.FATAL_ALERT,
                ALPN));
  }

  /** Whom this end shows itself as. */
  Identity identity() {
    return identity;
  }

  /** This end has another identity now: what is still on its way under this one is given up. */
  void retire() {
    retired = true;
  }

  /** Whether this end has another identity now. On the loop, as {@link #retire}. */
  boolean isRetired() {
    return retired;
  }

  /** The dialling end's handler; made without the peer's name, so nothing is resumed. */
  SslHandler dialling(ByteBufAllocator allocator, Executor arithmetic, LinkSite site) {
    return handler(client, allocator, arithmetic, site.dialMax());
  }

  /** The accepting end's handler. */
  SslHandler accepting(ByteBufAllocator allocator, Executor arithmetic, LinkSite site) {
    return handler(server, allocator, arithmetic, site.limits().matchMax());
  }

  private static SslHandler handler(
      SslContext context, ByteBufAllocator allocator, Executor arithmetic, Duration handshakeMax) {
    SslHandler handler = context.newHandler(allocator, arithmetic);
    handler.setHandshakeTimeoutMillis(handshakeMax.toMillis());
    handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MAX.toMillis());
    return handler;
  }

  /**
   * What binds a match to its TLS session: equal at both ends, different for every session.
   *
   * @throws SSLException if the session has no such thing
   */
  byte[] exporter(SslHandler handler) throws SSLException {
    return exporter.export(
        handler.engine().getSession(),
        MatchTerms.EXPORTER_LABEL,
        new byte[0],
        MatchTerms.EXPORTER_LENGTH);
  }

  /**
   * Shakes hands with itself in memory, so that what is missing is missed at start and not on the
   * first link.
   *
   * @throws IllegalStateException if links cannot work on this Java, with a sentence for the user
   */
  void prove() {
    SSLEngine dialling = client.newEngine(ByteBufAllocator.DEFAULT);
    SSLEngine accepting = server.newEngine(ByteBufAllocator.DEFAULT);
    try {
      dialling.beginHandshake();
      accepting.beginHandshake();
      int packetMax = dialling.getSession().getPacketBufferSize();
      ByteBuffer there = ByteBuffer.allocate(2 * packetMax);
      ByteBuffer back = ByteBuffer.allocate(2 * packetMax);
      for (int flights = 0; flights < FLIGHTS_MAX; flights++) {
        step(dialling, back, there);
        step(accepting, there, back);
      }
      exporter.export(
          accepting.getSession(),
          MatchTerms.EXPORTER_LABEL,
          new byte[0],
          MatchTerms.EXPORTER_LENGTH);
    } catch (SSLException | RuntimeException missing) {
      throw new IllegalStateException(
          "links need the TLS 1.3 exporter of this Java (25 or newer, its own TLS provider): "
              + missing.getMessage(),
          missing);
    }
  }

  /** Lets an engine read what came and write what it has to say. */
  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    in.flip();
    boolean moved = true;
    while (moved) {
      HandshakeStatus status = engine.getHandshakeStatus();
      moved =
          switch (status) {
            case NEED_TASK -> {
              engine.getDelegatedTask().run();
              yield true;
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN ->
                in.hasRemaining() && engine.unwrap(in, plain).bytesConsumed() > 0;
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0;
            case FINISHED, NOT_HANDSHAKING ->
                in.hasRemaining() && engine.unwrap(in, plain).bytesConsumed() > 0;
          };
    }
    in.compact();
  }

  private static byte[] exportByJdk(SSLSession session, String label, byte[] context, int length)
      throws SSLException {
    if (session instanceof ExtendedSSLSession extended) {
      return extended.exportKeyingMaterialData(label, context, length);
    }
    throw new UnsupportedOperationException(session.getClass() + " exports no keying material");
  }
}
