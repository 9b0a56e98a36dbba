package org.namedwebsockets.proxy.secure;

import java.net.Socket;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * For links between proxies only: lets a handshake finish with <em>anybody</em> who shows exactly
 * one self-signed P-256 certificate and holds its key. It proves nothing about who that is; the
 * match that follows does, bound to the certificates of both ends. Used anywhere else it would be a
 * hole.
 *
 * <p>Immutable; may be used from any thread.
 */
public final class UnprovenPeerTrust extends X509ExtendedTrustManager {
  private static final ECParameterSpec P256 = p256();
  private static final int CERTIFICATE_BYTES_MAX = 4096;

  /** A trust manager for the TLS context of links. */
  public UnprovenPeerTrust() {}

  @Override
  public void checkClientTrusted(
      X509Certificate @Nullable [] chain, @Nullable String authType, @Nullable Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(
      X509Certificate @Nullable [] chain, @Nullable String authType, @Nullable Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(
      X509Certificate @Nullable [] chain, @Nullable String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(
      X509Certificate @Nullable [] chain, @Nullable String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate @Nullable [] chain, @Nullable String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate @Nullable [] chain, @Nullable String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private static void check(X509Certificate @Nullable [] chain) throws CertificateException {
    if (chain == null || chain.length != 1) {
      int found = chain == null ? 0 : chain.length;
      throw new CertificateException("a link shows exactly one certificate, not " + found);
    }
    X509Certificate certificate = chain[0];
    if (certificate.getEncoded().length > CERTIFICATE_BYTES_MAX) {
      throw new CertificateException(
          "a link's certificate has at most " + CERTIFICATE_BYTES_MAX + " bytes");
    }
    if (!isP256(certificate.getPublicKey())) {
      throw new CertificateException("a link's certificate must hold a P-256 key");
    }
    if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
      throw new CertificateException("a link's certificate must be self-signed");
    }
    try {
      certificate.verify(certificate.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CertificateException("a link's certificate must be self-signed", e);
    }
  }

  private static boolean isP256(PublicKey key) {
    if (!(key instanceof ECPublicKey ec)) {
      return false;
    }
    ECParameterSpec spec = ec.getParams();
    return spec.getCurve().equals(P256.getCurve())
        && spec.getGenerator().equals(P256.getGenerator())
        && spec.getOrder().equals(P256.getOrder())
        && spec.getCofactor() == P256.getCofactor();
  }

  private static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK does not know P-256", e);
    }
  }
}
