package org.namedwebsockets.proxy.net;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.secure.Identity;
import org.namedwebsockets.proxy.secure.SoleKey;
import org.namedwebsockets.proxy.secure.UnprovenPeerTrust;

/**
 * The TLS of a client that may break the rules of links.
 *
 * @param protocol the one TLS version
 * @param alpn what it offers inside
 * @param key its key, if it shows a certificate
 * @param certificate the certificate, if it shows one
 */
record RawTls(
    String protocol, String alpn, Optional<PrivateKey> key, Optional<X509Certificate> certificate) {
  private static final Identity IDENTITY = Identity.make(new SecureRandom());

  static RawTls good() {
    return new RawTls(
        "TLSv1.3", "h2", Optional.of(IDENTITY.privateKey()), Optional.of(IDENTITY.certificate()));
  }

  RawTls withProtocol(String other) {
    return new RawTls(other, alpn, key, certificate);
  }

  RawTls withAlpn(String other) {
    return new RawTls(protocol, other, key, certificate);
  }

  RawTls withoutCertificate() {
    return new RawTls(protocol, alpn, Optional.empty(), Optional.empty());
  }

  RawTls withRsa() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    // Short, for making it takes a second otherwise; refused it is for its kind.
    generator.initialize(1024);
    KeyPair pair = generator.generateKeyPair();
    return new RawTls(
        protocol, alpn, Optional.of(pair.getPrivate()), Optional.of(selfSigned(pair)));
  }

  ProxyId id() {
    return Identity.idOf(certificate.orElseThrow());
  }

  SslContext context() {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols(protocol)
              .trustManager(new UnprovenPeerTrust())
              .endpointIdentificationAlgorithm(null)
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      ApplicationProtocolConfig.Protocol.ALPN,
                      ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                      ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                      alpn));
      if (certificate.equals(Optional.of(IDENTITY.certificate()))) {
        builder.keyManager(new SoleKey(IDENTITY));
      } else {
        certificate.ifPresent(shown -> builder.keyManager(key.orElseThrow(), shown));
      }
      return builder.build();
    } catch (javax.net.ssl.SSLException failed) {
      throw new AssertionError(failed);
    }
  }

  private static X509Certificate selfSigned(KeyPair pair) throws Exception {
    var algorithm =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
    var generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(1));
    generator.setSignature(algorithm);
    generator.setIssuer(new X500Name("CN=rsa"));
    generator.setSubject(new X500Name("CN=rsa"));
    generator.setStartDate(new Time(new ASN1GeneralizedTime("20000101000000Z")));
    generator.setEndDate(new Time(new ASN1GeneralizedTime("99991231235959Z")));
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    var body = generator.generateTBSCertificate();
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(body.getEncoded("DER"));
    var parts = new ASN1EncodableVector(3);
    parts.add(body);
    parts.add(algorithm);
    parts.add(new DERBitString(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(new DERSequence(parts).getEncoded("DER")));
  }
}
