package org.namedwebsockets.proxy.secure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Makes a certificate that says nothing but its key: constant name, serial number and dates, so
 * that it tells neither the host nor its clock.
 */
final class SelfSigned {
  static final String ECDSA_SHA256 = "SHA256withECDSA";
  static final String RSA_SHA256 = "SHA256withRSA";

  private static final X500Name NAME = new X500Name("CN=nws");
  private static final Time FROM = new Time(new ASN1GeneralizedTime("20000101000000Z"));

  /** RFC 5280, section 4.1.2.5: the date of a certificate without a known end. */
  private static final Time UNTIL = new Time(new ASN1GeneralizedTime("99991231235959Z"));

  private SelfSigned() {}

  static X509Certificate certificate(KeyPair pair, String signatureName, SecureRandom random)
      throws GeneralSecurityException {
    AlgorithmIdentifier algorithm = algorithm(signatureName);
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(1));
    generator.setSignature(algorithm);
    generator.setIssuer(NAME);
    generator.setSubject(NAME);
    generator.setStartDate(FROM);
    generator.setEndDate(UNTIL);
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    TBSCertificate body = generator.generateTBSCertificate();
    try {
      Signature signature = Signature.getInstance(signatureName);
      signature.initSign(pair.getPrivate(), random);
      signature.update(body.getEncoded("DER"));
      ASN1EncodableVector parts = new ASN1EncodableVector(3);
      parts.add(body);
      parts.add(algorithm);
      parts.add(new DERBitString(signature.sign()));
      byte[] der = new DERSequence(parts).getEncoded("DER");
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (IOException e) {
      throw new UncheckedIOException("writing DER into memory failed", e);
    }
  }

  private static AlgorithmIdentifier algorithm(String signatureName) {
    if (signatureName.equals(RSA_SHA256)) {
      ASN1ObjectIdentifier oid = PKCSObjectIdentifiers.sha256WithRSAEncryption;
      return new AlgorithmIdentifier(oid, DERNull.INSTANCE);
    }
    return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  }
}
