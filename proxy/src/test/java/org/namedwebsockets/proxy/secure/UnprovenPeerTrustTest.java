package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class UnprovenPeerTrustTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final X509Certificate GOOD = Identity.make(RANDOM).certificate();

  private final UnprovenPeerTrust trust = new UnprovenPeerTrust();

  @Test
  void oneSelfSignedP256CertificateWillDo() {
    assertDoesNotThrow(() -> check(GOOD));
  }

  @Test
  void noCertificateOrTwoWillNot() {
    assertRefused();
    assertRefused(GOOD, GOOD);
    assertThrows(CertificateException.class, () -> trust.checkClientTrusted(null, "UNKNOWN"));
  }

  @Test // T15
  void anotherCurveOrKindOfKeyWillNot() throws GeneralSecurityException {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024); // Short, for making it takes a second otherwise.

    assertRefused(SelfSigned.certificate(rsa.generateKeyPair(), SelfSigned.RSA_SHA256, RANDOM));
    assertRefused(SelfSigned.certificate(ecKey("secp384r1"), SelfSigned.ECDSA_SHA256, RANDOM));
  }

  @Test
  void aCertificateSignedByAnotherKeyWillNot() throws GeneralSecurityException {
    KeyPair shown = ecKey("secp256r1");
    KeyPair mixed = new KeyPair(shown.getPublic(), ecKey("secp256r1").getPrivate());

    assertRefused(SelfSigned.certificate(mixed, SelfSigned.ECDSA_SHA256, RANDOM));
  }

  @Test
  void aCertificateWithABrokenSignatureOrIssuerWillNot() throws GeneralSecurityException {
    byte[] signature = GOOD.getEncoded();
    signature[signature.length - 1] ^= 1;
    assertRefused(parse(signature));

    byte[] issuer = GOOD.getEncoded();
    int at = new String(issuer, StandardCharsets.ISO_8859_1).indexOf("nws");
    issuer[at] = 'm';
    assertRefused(parse(issuer));
  }

  @Test
  void noAuthorityIsNamed() {
    assertEquals(0, trust.getAcceptedIssuers().length);
  }

  private void assertRefused(X509Certificate... chain) {
    assertThrows(CertificateException.class, () -> trust.checkClientTrusted(chain, "UNKNOWN"));
    assertThrows(CertificateException.class, () -> trust.checkServerTrusted(chain, "UNKNOWN"));
    assertThrows(
        CertificateException.class,
        () -> trust.checkClientTrusted(chain, "UNKNOWN", (SSLEngine) null));
    assertThrows(
        CertificateException.class,
        () -> trust.checkServerTrusted(chain, "UNKNOWN", (SSLEngine) null));
    assertThrows(
        CertificateException.class,
        () -> trust.checkClientTrusted(chain, "UNKNOWN", (Socket) null));
    assertThrows(
        CertificateException.class,
        () -> trust.checkServerTrusted(chain, "UNKNOWN", (Socket) null));
  }

  private void check(X509Certificate... chain) throws CertificateException {
    trust.checkClientTrusted(chain, "UNKNOWN");
    trust.checkServerTrusted(chain, "UNKNOWN");
    trust.checkClientTrusted(chain, "UNKNOWN", (SSLEngine) null);
    trust.checkServerTrusted(chain, "UNKNOWN", (SSLEngine) null);
    trust.checkClientTrusted(chain, "UNKNOWN", (Socket) null);
    trust.checkServerTrusted(chain, "UNKNOWN", (Socket) null);
  }

  private static KeyPair ecKey(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve), RANDOM);
    return generator.generateKeyPair();
  }

  private static X509Certificate parse(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
