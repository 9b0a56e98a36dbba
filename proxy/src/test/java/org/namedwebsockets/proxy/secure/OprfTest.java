package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.protocol.ProtocolException;

class OprfTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final BigInteger KEY =
      new BigInteger("159749d750713afe245d2d39ccfaae8381c53ce92d098a9375ee70739c7ac0bf", 16);
  private static final BigInteger FACTOR =
      new BigInteger("3338fa65ec36e0290022b48eb562889d89dbfa691d1cde91517fa222ed7ad364", 16);

  /**
   * T1.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9497#appendix-A.3.1">RFC 9497, A.3.1</a>
   */
  @ParameterizedTest
  @CsvSource({
    "00,"
        + "03723a1e5c09b8b9c18d1dcbca29e8007e95f14f4732d9346d490ffc195110368d,"
        + "030de02ffec47a1fd53efcdd1c6faf5bdc270912b8749e783c7ca75bb412958832,"
        + "a0b34de5fa4c5b6da07e72af73cc507cceeb48981b97b7285fc375345fe495dd",
    "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a,"
        + "03cc1df781f1c2240a64d1c297b3f3d16262ef5d4cf102734882675c26231b0838,"
        + "03a0395fe3828f2476ffcd1f4fe540e5a8489322d398be3c4e5a869db7fcb7c52c,"
        + "c748ca6dd327f0ce85f4ae3a8cd6d4d5390bbb804c9e12dcf94f853fece3dcce",
  })
  void itIsTheFunctionOfTheRfc(String input, String blinded, String evaluated, String output)
      throws ProtocolException {
    byte[] bytes = HEX.parseHex(input);
    ECPoint hash = Oprf.hash(bytes);

    assertEquals(blinded, HEX.formatHex(Oprf.blind(hash, FACTOR)));
    assertEquals(evaluated, HEX.formatHex(Oprf.evaluate(HEX.parseHex(blinded), KEY)));
    byte[] element = Oprf.unblind(Oprf.decode(HEX.parseHex(evaluated)), FACTOR);
    assertEquals(output, HEX.formatHex(Oprf.output(bytes, element)));
    assertArrayEquals(element, Oprf.evaluate(hash, KEY));
  }

  @ParameterizedTest // T11
  @CsvSource({
    "000000000000000000000000000000000000000000000000000000000000000000,33 zero bytes",
    "00,the identity in its own encoding",
    "02ffffffff00000001000000000000000000000000ffffffffffffffffffffffff,x = p",
    "02ffffffff00000001000000000000000000000000ffffffffffffffffffffffff01,34 bytes",
    "02ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,x > p",
    "020000000000000000000000000000000000000000000000000000000000000001,x off the curve",
    "040000000000000000000000000000000000000000000000000000000000000005,first byte 4",
    "060000000000000000000000000000000000000000000000000000000000000005,first byte 6",
    "0200000000000000000000000000000000000000000000000000000000000005,32 bytes",
  })
  void whatIsNoPointIsRefused(String hex, String why) {
    assertThrows(ProtocolException.class, () -> Oprf.decode(HEX.parseHex(hex)), why);
    assertThrows(ProtocolException.class, () -> Oprf.evaluate(HEX.parseHex(hex), KEY), why);
  }

  @Test
  void aPointIsTakenInBothItsForms() throws ProtocolException {
    String x = "0000000000000000000000000000000000000000000000000000000000000005";

    ECPoint even = Oprf.decode(HEX.parseHex("02" + x));
    ECPoint odd = Oprf.decode(HEX.parseHex("03" + x));

    assertEquals(even, odd.negate());
  }

  @Test // T11
  void theGroupHasNoSmallSubgroups() {
    var curve = CustomNamedCurves.getByName("P-256");

    assertEquals(BigInteger.ONE, curve.getH());
  }

  @Test
  void randomPointsAreOnTheCurveAndOfBothSigns() throws ProtocolException {
    SeededRandom random = new SeededRandom(1);
    Set<Byte> signs = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      byte[] point = Oprf.randomPoint(random);
      signs.add(point[0]);
      assertFalse(Oprf.decode(point).isInfinity());
    }
    assertEquals(Set.of((byte) 2, (byte) 3), signs);
  }

  @Test
  void randomScalarsAreNeverZeroNorTooLarge() {
    BigInteger order = CustomNamedCurves.getByName("P-256").getN();
    SeededRandom random = new SeededRandom(1);
    for (int i = 0; i < 1000; i++) {
      BigInteger scalar = Oprf.randomScalar(random);
      assertEquals(1, scalar.signum());
      assertEquals(-1, scalar.compareTo(order));
    }
  }

  @Test
  void oneNameBlindedTwiceLooksLikeTwoNames() {
    SeededRandom random = new SeededRandom(1);
    ECPoint hash = Oprf.hash(new byte[] {1});

    byte[] one = Oprf.blind(hash, Oprf.randomScalar(random));
    byte[] two = Oprf.blind(hash, Oprf.randomScalar(random));

    assertNotEquals(Arrays.toString(one), Arrays.toString(two));
  }
}
