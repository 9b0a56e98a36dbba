package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ControlEvent;
import org.namedwebsockets.protocol.ControlRequest;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;

/** What must hold for any input; every run draws the same ones. */
class ControlCodecFuzzTest {
  private static final PeerId ONE = new PeerId("11111");

  @Test
  void whatIsWrittenForAMessageReadsBackAsTheSame() throws ProtocolException {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      PeerId you = randomId(random);
      byte[] payload = new byte[random.nextInt(200)];
      random.nextBytes(payload);
      Message binary = Message.binary(payload);
      Message json = Message.json(randomJson(random, 0));

      ControlRequest first = roundTrip(you, binary);
      ControlRequest second = roundTrip(you, json);

      assertEquals(you, first.target(), "seed " + seed);
      assertArrayEquals(payload, bytes(first.message()), "seed " + seed);
      assertEquals(json.asText(), second.message().asText(), "seed " + seed);
    }
  }

  @Test
  void noInputEscapesAsAnythingButAProtocolException() {
    byte[][] seeds = {
      "{\"Action\":\"message\",\"Source\":1,\"Target\":22222,\"Payload\":\"which\"}"
          .getBytes(UTF_8),
      "{\"Action\":\"binary\",\"Target\":\"ann\",\"Payload\":\"/+8A\"}".getBytes(UTF_8),
      "{\"payload\":{\"a\":[1,-2.5e3,true,null,\"\\u00e9\ud83d\ude00\"]},\"action\":\"message\"}"
          .getBytes(UTF_8)
    };
    Random random = new Random(20141107);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] text = mutated(seeds[i % seeds.length], random);
      try {
        ControlRequest request = ControlCodec.parse(text);
        read++;
        assertWritable(request);
      } catch (ProtocolException e) {
        assertTrue(
            e.reason() == CloseReason.BAD_TEXT || e.reason() == CloseReason.BAD_MESSAGE,
            () -> Base64.getEncoder().encodeToString(text));
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(Base64.getEncoder().encodeToString(text), e);
      }
    }
    assertTrue(read > 4_000, "the fuzz must also reach what is legal: " + read);
  }

  /** What was let in must go out as a message that would be let in again. */
  private void assertWritable(ControlRequest request) throws ProtocolException {
    ControlRequest again = roundTrip(request.target(), request.message());
    assertEquals(request.target(), again.target());
    assertArrayEquals(bytes(request.message()), bytes(again.message()));
  }

  private ControlRequest roundTrip(PeerId you, Message message) throws ProtocolException {
    return ControlCodec.parse(ControlCodec.write(new ControlEvent.Received(ONE, you, message)));
  }

  private byte[] mutated(byte[] seed, Random random) {
    byte[] text = seed.clone();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(text.length);
      int other = random.nextInt(text.length);
      switch (random.nextInt(5)) {
        case 0 -> text[at] = (byte) random.nextInt(256);
        case 1 -> text[at] = (byte) "{}[]\",:\\0-.eE tn/u".charAt(random.nextInt(18));
        case 2 -> text[at] = text[other];
        case 3 -> text = Arrays.copyOf(text, Math.max(1, at));
        default -> {
          byte[] longer = new byte[text.length + 1];
          System.arraycopy(text, 0, longer, 0, at);
          System.arraycopy(text, at, longer, at + 1, text.length - at);
          text = longer;
        }
      }
    }
    return text;
  }

  private PeerId randomId(Random random) {
    String alphabet = random.nextBoolean() ? "0123456789" : "09AZaz_-";
    StringBuilder id = new StringBuilder();
    for (int n = 1 + random.nextInt(PeerId.LENGTH_MAX); n > 0; n--) {
      id.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return new PeerId(id.toString());
  }

  private String randomJson(Random random, int depth) {
    return switch (random.nextInt(depth > 4 ? 4 : 6)) {
      case 0 -> Long.toString(random.nextLong());
      case 1 -> random.nextInt() + ".50E-" + random.nextInt(999);
      case 2 ->
          "\"\\u00" + (10 + random.nextInt(90)) + "\ud83d\ude00\\\\\\\"" + random.nextInt() + "\"";
      case 3 -> random.nextBoolean() ? "null" : "false";
      case 4 -> "[ " + randomJson(random, depth + 1) + " ,\t" + randomJson(random, depth + 1) + "]";
      default -> "{\"Target\" :" + randomJson(random, depth + 1) + "\n}";
    };
  }

  private static byte[] bytes(Message message) {
    byte[] bytes = new byte[message.length()];
    message.copyTo(bytes, 0);
    return bytes;
  }
}
