package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.protocol.ProtocolException;

class MatchCodecTest {
  private static final byte[] POINT = Messages.randomPoints(1).getFirst();

  @ParameterizedTest
  @CsvSource({
    "04 00000000 0008, SEEN of the first eight",
    "04 0000fc00 0400, SEEN of the last 1024",
    "05 00000007 0001, AGAIN",
    "05 0000ffff 0001, AGAIN of the last slot",
  })
  void whatTheGrammarAllowsIsReadAndWrittenBack(String hex, String why) throws ProtocolException {
    byte[] bytes = bytes(hex);

    assertArrayEquals(bytes, MatchCodec.encode(Messages.parse(bytes)), why);
  }

  @Test
  void messagesOfItemsComeBackAsTheyWere() throws ProtocolException {
    List<byte[]> points = Messages.randomPoints(16);
    List<byte[]> tags = Messages.randomTags(32);

    byte[] blind = Messages.blind(8, points);
    byte[] eval = Messages.eval(65_520, points);
    byte[] tagged = Messages.tags(0x1020, tags);

    assertEquals("01000000080010", HexFormat.of().formatHex(Arrays.copyOf(blind, 7)));
    assertEquals("030000fff00010", HexFormat.of().formatHex(Arrays.copyOf(eval, 7)));
    assertEquals("02000010200020", HexFormat.of().formatHex(Arrays.copyOf(tagged, 7)));
    assertArrayEquals(blind, MatchCodec.encode(Messages.parse(blind)));
    assertArrayEquals(eval, MatchCodec.encode(Messages.parse(eval)));
    assertArrayEquals(tagged, MatchCodec.encode(Messages.parse(tagged)));
    assertArrayEquals(tags.get(31), Messages.tags(tagged).get(31));
  }

  @ParameterizedTest // T13 and T4
  @CsvSource({
    "'', empty",
    "04, head cut short",
    "04 00000000 00, head cut short by one",
    "00 00000000 0008, kind 0",
    "06 00000000 0008, kind 6",
    "ff 00000000 0008, kind 255",
    "04 00000000 0000, no items",
    "04 00000000 0003, not a power of two",
    "04 00000000 0401, 1025 items",
    "04 00000000 0800, 2048 items",
    "04 00000000 8000, 32768 items: not a negative number",
    "04 0000fc01 0400, one number past the last of a session",
    "04 ffffffff 0001, a start that is not a negative number",
    "04 00000000 0008 00, one byte too many",
    "05 00000000 0002, AGAIN of two slots",
    "05 00000000 0001 00, one byte too many",
    "01 00000000 0008, BLIND without points",
    "02 00000000 0001 00, a tag cut short",
  })
  void whatTheGrammarDoesNotAllowIsRefused(String hex, String why) {
    assertThrows(ProtocolException.class, () -> Messages.parse(bytes(hex)), why);
  }

  @ParameterizedTest
  @CsvSource({"1, 33", "2, 32", "3, 33"})
  void itemsMustFillTheMessageExactly(byte kind, int length) throws ProtocolException {
    byte[] message = new byte[7 + 8 * length];
    message[0] = kind;
    message[6] = 8;
    for (int i = 0; i < 8; i++) {
      message[7 + i * length] = 2;
    }
    Messages.parse(message);

    for (int off : new int[] {-length, -1, 1, length}) {
      byte[] wrong = Arrays.copyOf(message, message.length + off);
      assertThrows(ProtocolException.class, () -> Messages.parse(wrong));
    }
  }

  @ParameterizedTest // T11
  @CsvSource({"0", "1", "4", "5", "6", "-126"})
  void aPointStartsWithTwoOrThree(byte first) {
    byte[] point = POINT.clone();
    point[0] = first;

    assertThrows(ProtocolException.class, () -> Messages.parse(Messages.blind(0, List.of(point))));
    assertThrows(ProtocolException.class, () -> Messages.parse(Messages.eval(0, List.of(point))));
  }

  @Test
  void theLargestMessageFitsIntoAFrameOf64KiB() throws ProtocolException {
    byte[] largest = Messages.eval(0, Collections.nCopies(1024, POINT));

    assertEquals(MatchCodec.LENGTH_MAX, largest.length);
    assertTrue(largest.length <= 64 << 10);
    assertEquals(1024, Messages.points(largest).size());
  }

  @Test
  void aMessageIsReadFromThePositionToTheLimit() throws ProtocolException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes("ffff 04 00000000 0008 ffff"));
    buffer.position(2).limit(9);

    assertEquals(new MatchMessage.Seen(0, 8), MatchCodec.parse(buffer));
  }

  @ParameterizedTest
  @CsvSource({"0,true,8", "1,true,8", "8,true,8", "9,true,16", "513,true,1024", "1024,true,1024"})
  void theFirstRangeIsPaddedToAPowerOfTwoFromEight(int count, boolean first, int padded) {
    assertEquals(padded, MatchMessage.padded(count, first));
  }

  @ParameterizedTest
  @CsvSource({"1,false,1", "2,false,2", "3,false,4", "5,false,8", "8,false,8", "1000,false,1024"})
  void laterRangesArePaddedToAPowerOfTwo(int count, boolean first, int padded) {
    assertEquals(padded, MatchMessage.padded(count, first));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
