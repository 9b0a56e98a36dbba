package org.namedwebsockets.proxy.secure;

import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;
import org.namedwebsockets.proxy.link.MatchTerms;

/**
 * The two proofs that an end knows a name, each good for one TLS session and one direction.
 *
 * @param responder 32 bytes by which the responder shows that it knows the name
 * @param initiator 32 bytes by which the initiator does
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MatchTags(byte[] responder, byte[] initiator) {
  static final int LENGTH = Hashes.SHA256_LENGTH;

  private static final byte[] SALT = ascii("nws-match-1");
  private static final byte[] RESPONDER = ascii("nws-match-1 responder tag");
  private static final byte[] INITIATOR = ascii("nws-match-1 initiator tag");
  private static final byte[] FIRST_BLOCK = {1};

  /**
   * What binds a match to its TLS session: SHA-256 over the label, the exporter, and the hashes of
   * both certificates, the initiator's first. The exporter alone does not cover the client's
   * certificate (RFC 8446, section 7.1).
   */
  static byte[] salt(MatchTerms terms) {
    byte[] own = Hashes.sha256(terms.ownCertificate());
    byte[] peer = Hashes.sha256(terms.peerCertificate());
    return terms.initiator()
        ? Hashes.sha256(SALT, terms.exporter(), own, peer)
        : Hashes.sha256(SALT, terms.exporter(), peer, own);
  }

  /**
   * The tags of one name, from the function's value for it: HKDF-SHA256, extract and one block of
   * expand each.
   *
   * @spec https://www.rfc-editor.org/rfc/rfc5869#section-2 RFC 5869, "HKDF"
   */
  static MatchTags of(byte[] salt, byte[] value) {
    byte[] prk = Hashes.hmac(salt).doFinal(value);
    Mac expand = Hashes.hmac(prk);
    return new MatchTags(block(expand, RESPONDER), block(expand, INITIATOR));
  }

  private static byte[] block(Mac expand, byte[] label) {
    expand.update(label);
    return expand.doFinal(FIRST_BLOCK);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "MatchTags[]";
  }
}
