package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.SuccessorEvent;
import org.namedwebsockets.protocol.SuccessorRequest;

class SuccessorCodecTest {
  private static final PeerId YOU = new PeerId("5333253706989697572");
  private static final PeerId ANN = new PeerId("ann");

  private static String read(byte[] utf8) throws ProtocolException {
    return switch (SuccessorCodec.parse(utf8)) {
      case SuccessorRequest.Broadcast(var message) -> "broadcast " + message.asText();
      case SuccessorRequest.Direct(var target, var message) ->
          "message " + target + " " + message.asText();
      case SuccessorRequest.Status() -> "status";
    };
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "{\"action\":\"broadcast\",\"data\":\"h\\u0069\"}| broadcast hi",
        "{\"action\":\"broadcast\",\"source\":\"9\"}| 'broadcast '",
        "{\"action\":\"message\",\"target\":\"ann\",\"data\":\"a\\\"b\"}| message ann \"a\\\"b\"",
        "{\"action\":\"message\",\"target\":12,\"data\":null}| message 12 \"\"",
        "{\"action\":\"status\",\"x\":{}}| status",
      })
  void whatItsClientsSayIsRead(String text, String words) throws ProtocolException {
    assertEquals(words, read(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "''| BAD_TEXT",
        "hello| BAD_TEXT",
        "[]| BAD_MESSAGE",
        "{}| BAD_MESSAGE",
        "{\"action\":\"shout\"}| BAD_MESSAGE",
        "{\"action\":\"broadcast\",\"data\":5}| BAD_MESSAGE",
        "{\"action\":\"message\",\"data\":\"x\"}| BAD_MESSAGE",
        "{\"action\":\"message\",\"target\":\"\",\"data\":\"x\"}| BAD_MESSAGE",
      })
  void whatNobodyUnderstandsIsRefused(String text, CloseReason reason) {
    var thrown = assertThrows(ProtocolException.class, () -> read(text.getBytes(UTF_8)));

    assertEquals(reason, thrown.reason());
  }

  private static void says(String text, SuccessorEvent event) {
    assertEquals(text, new String(SuccessorCodec.write(event), UTF_8));
  }

  @Test
  void keysStandInOrderAndEmptyOnesAreLeftOut() {
    String you = "\"source\":\"5333253706989697572\"";
    says(
        "{\"action\":\"connect\"," + you + ",\"target\":\"ann\"}",
        new SuccessorEvent.Connect(YOU, ANN));
    says(
        "{\"action\":\"disconnect\"," + you + ",\"target\":\"ann\"}",
        new SuccessorEvent.Disconnect(YOU, ANN));
    says(
        "{\"action\":\"broadcast\"," + you + ",\"data\":\"hi\"}",
        new SuccessorEvent.Broadcast(YOU, Message.text("hi")));
    says(
        "{\"action\":\"broadcast\"," + you + "}",
        new SuccessorEvent.Broadcast(YOU, Message.text("")));
    says(
        "{\"action\":\"message\",\"source\":\"ann\",\"target\":\"7\",\"data\":\"a\\u0000\"}",
        new SuccessorEvent.Received(ANN, new PeerId("7"), Message.json("\"a\\u0000\"")));
    says(
        "{\"action\":\"message\",\"source\":\"ann\",\"target\":\"7\",\"data\":\"[\\\"x\\\"]\"}",
        new SuccessorEvent.Received(ANN, new PeerId("7"), Message.json("[\"x\"]")));
    says(
        "{\"action\":\"binary\",\"source\":\"ann\",\"target\":\"7\",\"data\":\"/+8A\"}",
        new SuccessorEvent.Received(
            ANN, new PeerId("7"), Message.binary(new byte[] {-1, (byte) 0xef, 0})));
    says(
        "{\"action\":\"status\",\"target\":\"5333253706989697572\"}",
        new SuccessorEvent.Status(YOU));
    says(
        "{\"action\":\"undelivered\"," + you + ",\"target\":\"ann\",\"data\":\"timed out\"}",
        new SuccessorEvent.Undelivered(YOU, ANN, "timed out"));
  }

  @Test
  void anyBytesAreARequestOrABrokenRule() {
    String[] seeds = {
      "{\"action\":\"broadcast\",\"data\":\"h\u00e9\\u0020\"}",
      "{\"action\":\"message\",\"target\":\"123\",\"data\":\"\\ud83d\"}",
      "{\"action\":\"status\"}"
    };
    Random random = new Random(2015);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = WireFuzz.mutated(seeds[i % seeds.length].getBytes(UTF_8), random);
      try {
        read(bytes);
        read++;
      } catch (ProtocolException e) {
        assertTrue(e.reason() == CloseReason.BAD_TEXT || e.reason() == CloseReason.BAD_MESSAGE);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(Base64.getEncoder().encodeToString(bytes), e);
      }
    }
    assertTrue(read > 1_000, "the fuzz must also reach what is legal: " + read);
  }
}
