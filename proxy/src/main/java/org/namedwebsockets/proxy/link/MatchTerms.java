package org.namedwebsockets.proxy.link;

/**
 * What one link's match is bound to.
 *
 * @param initiator whether this end was the TLS client
 * @param exporter {@value #EXPORTER_LENGTH} bytes of the TLS exporter, equal at both ends
 * @param ownCertificate this end's certificate, DER
 * @param peerCertificate the other end's certificate, DER
 * @param sourceAddress the other end's IP address as text, without port, for the guess limits
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MatchTerms(
    boolean initiator,
    byte[] exporter,
    byte[] ownCertificate,
    byte[] peerCertificate,
    String sourceAddress) {

  /** How many bytes of the exporter a match is bound to. */
  public static final int EXPORTER_LENGTH = 32;

  /**
   * The exporter's label; its context is empty.
   *
   * @spec https://www.rfc-editor.org/rfc/rfc9266#section-4 RFC 9266, "tls-exporter"
   */
  public static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if the exporter has another length, or something is empty: a
   *     match bound to nothing would be worth nothing
   */
  public MatchTerms {
    if (exporter.length != EXPORTER_LENGTH) {
      throw new IllegalArgumentException(
          "the exporter has " + exporter.length + " bytes, not " + EXPORTER_LENGTH);
    }
    if (ownCertificate.length == 0 || peerCertificate.length == 0 || sourceAddress.isEmpty()) {
      throw new IllegalArgumentException("a certificate or the source address is empty");
    }
  }

  @Override
  public String toString() {
    return "MatchTerms[initiator=" + initiator + "]";
  }
}
