package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.proxy.link.MatchTerms;

class MatchTagsTest {
  private static final byte[] A = {1, 2};
  private static final byte[] B = {3};

  @Test
  void bothEndsComeToOneSalt() {
    assertArrayEquals(MatchTags.salt(Pair.terms(true)), MatchTags.salt(Pair.terms(false)));
  }

  @Test
  void theSaltDependsOnExporterAndOnBothCertificatesInTheirPlace() {
    byte[] exporter = new byte[32];
    byte[] other = new byte[32];
    other[31] = 1;
    String salt = salt(true, exporter, A, B);

    assertEquals(salt, salt(false, exporter, B, A));
    assertNotEquals(salt, salt(true, other, A, B));
    assertNotEquals(salt, salt(true, exporter, B, A));
    assertNotEquals(salt, salt(true, exporter, A, A));
    assertNotEquals(salt, salt(true, exporter, B, B));
    assertNotEquals(salt, salt(false, exporter, A, B));
  }

  @Test
  void tagsAreHkdfOutput() throws GeneralSecurityException {
    byte[] salt = Hashes.sha256(A);
    byte[] value = Hashes.sha256(B);
    KDF kdf = KDF.getInstance("HKDF-SHA256");
    byte[] prk =
        kdf.deriveData(HKDFParameterSpec.ofExtract().addIKM(value).addSalt(salt).extractOnly());

    MatchTags tags = MatchTags.of(salt, value);

    assertArrayEquals(expand(kdf, prk, "nws-match-1 responder tag"), tags.responder());
    assertArrayEquals(expand(kdf, prk, "nws-match-1 initiator tag"), tags.initiator());
  }

  @Test
  void aMatchBoundToNothingIsRefused() {
    byte[] good = new byte[32];
    assertThrows(IllegalArgumentException.class, () -> terms(true, new byte[31], A, B, "x"));
    assertThrows(IllegalArgumentException.class, () -> terms(true, good, new byte[0], B, "x"));
    assertThrows(IllegalArgumentException.class, () -> terms(true, good, A, new byte[0], "x"));
    assertThrows(IllegalArgumentException.class, () -> terms(true, good, A, B, ""));
  }

  @Test
  void whatIsSecretPrintsNothing() {
    NamePoint point = NamePoint.of(new ChannelName("webchat"));

    assertEquals("MatchTags[]", MatchTags.of(A, B).toString());
    assertEquals("NamePoint[ChannelName[7 chars]]", point.toString());
    assertEquals("MatchTerms[initiator=true]", Pair.terms(true).toString());
  }

  private static byte[] expand(KDF kdf, byte[] prk, String label) throws GeneralSecurityException {
    return kdf.deriveData(
        HKDFParameterSpec.expandOnly(new SecretKeySpec(prk, "PRK"), Pair.bytes(label), 32));
  }

  private static String salt(boolean initiator, byte[] exporter, byte[] own, byte[] peer) {
    MatchTerms terms = terms(initiator, exporter, own, peer, "192.0.2.1");
    return HexFormat.of().formatHex(MatchTags.salt(terms));
  }

  private static MatchTerms terms(
      boolean initiator, byte[] exporter, byte[] own, byte[] peer, String address) {
    return new MatchTerms(initiator, exporter, own, peer, address);
  }
}
