package org.namedwebsockets.proxy.link;

/**
 * What one link's match is bound to.
 *
 * @param initiator whether this end was the TLS client
 * @param exporter 32 bytes of the TLS exporter, equal at both ends
 * @param ownCertificate this end's certificate, DER
 * @param peerCertificate the other end's certificate, DER
 * @param sourceAddress the other end's IP address as text, for the guess limits
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MatchTerms(
    boolean initiator,
    byte[] exporter,
    byte[] ownCertificate,
    byte[] peerCertificate,
    String sourceAddress) {

  @Override
  public String toString() {
    return "MatchTerms[initiator=" + initiator + "]";
  }
}
