package org.namedwebsockets.proxy.secure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Makes certificates. The one of links says nothing but its key: constant name, serial number and
 * dates, so that it tells neither the host nor its clock. The one of the guest page says more.
 */
final class SelfSigned {
  static final String ECDSA_SHA256 = "SHA256withECDSA";
  static final String RSA_SHA256 = "SHA256withRSA";

  private static final X500Name NAME = new X500Name("CN=nws");
  private static final X500Name PAGE_NAME = new X500Name("CN=Named Web Sockets guest page");
  private static final int SERIAL_BITS = 120;

  /** Clocks of phones may be a little behind. */
  private static final Duration PAGE_EARLY = Duration.ofDays(2);

  /** Browsers refuse certificates that hold for years. */
  private static final Duration PAGE_LIFE = Duration.ofDays(90);

  private static final Time FROM = new Time(new ASN1GeneralizedTime("20000101000000Z"));

  /** RFC 5280, section 4.1.2.5: the date of a certificate without a known end. */
  private static final Time UNTIL = new Time(new ASN1GeneralizedTime("99991231235959Z"));

  private SelfSigned() {}

  static X509Certificate certificate(KeyPair pair, String signatureName, SecureRandom random)
      throws GeneralSecurityException {
    V3TBSCertificateGenerator generator = generator(pair, signatureName, NAME);
    generator.setSerialNumber(new ASN1Integer(1));
    generator.setStartDate(FROM);
    generator.setEndDate(UNTIL);
    return signed(generator, pair, signatureName, random);
  }

  /**
   * One for a page that browsers open at an address: they want the addresses in it, a time not too
   * long, and a number of its own, or Firefox takes two of them for a forgery.
   */
  static X509Certificate forPage(
      KeyPair pair, List<InetAddress> addresses, Instant now, SecureRandom random)
      throws GeneralSecurityException {
    V3TBSCertificateGenerator generator = generator(pair, ECDSA_SHA256, PAGE_NAME);
    generator.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_BITS, random).setBit(0)));
    generator.setStartDate(new Time(Date.from(now.minus(PAGE_EARLY))));
    generator.setEndDate(new Time(Date.from(now.plus(PAGE_LIFE))));
    try {
      generator.setExtensions(pageExtensions(addresses));
    } catch (IOException e) {
      throw new UncheckedIOException("writing DER into memory failed", e);
    }
    return signed(generator, pair, ECDSA_SHA256, random);
  }

  private static Extensions pageExtensions(List<InetAddress> addresses) throws IOException {
    GeneralName[] names =
        addresses.stream()
            .map(address ->
                new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress())))
            .toArray(GeneralName[]::new);
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    extensions.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    return extensions.generate();
  }

  private static V3TBSCertificateGenerator generator(
      KeyPair pair, String signatureName, X500Name name) {
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSignature(algorithm(signatureName));
    generator.setIssuer(name);
    generator.setSubject(name);
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    return generator;
  }

  private static X509Certificate signed(
      V3TBSCertificateGenerator generator, KeyPair pair, String signatureName, SecureRandom random)
      throws GeneralSecurityException {
    AlgorithmIdentifier algorithm = algorithm(signatureName);
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
