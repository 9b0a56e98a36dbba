package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.protocol.Scope;
import org.namedwebsockets.protocol.V1Event;
import org.namedwebsockets.protocol.V1Request;

class V1CodecTest {
  private static final PeerId ANN = new PeerId("ann");

  private static V1Request read(String text) throws ProtocolException {
    return V1Codec.parse(Message.text(text));
  }

  private static V1Request readBinary(String text) throws ProtocolException {
    return V1Codec.parse(Message.binary(text.getBytes(ISO_8859_1)));
  }

  private static String words(V1Request request) {
    return switch (request) {
      case V1Request.Broadcast(var message) ->
          "broadcast " + message.kind() + " " + message.asText();
      case V1Request.Send(var to, var call, var message) ->
          call.kind() + " " + call.number() + " " + to + " " + message.asText();
      case V1Request.Ask(var to, var number, var patienceMs, var message) ->
          "ask " + number + " " + to + " " + patienceMs + " " + message.asText();
      case V1Request.Wrong(var number, var why) ->
          "wrong " + (number.isPresent() ? number.getAsLong() + " " : "") + why;
    };
  }

  @Nested
  class Reading {
    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '\'',
        delimiter = '|',
        value = {
          "{\"type\":\"broadcast\",\"data\":\"h\\u0069\\n\"}| 'broadcast TEXT hi\n'",
          "{\"data\":\"\",\"x\":[{}],\"type\":\"broadcast\"}| 'broadcast TEXT '",
          "{\"type\":\"shout\",\"type\":\"broadcast\",\"data\":\"hi\"}| broadcast TEXT hi",
          "{\"type\":\"broadcast\",\"data\":\"\\ud83d\\ude00\\ud83d\"}"
              + "| broadcast TEXT \ud83d\ude00\ufffd",
          "{\"type\":\"send\",\"to\":\"ann\",\"data\":{\"a\" : 1e400}}"
              + "| PLAIN 0 ann {\"a\" : 1e400}",
          "{\"type\":\"send\",\"to\":5,\"data\":null}| PLAIN 0 5 null",
          "{\"type\":\"send\",\"to\":5,\"ref\":null,\"data\":1}| PLAIN 0 5 1",
          "{\"type\":\"send\",\"to\":\"5\",\"ref\":0,\"data\":\"x\"}| ACKNOWLEDGED 0 5 \"x\"",
          "{\"type\":\"request\",\"to\":5,\"ref\":9007199254740991,\"data\":[]}"
              + "| ask 9007199254740991 5 10000 []",
          "{\"type\":\"request\",\"to\":5,\"ref\":1,\"timeout\":600000,\"data\":[]}"
              + "| ask 1 5 600000 []",
          "{\"type\":\"reply\",\"to\":5,\"ref\":1,\"data\":false}| REPLY 1 5 false",
        })
    void takesWhatMakesSense(String text, String words) throws ProtocolException {
      assertEquals(words, words(read(text)));
    }

    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '\'',
        delimiter = '|',
        value = {
          "{}| wrong type is none of broadcast, send, request, reply",
          "{\"type\":5,\"ref\":3}| wrong 3 type is none of broadcast, send, request, reply",
          "{\"type\":\"broadcast\",\"data\":5}| wrong data of a broadcast is a string",
          "{\"type\":\"broadcast\",\"ref\":2}| wrong 2 data of a broadcast is a string",
          "{\"type\":\"send\",\"data\":5}"
              + "| wrong to is no peer id; a peer id is 1 to 64 characters of A-Z a-z 0-9 _ -",
          "{\"type\":\"send\",\"to\":1.0,\"data\":5}"
              + "| wrong to is no peer id; a peer id is 1 to 64 characters of A-Z a-z 0-9 _ -",
          "{\"type\":\"send\",\"to\":\"a b\",\"ref\":4,\"data\":5}"
              + "| wrong 4 to is no peer id; a peer id is 1 to 64 characters of A-Z a-z 0-9 _ -",
          "{\"type\":\"send\",\"to\":1}| wrong data is missing",
          "{\"type\":\"send\",\"to\":1,\"ref\":-1,\"data\":5}"
              + "| wrong ref is a whole number from 0 to 2^53 - 1",
          "{\"type\":\"send\",\"to\":1,\"ref\":\"1\",\"data\":5}"
              + "| wrong ref is a whole number from 0 to 2^53 - 1",
          "{\"type\":\"send\",\"to\":1,\"ref\":9007199254740992,\"data\":5}"
              + "| wrong ref is a whole number from 0 to 2^53 - 1",
          "{\"type\":\"send\",\"to\":1,\"ref\":99999999999999999999999,\"data\":5}"
              + "| wrong ref is a whole number from 0 to 2^53 - 1",
          "{\"type\":\"request\",\"to\":1,\"data\":5}"
              + "| wrong ref is a whole number from 0 to 2^53 - 1",
          "{\"type\":\"reply\",\"to\":1,\"data\":5}"
              + "| wrong ref is a whole number from 0 to 2^53 - 1",
          "{\"type\":\"request\",\"to\":1,\"ref\":1,\"timeout\":0,\"data\":5}"
              + "| wrong 1 timeout is 1 to 600000 milliseconds",
          "{\"type\":\"request\",\"to\":1,\"ref\":1,\"timeout\":600001,\"data\":5}"
              + "| wrong 1 timeout is 1 to 600000 milliseconds",
          "{\"type\":\"request\",\"to\":1,\"ref\":1,\"timeout\":\"9\",\"data\":5}"
              + "| wrong 1 timeout is 1 to 600000 milliseconds",
        })
    void answersWhatMakesNone(String text, String words) throws ProtocolException {
      assertEquals(words, words(read(text)));
    }

    @ParameterizedTest
    @CsvSource({
      "'', BAD_TEXT",
      "x, BAD_TEXT",
      "'{} {}', BAD_TEXT",
      "5, BAD_MESSAGE",
      "[], BAD_MESSAGE"
    })
    void endsOverWhatIsNoObject(String text, CloseReason reason) {
      assertEquals(reason, assertThrows(ProtocolException.class, () -> read(text)).reason());
    }

    @Test
    void takesBytesBehindALine() throws ProtocolException {
      assertEquals(
          "broadcast BINARY \n{", words(readBinary("{\"type\":\"broadcast\",\"data\":5}\n\n{")));
      assertEquals("PLAIN 0 5 ", words(readBinary("{\"type\":\"send\",\"to\":5}\n")));
      assertEquals(
          Message.Kind.BINARY,
          assertInstanceOf(
                  V1Request.Ask.class, readBinary("{\"type\":\"request\",\"to\":5,\"ref\":1}\n"))
              .message()
              .kind());
    }

    @Test
    void takesALineUpToItsBound() throws ProtocolException {
      String line = "{\"type\":\"broadcast\"" + " ".repeat(1004) + "}\n";
      assertEquals(1025, line.length());
      assertEquals("broadcast BINARY x", words(readBinary(line + "x")));
      var thrown = assertThrows(ProtocolException.class, () -> readBinary(" " + line + "x"));
      assertEquals(CloseReason.BAD_TEXT, thrown.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"type\":\"broadcast\"}", "x\ny", "\n"})
    void endsOverBytesWithoutALine(String bytes) {
      var thrown = assertThrows(ProtocolException.class, () -> readBinary(bytes));
      assertEquals(CloseReason.BAD_TEXT, thrown.reason());
    }

    @Test
    void anyBytesAreARequestOrABrokenRule() {
      String[] seeds = {
        "{\"type\":\"broadcast\",\"data\":\"h\u00e9\\u0020\\ud83d\"}",
        "{\"type\":\"send\",\"to\":\"ann\",\"ref\":12,\"data\":{\"a\":[1,-2.5e3,true,null]}}",
        "{\"type\":\"request\",\"to\":22222,\"ref\":1,\"timeout\":5000,\"data\":\"?\"}\n",
        "{\"type\":\"reply\",\"to\":\"ann\",\"ref\":1}\nxyz"
      };
      Random random = new Random(20261123);
      int read = 0;
      for (int i = 0; i < 100_000; i++) {
        byte[] bytes = WireFuzz.mutated(seeds[i % seeds.length].getBytes(UTF_8), random);
        Message.Kind kind = random.nextBoolean() ? Message.Kind.TEXT : Message.Kind.BINARY;
        try {
          V1Request request = V1Codec.parse(Message.owning(kind, bytes.clone()));
          read += request instanceof V1Request.Wrong ? 0 : 1;
          assertTrue(words(request).length() < 1000);
        } catch (ProtocolException e) {
          assertTrue(e.reason() == CloseReason.BAD_TEXT || e.reason() == CloseReason.BAD_MESSAGE);
        } catch (RuntimeException | StackOverflowError e) {
          throw new AssertionError(Base64.getEncoder().encodeToString(bytes), e);
        }
      }
      assertTrue(read > 4_000, "the fuzz must also reach what is legal: " + read);
    }
  }

  @Nested
  class Writing {
    private final ProxyId proxy = new ProxyId("a".repeat(ProxyId.LENGTH));

    private void says(String text, V1Event event) {
      assertFalse(V1Codec.isBinary(event));
      assertEquals(text, new String(V1Codec.write(event), UTF_8));
    }

    @Test
    void leavesOutWhatHasNothingToSay() {
      var key = new ChannelKey(Scope.NETWORK, new ChannelName("chat"));
      says(
          "{\"type\":\"welcome\",\"scope\":\"network\",\"channel\":\"chat\",\"id\":\"ann\"}",
          new V1Event.Welcome(key, ANN, null));
      says(
          "{\"type\":\"welcome\",\"scope\":\"network\",\"channel\":\"chat\",\"id\":\"ann\","
              + "\"proxy\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
          new V1Event.Welcome(key, ANN, proxy));
      says("{\"type\":\"joined\",\"id\":\"ann\"}", new V1Event.Joined(ANN, PeerDetails.NONE, null));
      says(
          "{\"type\":\"joined\",\"id\":\"ann\",\"name\":\"\\\"Ann\\\" \u00e9\",\"kind\":\"page\","
              + "\"origin\":\"https://a.example\",\"proxy\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
          new V1Event.Joined(
              ANN, new PeerDetails("\"Ann\" \u00e9", "page", "https://a.example"), proxy));
      says("{\"type\":\"ready\"}", new V1Event.Ready());
      says("{\"type\":\"left\",\"id\":\"ann\"}", new V1Event.Left(ANN, null));
    }

    @Test
    void splicesDataInAsItIs() {
      says(
          "{\"type\":\"broadcast\",\"from\":\"ann\",\"data\":\"a \\\"b\\\"\\n\u00e9\"}",
          new V1Event.Broadcast(ANN, Message.text("a \"b\"\n\u00e9")));
      says(
          "{\"type\":\"message\",\"from\":\"ann\",\"data\":[ 1e400]}",
          new V1Event.Received(ANN, Call.PLAIN, Message.json("[ 1e400]")));
      says(
          "{\"type\":\"message\",\"from\":\"ann\",\"data\":1}",
          new V1Event.Received(ANN, new Call(Call.Kind.ACKNOWLEDGED, 5), Message.json("1")));
      says(
          "{\"type\":\"request\",\"from\":\"ann\",\"ref\":5,\"data\":1}",
          new V1Event.Received(ANN, new Call(Call.Kind.REQUEST, 5), Message.json("1")));
      says(
          "{\"type\":\"reply\",\"from\":\"ann\",\"ref\":5,\"data\":1}",
          new V1Event.Received(ANN, new Call(Call.Kind.REPLY, 5), Message.json("1")));
    }

    @Test
    void putsBytesBehindALine() {
      Message bytes = Message.binary(new byte[] {'\n', 0});
      var broadcast = new V1Event.Broadcast(ANN, bytes);
      var reply = new V1Event.Received(ANN, new Call(Call.Kind.REPLY, 5), bytes);

      assertTrue(V1Codec.isBinary(broadcast) && V1Codec.isBinary(reply));
      assertEquals(
          "{\"type\":\"broadcast\",\"from\":\"ann\"}\n\n\0",
          new String(V1Codec.write(broadcast), UTF_8));
      assertEquals(
          "{\"type\":\"reply\",\"from\":\"ann\",\"ref\":5}\n\n\0",
          new String(V1Codec.write(reply), UTF_8));
    }

    @Test
    void answers() {
      Call call = new Call(Call.Kind.ACKNOWLEDGED, 5);
      says(
          "{\"type\":\"delivered\",\"to\":\"ann\",\"ref\":5}",
          new V1Event.Answered(ANN, call, Outcome.DELIVERED));
      says(
          "{\"type\":\"undelivered\",\"to\":\"ann\",\"ref\":5,\"why\":\"timed out\"}",
          new V1Event.Answered(ANN, call, Outcome.TIMED_OUT));
      says(
          "{\"type\":\"undelivered\",\"to\":\"ann\",\"why\":\"no such peer\"}",
          new V1Event.Answered(ANN, Call.PLAIN, Outcome.NO_SUCH_PEER));
      says(
          "{\"type\":\"error\",\"ref\":5,\"why\":\"" + Outcome.NUMBER_TAKEN.words() + "\"}",
          new V1Event.Answered(ANN, call, Outcome.NUMBER_TAKEN));
      says("{\"type\":\"error\",\"why\":\"no\"}", new V1Event.Wrong(OptionalLong.empty(), "no"));
    }
  }
}
