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
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
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
        Arguments.of(new Envelope.Undelivered(ANN, BOB), "05 03 61 6e 6e 05 32 32 32 32 32"),
        Arguments.of(
            new Envelope.Joined(ANN, new PeerDetails("\u00c5", "page", "null")),
            "01 03 61 6e 6e 02 c3 85 04 70 61 67 65 04 6e 75 6c 6c"),
        Arguments.of(
            new Envelope.Called(
                ANN, BOB, new Call(Call.Kind.ACKNOWLEDGED, 258), Message.json("{}")),
            "36 03 61 6e 6e 05 32 32 32 32 32 01 00 00 00 00 00 00 01 02 7b 7d"),
        Arguments.of(
            new Envelope.Called(
                ANN, BOB, new Call(Call.Kind.REPLY, Call.NUMBER_MAX), Message.binary(new byte[0])),
            "26 03 61 6e 6e 05 32 32 32 32 32 03 00 1f ff ff ff ff ff ff"),
        Arguments.of(
            new Envelope.Answered(ANN, BOB, new Call(Call.Kind.REQUEST, 1), Outcome.NO_REQUESTS),
            "07 03 61 6e 6e 05 32 32 32 32 32 02 00 00 00 00 00 00 00 01 03"));
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
    "01 03 61 6e 6e 00 00 00,     BAD_MESSAGE, details that say nothing",
    "01 03 61 6e 6e 01 41,        BAD_MESSAGE, a name alone",
    "01 03 61 6e 6e 01 41 00 00 00, BAD_MESSAGE, a byte behind the details",
    "01 03 61 6e 6e 01 0a 00 00,  BAD_MESSAGE, a name with a line feed",
    "01 03 61 6e 6e 01 ff 00 00,  BAD_TEXT,    a name that is not UTF-8",
    "01 03 61 6e 6e 00 01 41 00,  BAD_MESSAGE, a kind in capitals",
    "01 03 61 6e 6e 00 00 01 20,  BAD_MESSAGE, an origin of a blank",
    "36 01 61 01 62 04 00 00 00 00 00 00 00 01 31, BAD_MESSAGE, a call of kind 4",
    "36 01 61 01 62 00 00 00 00 00 00 00 00 01 31, BAD_MESSAGE, a plain call",
    "36 01 61 01 62 01 00 20 00 00 00 00 00 00 31, BAD_MESSAGE, a number of 2^53",
    "36 01 61 01 62 01 80 00 00 00 00 00 00 00 31, BAD_MESSAGE, a number below 0",
    "36 01 61 01 62 01 00,        BAD_MESSAGE, a call cut short",
    "16 01 61 01 62 01 00 00 00 00 00 00 00 01 31, BAD_MESSAGE, a call with a text",
    "36 01 61 01 62 01 00 00 00 00 00 00 00 01 7b, BAD_TEXT, a call with half of a value",
    "07 01 61 01 62 01 00 00 00 00 00 00 00 01, BAD_MESSAGE, no outcome",
    "07 01 61 01 62 01 00 00 00 00 00 00 00 01 06, BAD_MESSAGE, outcome 6",
    "07 01 61 01 62 02 00 00 00 00 00 00 00 01 00, BAD_MESSAGE, a request delivered",
    "07 01 61 01 62 03 00 00 00 00 00 00 00 01 01, BAD_MESSAGE, an answer to a reply",
  })
  void whatIsNoDetailAndNoCallIsRefused(String hex, CloseReason reason, String why) {
    whatIsNotAnEnvelopeIsRefused(hex, reason, why);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                          BAD_MESSAGE, empty",
    "00 03 61 6e 6e,              BAD_MESSAGE, no envelope 0",
    "08 03 61 6e 6e,              BAD_MESSAGE, no envelope 8",
    "11 03 61 6e 6e,              BAD_MESSAGE, joined with a payload kind",
    "01 03 61 6e 6e 00,           BAD_MESSAGE, details cut short",
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
    var longest =
        new Envelope.Joined(
            new PeerId("a".repeat(64)),
            new PeerDetails("\u20ac".repeat(64), "k".repeat(32), "o".repeat(255)));
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
