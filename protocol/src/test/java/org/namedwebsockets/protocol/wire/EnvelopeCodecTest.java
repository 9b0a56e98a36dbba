package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;

class EnvelopeCodecTest {
  private static final PeerId ANN = new PeerId("ann");
  private static final PeerId BOB = new PeerId("22222");

  /** The examples of docs/protocol/link.md. */
  static Stream<Arguments> examples() {
    return Stream.of(
        Arguments.of(new Envelope.Joined(ANN), "01 03 61 6e 6e"),
        Arguments.of(new Envelope.Left(ANN), "02 03 61 6e 6e"),
        Arguments.of(new Envelope.Broadcast(ANN, Message.text("hi")), "13 03 61 6e 6e 68 69"),
        Arguments.of(
            new Envelope.Broadcast(ANN, Message.binary(new byte[] {0, -1})),
            "23 03 61 6e 6e 00 ff"),
        Arguments.of(new Envelope.Broadcast(ANN, Message.text("")), "13 03 61 6e 6e"),
        Arguments.of(
            new Envelope.Direct(ANN, BOB, Message.json("\"x\"")),
            "34 03 61 6e 6e 05 32 32 32 32 32 22 78 22"),
        Arguments.of(
            new Envelope.Direct(ANN, BOB, Message.binary(new byte[] {7})),
            "24 03 61 6e 6e 05 32 32 32 32 32 07"),
        Arguments.of(new Envelope.Undelivered(ANN, BOB), "05 03 61 6e 6e 05 32 32 32 32 32"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anEnvelopeIsWrittenToTheByteAndReadBack(Envelope envelope, String hex)
      throws ProtocolException {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);

    assertArrayEquals(bytes, EnvelopeCodec.encode(envelope));
    assertSame(envelope, EnvelopeCodec.decode(ByteBuffer.wrap(bytes)));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                          BAD_MESSAGE, empty",
    "00 03 61 6e 6e,              BAD_MESSAGE, no envelope 0",
    "06 03 61 6e 6e,              BAD_MESSAGE, no envelope 6",
    "11 03 61 6e 6e,              BAD_MESSAGE, joined with a payload kind",
    "01 03 61 6e 6e 00,           BAD_MESSAGE, joined with a payload",
    "01,                          BAD_MESSAGE, no id",
    "01 00,                       BAD_MESSAGE, empty id",
    "01 04 61 6e 6e,              BAD_MESSAGE, id cut short",
    "01 01 2f,                    BAD_MESSAGE, id with a slash",
    "01 01 e1,                    BAD_MESSAGE, id beyond ASCII",
    "05 03 61 6e 6e,              BAD_MESSAGE, undelivered to nobody",
    "03 03 61 6e 6e 68,           BAD_MESSAGE, broadcast without kind",
    "33 03 61 6e 6e 31,           BAD_MESSAGE, broadcast of JSON",
    "43 03 61 6e 6e 31,           BAD_MESSAGE, broadcast of kind 4",
    "14 01 61 01 62 31,           BAD_MESSAGE, direct of text",
    "13 03 61 6e 6e c3,           BAD_TEXT,    text that is not UTF-8",
    "13 03 61 6e 6e ed a0 80,     BAD_TEXT,    text with a surrogate",
    "34 01 61 01 62,              BAD_TEXT,    no JSON",
    "34 01 61 01 62 7b,           BAD_TEXT,    half of a JSON object",
    "34 01 61 01 62 31 2c 32,     BAD_TEXT,    two JSON values",
    "34 01 61 01 62 22 c3 22,     BAD_TEXT,    JSON that is not UTF-8",
  })
  void whatIsNotAnEnvelopeIsRefused(String hex, CloseReason reason, String why) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);

    var thrown =
        assertThrows(
            ProtocolException.class, () -> EnvelopeCodec.decode(ByteBuffer.wrap(bytes)), why);

    assertEquals(reason, thrown.reason(), why);
  }

  @Test
  void anIdOfSixtyFourCharactersFitsAndOneMoreDoesNot() throws ProtocolException {
    var longest = new Envelope.Undelivered(new PeerId("a".repeat(64)), new PeerId("b".repeat(64)));
    byte[] bytes = EnvelopeCodec.encode(longest);
    byte[] tooLong = ("\1A" + "a".repeat(65)).getBytes(ISO_8859_1);

    assertEquals(EnvelopeCodec.HEAD_BYTES_MAX, bytes.length);
    assertEquals(longest, EnvelopeCodec.decode(ByteBuffer.wrap(bytes)));
    assertThrows(ProtocolException.class, () -> EnvelopeCodec.decode(ByteBuffer.wrap(tooLong)));
  }

  @Test
  void noInputEscapesAsAnythingButAProtocolExceptionAndWhatIsReadIsWrittenTheSame() {
    byte[][] seeds =
        examples().map(a -> EnvelopeCodec.encode((Envelope) a.get()[0])).toArray(byte[][]::new);
    Random random = new Random(20150401);
    int read = 0;
    for (int i = 0; i < 150_000; i++) {
      byte[] bytes = WireFuzz.mutated(seeds[i % seeds.length], random);
      try {
        Envelope envelope = EnvelopeCodec.decode(ByteBuffer.wrap(bytes));
        read++;
        assertArrayEquals(bytes, EnvelopeCodec.encode(envelope));
      } catch (ProtocolException e) {
        assertTrue(!e.getMessage().isEmpty());
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(Base64.getEncoder().encodeToString(bytes), e);
      }
    }
    assertTrue(read > 5_000, "the fuzz must also reach what is legal: " + read);
  }

  @Test
  void deepJsonIsAProtocolExceptionAndNotTheEndOfTheStack() {
    byte[] deep = ("4\1a\1b" + "[".repeat(200_000)).getBytes(UTF_8);

    assertThrows(ProtocolException.class, () -> EnvelopeCodec.decode(ByteBuffer.wrap(deep)));
  }

  private static void assertSame(Envelope wanted, Envelope found) {
    assertEquals(wanted.getClass(), found.getClass());
    assertArrayEquals(EnvelopeCodec.head(wanted), EnvelopeCodec.head(found));
    assertEquals(
        EnvelopeCodec.body(wanted).map(Message::kind),
        EnvelopeCodec.body(found).map(Message::kind));
    assertEquals(
        EnvelopeCodec.body(wanted).map(Message::payload),
        EnvelopeCodec.body(found).map(Message::payload));
  }
}
