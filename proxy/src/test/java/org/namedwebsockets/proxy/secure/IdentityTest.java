package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;

class IdentityTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Identity IDENTITY = Identity.make(RANDOM);

  @Test
  void theIdIsTheStartOfAHashOverThePublicKey() throws GeneralSecurityException {
    byte[] key = IDENTITY.certificate().getPublicKey().getEncoded();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);

    byte[] decoded = Base32.decode(IDENTITY.id().value().toUpperCase() + "======");

    assertArrayEquals(Arrays.copyOf(hash, 16), decoded);
    assertEquals(IDENTITY.id(), Identity.idOf(IDENTITY.certificate()));
  }

  @Test
  void everyIdentityIsNew() {
    assertNotEquals(IDENTITY.id(), Identity.make(RANDOM).id());
  }

  @Test
  void theCertificateIsSignedByItsOwnKey() throws GeneralSecurityException {
    X509Certificate certificate = IDENTITY.certificate();
    certificate.verify(certificate.getPublicKey());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(IDENTITY.privateKey());
    signature.update(new byte[] {1});
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(new byte[] {1});

    assertTrue(signature.verify(signed));
  }

  @Test
  void theCertificateTellsNeitherHostNorClock() {
    X509Certificate one = IDENTITY.certificate();
    X509Certificate two = Identity.make(RANDOM).certificate();

    assertEquals("CN=nws", one.getSubjectX500Principal().getName());
    assertEquals("CN=nws", one.getIssuerX500Principal().getName());
    assertEquals(Instant.parse("2000-01-01T00:00:00Z"), one.getNotBefore().toInstant());
    assertEquals(Instant.parse("9999-12-31T23:59:59Z"), one.getNotAfter().toInstant());
    assertEquals(one.getNotBefore(), two.getNotBefore());
    assertEquals(one.getSerialNumber(), two.getSerialNumber());
    assertEquals(3, one.getVersion());
  }

  @Test
  void printingItShowsOnlyTheId() {
    assertEquals("Identity[" + IDENTITY.id() + "]", IDENTITY.toString());
  }
}
