package org.namedwebsockets.proxy.net;

import io.netty.handler.ssl.SslHandler;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.secure.Identity;
import org.namedwebsockets.proxy.secure.SoleKey;
import org.namedwebsockets.proxy.secure.UnprovenPeerTrust;

/**
 * TLS as links use it: version 1.3 alone, both ends show the certificate of this run, no sessions
 * are resumed. It gives secrecy towards somebody; whom, the match finds out, which is bound to the
 * exporter of the very session.
 *
 * <p>The JDK's own engines, not those Netty makes: a native one would have no exporter, and Netty
 * reads the trusted roots of the machine and writes a key store first, which no link needs.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8446 RFC 8446, "TLS 1.3"
 * @spec https://www.rfc-editor.org/rfc/rfc9266 RFC 9266, "Channel Bindings for TLS 1.3"
 */
final class LinkTls {
  private static final String VERSION = "TLSv1.3";

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
  private final SSLContext context;
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
    this.exporter = exporter;
    try {
      context = SSLContext.getInstance(VERSION);
      context.init(
          new KeyManager[] {new SoleKey(identity)},
          new TrustManager[] {new UnprovenPeerTrust()},
          null);
      context.getServerSessionContext().setSessionTimeout((int) NO_TICKETS.toSeconds());
      engine(true);
    } catch (GeneralSecurityException | IllegalArgumentException refused) {
      throw new IllegalStateException(
          "links need TLS 1.3 of this Java, which refused: " + refused.getMessage(), refused);
    }
  }

  /** An engine made without the peer's name, so nothing is resumed. */
  private SSLEngine engine(boolean dialling) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(dialling);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {VERSION});
    parameters.setCipherSuites(SUITES.toArray(String[]::new));
    parameters.setApplicationProtocols(new String[] {ALPN});
    if (!dialling) {
      parameters.setNeedClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    return engine;
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

  /** The dialling end's handler. */
  SslHandler dialling(Executor arithmetic, LinkSite site) {
    return handler(engine(true), arithmetic, site.dialMax());
  }

  /** The accepting end's handler. */
  SslHandler accepting(Executor arithmetic, LinkSite site) {
    return handler(engine(false), arithmetic, site.limits().matchMax());
  }

  private static SslHandler handler(SSLEngine engine, Executor arithmetic, Duration handshakeMax) {
    SslHandler handler = new SslHandler(engine, arithmetic);
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
   * Shakes hands with itself in memory, so that what is missing is missed even where no other proxy
   * is.
   *
   * @throws IllegalStateException if links cannot work on this Java, with a sentence for the user
   */
  void prove() {
    SSLEngine dialling = engine(true);
    SSLEngine accepting = engine(false);
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
