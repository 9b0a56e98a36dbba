package org.namedwebsockets.proxy.net;

import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.namedwebsockets.proxy.secure.Identity;
import org.namedwebsockets.proxy.secure.SoleKey;

/**
 * TLS as browsers speak it with the guest page: 1.3 and HTTP/1.1 in it. No older one, in which
 * whoever connects may ask for one handshake after the other on one connection.
 */
final class GuestTls {
  private static final Duration CLOSE_NOTIFY_MAX = Duration.ofMillis(500);

  private final SSLContext context;

  /** A context for the identity of the page; takes a while, so off the loop. */
  GuestTls(Identity identity) {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new SoleKey(identity)}, null, null);
    } catch (GeneralSecurityException refused) {
      throw new IllegalStateException(
          "guests need TLS of this Java, which refused: " + refused.getMessage(), refused);
    }
  }

  SslHandler accepting(Executor arithmetic, Duration handshakeMax) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setUseCipherSuitesOrder(true);
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    engine.setSSLParameters(parameters);
    SslHandler handler = new SslHandler(engine, arithmetic);
    handler.setHandshakeTimeoutMillis(handshakeMax.toMillis());
    handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MAX.toMillis());
    return handler;
  }
}
