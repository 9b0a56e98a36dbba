package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.V1Event;
import org.namedwebsockets.protocol.V1Request;

class V1ClientCodecTest {
  private static final PeerId CAT = new PeerId("cat");

  private static String written(V1Request request) {
    return new String(V1ClientCodec.write(request), UTF_8);
  }

  private static V1Event read(String text) throws ProtocolException {
    return V1ClientCodec.read(text.getBytes(UTF_8), false).orElseThrow();
  }

  @Test
  void requestsAreWrittenAsThePageHasThem() {
    Message psst = Message.text("psst");
    assertEquals(
        "{\"type\":\"broadcast\",\"data\":\"a \\\"b\\\"\\nü\"}",
        written(new V1Request.Broadcast(Message.text("a \"b\"\nü"))));
    assertEquals(
        "{\"type\":\"broadcast\"}\n\u0000\n{",
        written(new V1Request.Broadcast(Message.binary(new byte[] {0, '\n', '{'}))));
    assertEquals(
        "{\"type\":\"send\",\"to\":\"cat\",\"data\":\"psst\"}",
        written(new V1Request.Send(CAT, Call.PLAIN, psst)));
    assertEquals(
        "{\"type\":\"send\",\"to\":\"cat\",\"ref\":3,\"data\":{\"a\": [1e400]}}",
        written(
            new V1Request.Send(
                CAT, new Call(Call.Kind.ACKNOWLEDGED, 3), Message.json("{\"a\": [1e400]}"))));
    assertEquals(
        "{\"type\":\"reply\",\"to\":\"cat\",\"ref\":0}\nhi",
        written(
            new V1Request.Send(
                CAT, new Call(Call.Kind.REPLY, 0), Message.binary("hi".getBytes(UTF_8)))));
    assertEquals(
        "{\"type\":\"request\",\"to\":\"cat\",\"ref\":1,\"timeout\":500,\"data\":\"psst\"}",
        written(new V1Request.Ask(CAT, 1, 500, psst)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nothing", "1 2", "\"a"})
  void jsonThatIsNoneNeverLeaves(String json) {
    V1Request request = new V1Request.Send(CAT, Call.PLAIN, Message.json(json));

    assertThrows(IllegalArgumentException.class, () -> V1ClientCodec.write(request));
  }

  @Test
  void whoIsThereIsRead() throws ProtocolException {
    var welcome =
        assertInstanceOf(
            V1Event.Welcome.class,
            read("{\"type\":\"welcome\",\"scope\":\"network\",\"channel\":\"c\",\"id\":\"ann\"}"));
    assertEquals("ann", welcome.you().value());
    assertNull(welcome.proxy());

    String proxy = "abcdefghijklmnopqrstuvwxyz";
    assertEquals(
        "Joined[peer=cat, details="
            + new PeerDetails("Kät", "clock", "")
            + ", proxy="
            + proxy
            + "]",
        read("{\"kind\":\"clock\",\"new\":[{}],\"name\":\"Kät\",\"id\":\"cat\",\"proxy\":\""
                + proxy
                + "\",\"type\":\"joined\"}")
            .toString());
    assertEquals(new V1Event.Left(new PeerId("7"), null), read("{\"type\":\"left\",\"id\":7}"));
    assertEquals(new V1Event.Ready(), read("{\"type\":\"ready\"}"));
  }

  @Test
  void aStringIsTextAndAnyOtherValueIsJson() throws ProtocolException {
    var text =
        assertInstanceOf(
            V1Event.Received.class,
            read("{\"type\":\"message\",\"from\":\"c\",\"data\":\"a\\n\"}"));
    assertEquals(Message.Kind.TEXT, text.message().kind());
    assertEquals("a\n", text.message().asText());

    var json =
        assertInstanceOf(
            V1Event.Received.class,
            read("{\"type\":\"request\",\"from\":\"c\",\"ref\":9,\"data\": [1, {} ] }"));
    assertEquals(new Call(Call.Kind.REQUEST, 9), json.call());
    assertEquals(Message.Kind.JSON, json.message().kind());
    assertEquals("[1, {} ]", json.message().asText());
  }

  @Test
  void bytesFollowTheirLine() throws ProtocolException {
    byte[] frame = "{\"type\":\"broadcast\",\"from\":\"ann\"}\na\nb".getBytes(UTF_8);

    Optional<V1Event> event = V1ClientCodec.read(frame, true);

    var broadcast = assertInstanceOf(V1Event.Broadcast.class, event.orElseThrow());
    assertEquals(Message.Kind.BINARY, broadcast.message().kind());
    assertEquals("a\nb", broadcast.message().asText());
  }

  @Test
  void answersAreRead() throws ProtocolException {
    assertEquals(
        new V1Event.Answered(CAT, new Call(Call.Kind.ACKNOWLEDGED, 3), Outcome.DELIVERED),
        read("{\"type\":\"delivered\",\"to\":\"cat\",\"ref\":3}"));
    assertEquals(
        new V1Event.Answered(CAT, Call.PLAIN, Outcome.NO_SUCH_PEER),
        read("{\"type\":\"undelivered\",\"to\":\"cat\",\"why\":\"no such peer\"}"));
    assertEquals(
        new V1Event.Wrong(OptionalLong.of(3), "it rains"),
        read("{\"type\":\"undelivered\",\"to\":\"cat\",\"ref\":3,\"why\":\"it rains\"}"));
    assertEquals(
        new V1Event.Wrong(OptionalLong.empty(), "type is none"),
        read("{\"type\":\"error\",\"why\":\"type is none\"}"));
  }

  @Test
  void aTypeOfALaterProxyIsPassedOver() throws ProtocolException {
    byte[] later = "{\"type\":\"news\",\"id\":{}}".getBytes(UTF_8);

    assertTrue(V1ClientCodec.read(later, false).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "hello",
        "{\"type\":\"joined\"}",
        "{\"type\":\"joined\",\"id\":\"a b\"}",
        "{\"type\":\"request\",\"from\":\"a\"}",
        "{\"type\":\"delivered\",\"to\":\"a\",\"ref\":-1}",
        "{\"type\":\"welcome\",\"scope\":\"global\",\"channel\":\"c\",\"id\":\"a\"}"
      })
  void whatIsNotOfTheFormIsRefused(String text) {
    assertThrows(ProtocolException.class, () -> read(text));
  }

  @Test
  void aLineThatDoesNotEndIsRefused() {
    byte[] frame = ("{\"type\":\"ready\"}" + " ".repeat(2_000) + "\n").getBytes(UTF_8);

    assertThrows(ProtocolException.class, () -> V1ClientCodec.read(frame, true));
  }

  @Test
  void noiseIsReadOrRefusedAndNothingElse() {
    Random random = new Random(11);
    byte[] good =
        "{\"type\":\"undelivered\",\"to\":\"cat\",\"ref\":3,\"why\":\"timed out\"}".getBytes(UTF_8);
    for (int i = 0; i < 5_000; i++) {
      byte[] frame = good.clone();
      for (int j = 0; j < 1 + random.nextInt(3); j++) {
        frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
      }
      boolean binary = random.nextBoolean();
      try {
        V1ClientCodec.read(frame, binary);
      } catch (ProtocolException refused) {
        assertTrue(refused.getMessage() != null);
      }
    }
  }
}
