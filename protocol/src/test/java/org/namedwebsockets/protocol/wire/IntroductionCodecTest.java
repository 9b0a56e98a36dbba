package org.namedwebsockets.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.ProxyId;

class IntroductionCodecTest {
  private static final ProxyId AAA = new ProxyId("a".repeat(26));
  private static final String AAA_HEX = "61".repeat(26);

  /** The example of docs/protocol/link.md. */
  private static final List<Introduction> EXAMPLE =
      List.of(
          new Introduction(AAA, List.of(at("192.168.1.7", 9010), at("fd00::7", 9010))),
          new Introduction(new ProxyId("b".repeat(26)), List.of()));

  private static final String EXAMPLE_HEX =
      AAA_HEX
          + "02"
          + "04c0a801072332"
          + "06fd0000000000000000000000000000072332"
          + "62".repeat(26)
          + "00";

  @Test
  void introductionsAreWrittenToTheByteAndReadBack() throws ProtocolException {
    byte[] bytes = HexFormat.of().parseHex(EXAMPLE_HEX);

    assertArrayEquals(bytes, IntroductionCodec.encode(EXAMPLE));
    assertEquals(EXAMPLE, IntroductionCodec.decode(ByteBuffer.wrap(bytes)));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                              nothing",
    "AAA,                                             no count",
    "AAA 09,                                          nine addresses",
    "AAA ff,                                          255 addresses",
    "AAA 01,                                          an address that is not there",
    "AAA 01 05 c0a80107 2332,                         family 5",
    "AAA 01 04 c0a80107 23,                           half a port",
    "AAA 01 04 c0a80107 0000,                         port 0",
    "AAA 01 06 00000000000000000000ffffc0a80107 2332, IPv4 in the clothes of IPv6",
    "AAA 00 61,                                       one letter of a second one",
    "2f616161616161616161616161616161616161616161616161 61 00, a slash in the id",
  })
  void whatIsNotAnIntroductionIsRefused(String hex, String why) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace("AAA", AAA_HEX).replace(" ", ""));

    var thrown =
        assertThrows(
            ProtocolException.class, () -> IntroductionCodec.decode(ByteBuffer.wrap(bytes)), why);

    assertEquals(CloseReason.BAD_MESSAGE, thrown.reason(), why);
  }

  @Test
  void sixtyFourIntroductionsFitAndOneMoreDoesNot() throws ProtocolException {
    var fullest =
        new Introduction(
            AAA, Collections.nCopies(Introduction.ADDRESSES_MAX, at("fd00::7", 65_535)));
    List<Introduction> most = Collections.nCopies(Introduction.LIST_MAX, fullest);
    byte[] bytes = IntroductionCodec.encode(most);
    byte[] more = HexFormat.of().parseHex((AAA_HEX + "00").repeat(65));

    assertEquals(IntroductionCodec.MESSAGE_BYTES_MAX, bytes.length);
    assertEquals(most, IntroductionCodec.decode(ByteBuffer.wrap(bytes)));
    assertThrows(ProtocolException.class, () -> IntroductionCodec.decode(ByteBuffer.wrap(more)));
    assertThrows(
        IllegalArgumentException.class,
        () -> IntroductionCodec.encode(Collections.nCopies(65, fullest)));
  }

  @Test
  void noInputEscapesAsAnythingButAProtocolExceptionAndWhatIsReadIsWrittenTheSame() {
    byte[] good = IntroductionCodec.encode(EXAMPLE);
    Random random = new Random(20150402);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = WireFuzz.mutated(good, random);
      try {
        List<Introduction> all = IntroductionCodec.decode(ByteBuffer.wrap(bytes));
        read++;
        assertArrayEquals(bytes, IntroductionCodec.encode(all));
      } catch (ProtocolException e) {
        assertEquals(CloseReason.BAD_MESSAGE, e.reason());
      } catch (RuntimeException e) {
        throw new AssertionError(Base64.getEncoder().encodeToString(bytes), e);
      }
    }
    assertTrue(read > 5_000, "the fuzz must also reach what is legal: " + read);
  }

  private static InetSocketAddress at(String ip, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
  }
}
