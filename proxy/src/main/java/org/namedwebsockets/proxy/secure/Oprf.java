package org.namedwebsockets.proxy.secure;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.hash2curve.HashToCurveProfile;
import org.bouncycastle.crypto.hash2curve.HashToEllipticCurve;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * The oblivious pseudorandom function of RFC 9497, suite P256-SHA256, mode 0x00 (OPRF).
 *
 * <p>One side holds a key, the other an input. {@link #blind} hides the input's point behind a
 * random factor, {@link #evaluate} applies the key to what it cannot recognise, {@link #unblind}
 * takes the factor away again, and {@link #output} hashes the result together with the input.
 *
 * <p>Multiplication and inverse run in time that does not depend on the scalar. {@link #hash} does
 * not: it must run once per input, never because a peer asked (RFC 9497, section 7.4). Pure
 * functions; any thread.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9497#section-3.3.1 RFC 9497, "OPRF Protocol"
 */
final class Oprf {
  /** How many bytes an encoded point has: SEC 1 compressed form. */
  static final int POINT_LENGTH = 33;

  private static final String DOMAIN = "HashToGroup-OPRFV1-\0-P256-SHA256";
  private static final byte[] FINALIZE = "Finalize".getBytes(StandardCharsets.US_ASCII);
  private static final ECCurve CURVE = CustomNamedCurves.getByName("P-256").getCurve();
  private static final BigInteger ORDER = CURVE.getOrder();
  private static final BigInteger SCALAR_MAX = ORDER.subtract(BigInteger.ONE);
  private static final int COORDINATE_LENGTH = 32;

  private Oprf() {}

  /** A uniformly random scalar, never zero: a key or a blinding factor. */
  static BigInteger randomScalar(SecureRandom random) {
    return BigIntegers.createRandomInRange(BigInteger.ONE, SCALAR_MAX, random);
  }

  /**
   * A uniformly random point of the group without its identity, encoded: what {@link #blind} gives
   * for a random factor, at a tenth of the price.
   */
  static byte[] randomPoint(SecureRandom random) {
    byte[] encoded = new byte[POINT_LENGTH];
    byte[] x = new byte[COORDINATE_LENGTH];
    byte[] sign = new byte[1];
    while (true) {
      random.nextBytes(x);
      random.nextBytes(sign);
      encoded[0] = (byte) (2 + (sign[0] & 1));
      System.arraycopy(x, 0, encoded, 1, x.length);
      if (isPoint(encoded)) {
        return encoded;
      }
    }
  }

  /** The point of an input: HashToGroup. Takes time that depends on the input. */
  static ECPoint hash(byte[] input) {
    HashToEllipticCurve hasher =
        HashToEllipticCurve.getInstance(HashToCurveProfile.P256_XMD_SHA_256, DOMAIN);
    ECPoint point = CURVE.importPoint(hasher.hashToCurve(input)).normalize();
    if (point.isInfinity()) {
      throw new IllegalStateException("an input hashed to the identity: chance 2^-256");
    }
    return point;
  }

  static byte[] blind(ECPoint hash, BigInteger factor) {
    return encode(ECAlgorithms.multiplySecret(hash, factor));
  }

  /**
   * Applies the key to a point of the other side.
   *
   * @throws ProtocolException if the bytes are not a point
   */
  static byte[] evaluate(byte[] blinded, BigInteger key) throws ProtocolException {
    return encode(ECAlgorithms.multiplySecret(decode(blinded), key));
  }

  /** Takes the blinding factor away from a point that {@link #decode} has checked. */
  static byte[] unblind(ECPoint evaluated, BigInteger factor) {
    BigInteger inverse = BigIntegers.modOddInverse(ORDER, factor);
    return encode(ECAlgorithms.multiplySecret(evaluated, inverse));
  }

  /** What {@link #unblind} leads to, for the side that holds the key. */
  static byte[] evaluate(ECPoint hash, BigInteger key) {
    return encode(ECAlgorithms.multiplySecret(hash, key));
  }

  /** The function's value: Hash(len, input, len, element, "Finalize"). */
  static byte[] output(byte[] input, byte[] element) {
    return Hashes.sha256(length(input), input, length(element), element, FINALIZE);
  }

  /**
   * Reads a point.
   *
   * @throws ProtocolException if it has another length, is not compressed or is not on the curve;
   *     the identity has no compressed form
   * @spec https://www.rfc-editor.org/rfc/rfc9497#section-4.3 RFC 9497, "OPRF(P-256, SHA-256)"
   */
  static ECPoint decode(byte[] encoded) throws ProtocolException {
    if (encoded.length != POINT_LENGTH || (encoded[0] != 2 && encoded[0] != 3)) {
      throw new ProtocolException(
          CloseReason.BAD_MESSAGE, "a point is " + POINT_LENGTH + " bytes and starts with 2 or 3");
    }
    try {
      return CURVE.decodePoint(encoded);
    } catch (IllegalArgumentException _) {
      throw new ProtocolException(CloseReason.BAD_MESSAGE, "a point is not on the curve");
    }
  }

  private static boolean isPoint(byte[] encoded) {
    try {
      CURVE.decodePoint(encoded);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static byte[] encode(ECPoint point) {
    return point.normalize().getEncoded(true);
  }

  private static byte[] length(byte[] bytes) {
    return new byte[] {(byte) (bytes.length >>> 8), (byte) bytes.length};
  }
}
