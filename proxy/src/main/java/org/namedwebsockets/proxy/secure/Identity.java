package org.namedwebsockets.proxy.secure;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.namedwebsockets.protocol.ProxyId;

/**
 * Who this proxy is for one run: a P-256 key, a certificate it signed itself, and the id that
 * adverts carry. All three live in memory only; a stable key would let anyone follow the machine
 * from network to network, and nothing is gained by it: knowing a channel's name is what counts.
 *
 * <p>The id is the first 16 bytes of SHA-256 over the DER form of the certificate's
 * SubjectPublicKeyInfo, in lower-case base32 without padding. So whoever dials an advertised id can
 * check that the other end holds the key the id was made from.
 *
 * <p>Immutable.
 */
public final class Identity {
  private static final int ID_BYTES = 16;

  private final PrivateKey privateKey;
  private final X509Certificate certificate;
  private final ProxyId id;

  private Identity(PrivateKey privateKey, X509Certificate certificate) {
    this.privateKey = privateKey;
    this.certificate = certificate;
    this.id = idOf(certificate);
  }

  /**
   * Makes a new identity.
   *
   * @param random where the key comes from
   * @return an identity nobody had before
   */
  public static Identity make(SecureRandom random) {
    try {
      KeyPair pair = newPair(random);
      return new Identity(
          pair.getPrivate(), SelfSigned.certificate(pair, SelfSigned.ECDSA_SHA256, random));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make a P-256 key or certificate", e);
    }
  }

  /**
   * Makes one for the page of guests, with nothing of the one for links in it.
   *
   * @param random where the key comes from
   * @param addresses where browsers open the page
   * @param now the time
   * @return an identity nobody had before
   */
  public static Identity forPage(SecureRandom random, List<InetAddress> addresses, Instant now) {
    try {
      KeyPair pair = newPair(random);
      return new Identity(pair.getPrivate(), SelfSigned.forPage(pair, addresses, now, random));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make a P-256 key or certificate", e);
    }
  }

  private static KeyPair newPair(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  /**
   * The certificate in short, as browsers show it.
   *
   * @return SHA-256 in hex, with colons between the bytes
   */
  public String fingerprint() {
    try {
      byte[] hash = Hashes.sha256(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate of our own has no DER form", e);
    }
  }

  /**
   * The id a certificate stands for; for this proxy's and for other proxies'.
   *
   * @param certificate any X.509 certificate
   * @return the id made from its public key
   */
  public static ProxyId idOf(X509Certificate certificate) {
    byte[] hash = Hashes.sha256(certificate.getPublicKey().getEncoded());
    return new ProxyId(Hashes.base32(hash, ID_BYTES));
  }

  /**
   * The key of the certificate.
   *
   * @return a P-256 key, never stored
   */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /**
   * What this end shows in every TLS handshake.
   *
   * @return a self-signed P-256 certificate; it names no host and no time
   */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * This proxy's id.
   *
   * @return the id its adverts carry
   */
  public ProxyId id() {
    return id;
  }

  @Override
  public String toString() {
    return "Identity[" + id + "]";
  }
}
