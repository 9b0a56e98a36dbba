package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
import org.namedwebsockets.protocol.wire.JsonScan.Place;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The client's side of the form {@code nws.v1}: requests to bytes, bytes to events. Reads
 * leniently: what a later proxy may add is passed over. Pure: holds nothing.
 */
public final class V1ClientCodec {
  private static final Message EMPTY = Message.text("");

  private V1ClientCodec() {}

  /**
   * Writes what a client says.
   *
   * @param request what it says
   * @return one whole message, owned by the caller; a binary one if its payload is binary, else a
   *     text in UTF-8
   * @throws IllegalArgumentException if it carries JSON that is none, or is not for writing
   */
  public static byte[] write(V1Request request) {
    return switch (request) {
      case V1Request.Broadcast(var message) -> frame("{\"type\":\"broadcast\"", message);
      case V1Request.Send(var to, var call, var message) -> frame(head(to, call), message);
      case V1Request.Ask(var to, var number, var patienceMs, var message) ->
          frame(head("request", to) + ",\"ref\":" + number + ",\"timeout\":" + patienceMs, message);
      case V1Request.Wrong _ -> throw new IllegalArgumentException("nobody says what is wrong");
    };
  }

  private static String head(PeerId to, Call call) {
    return switch (call.kind()) {
      case PLAIN -> head("send", to);
      case ACKNOWLEDGED -> head("send", to) + ",\"ref\":" + call.number();
      case REQUEST -> head("request", to) + ",\"ref\":" + call.number();
      case REPLY -> head("reply", to) + ",\"ref\":" + call.number();
    };
  }

  private static String head(String type, PeerId to) {
    return "{\"type\":\"" + type + "\",\"to\":\"" + to.value() + '"';
  }

  private static byte[] frame(String head, Message message) {
    return switch (message.kind()) {
      case BINARY -> join(head + "}\n", message, "");
      case JSON -> join(head + ",\"data\":", checked(message), "}");
      case TEXT -> {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(message.asText());
        yield join(head + ",\"data\":\"", Message.owning(Message.Kind.TEXT, quoted), "\"}");
      }
    };
  }

  private static byte[] join(String before, Message message, String after) {
    byte[] whole =
        Arrays.copyOf(ascii(before), before.length() + message.length() + after.length());
    message.copyTo(whole, before.length());
    byte[] end = ascii(after);
    System.arraycopy(end, 0, whole, whole.length - end.length, end.length);
    return whole;
  }

  /** One broken value would close the whole socket. */
  private static Message checked(Message json) {
    try {
      byte[] utf8 = json.toBytes();
      JsonScan.object(utf8, (_, _) -> {});
      return json;
    } catch (ProtocolException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Reads what a proxy said.
   *
   * @param frame one whole message; neither kept nor changed
   * @param binary whether it came as a binary one
   * @return empty if it is of a type that we do not know
   * @throws ProtocolException if it is not of this form
   */
  public static Optional<V1Event> read(byte[] frame, boolean binary) throws ProtocolException {
    int end = binary ? lineEnd(frame) : frame.length;
    var keys = new Keys();
    if (!JsonScan.object(binary ? Arrays.copyOf(frame, end) : frame, keys.places::put)) {
      throw bad("wanted a JSON object");
    }
    Message message =
        binary
            ? Message.owning(Message.Kind.BINARY, Arrays.copyOfRange(frame, end + 1, frame.length))
            : keys.message();
    return Optional.ofNullable(event(keys, message));
  }

  private static int lineEnd(byte[] frame) throws ProtocolException {
    for (int i = 0; i < Math.min(frame.length, V1Codec.LINE_BYTES_MAX + 1); i++) {
      if (frame[i] == '\n') {
        return i;
      }
    }
    throw bad("no line feed in the first " + V1Codec.LINE_BYTES_MAX + " bytes");
  }

  private static @Nullable V1Event event(Keys keys, Message message) throws ProtocolException {
    return switch (keys.text("type")) {
      case "welcome" -> new V1Event.Welcome(keys.channel(), keys.peer("id"), keys.proxy());
      case "joined" -> new V1Event.Joined(keys.peer("id"), keys.details(), keys.proxy());
      case "ready" -> new V1Event.Ready();
      case "left" -> new V1Event.Left(keys.peer("id"), keys.proxy());
      case "broadcast" -> new V1Event.Broadcast(keys.peer("from"), message);
      case "message" -> new V1Event.Received(keys.peer("from"), Call.PLAIN, message);
      case "request" -> received(keys, Call.Kind.REQUEST, message);
      case "reply" -> received(keys, Call.Kind.REPLY, message);
      case "delivered" ->
          new V1Event.Answered(
              keys.peer("to"),
              new Call(Call.Kind.ACKNOWLEDGED, keys.number("ref")),
              Outcome.DELIVERED);
      case "undelivered" -> undelivered(keys);
      case "error" -> new V1Event.Wrong(keys.optional("ref"), keys.text("why"));
      default -> null;
    };
  }

  private static V1Event received(Keys keys, Call.Kind kind, Message message)
      throws ProtocolException {
    return new V1Event.Received(keys.peer("from"), new Call(kind, keys.number("ref")), message);
  }

  /** Words that we do not know are handed on as they are. */
  private static V1Event undelivered(Keys keys) throws ProtocolException {
    String why = keys.text("why");
    OptionalLong ref = keys.optional("ref");
    Call call = ref.isPresent() ? new Call(Call.Kind.ACKNOWLEDGED, ref.getAsLong()) : Call.PLAIN;
    for (Outcome outcome : Outcome.values()) {
      if (outcome.words().equals(why)) {
        return new V1Event.Answered(keys.peer("to"), call, outcome);
      }
    }
    return new V1Event.Wrong(ref, why);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static ProtocolException bad(String sentence) {
    return new ProtocolException(CloseReason.BAD_MESSAGE, sentence);
  }

  /** The values of an object, by their keys; of repeated ones the last. */
  private static final class Keys {
    private final Map<String, Place> places = new HashMap<>();

    private String text(String key) {
      Place place = places.get(key);
      return place != null && place.isString() ? place.string() : "";
    }

    /** As a text or as a number. */
    private String word(String key) {
      Place place = places.get(key);
      return place != null && place.kind() == JsonToken.VALUE_NUMBER_INT
          ? new String(place.copy(), US_ASCII)
          : text(key);
    }

    private OptionalLong optional(String key) {
      String digits = word(key);
      return digits.matches("\\d{1,16}")
          ? OptionalLong.of(Math.min(Long.parseLong(digits), Call.NUMBER_MAX))
          : OptionalLong.empty();
    }

    private long number(String key) throws ProtocolException {
      return optional(key).orElseThrow(() -> bad(key + " is no number"));
    }

    private PeerId peer(String key) throws ProtocolException {
      return PeerId.parse(word(key)).orElseThrow(() -> bad(key + " is no peer id"));
    }

    private @Nullable ProxyId proxy() {
      return ProxyId.parse(text("proxy")).orElse(null);
    }

    private ChannelKey channel() throws ProtocolException {
      return new ChannelKey(
          Scope.parse(text("scope")).orElseThrow(() -> bad("scope is none")),
          ChannelName.parse(text("channel")).orElseThrow(() -> bad("channel is none")));
    }

    private PeerDetails details() {
      return new PeerDetails(
          legal("name", PeerDetails::isName),
          legal("kind", PeerDetails::isKind),
          legal("origin", PeerDetails::isOrigin));
    }

    private String legal(String key, Predicate<String> rule) {
      String text = text(key);
      return rule.test(text) ? text : "";
    }

    /** What stands under "data": a string as text, any other value as it was written. */
    private Message message() {
      Place place = places.get("data");
      if (place == null) {
        return EMPTY;
      }
      return place.isString()
          ? Message.text(place.string())
          : Message.owning(Message.Kind.JSON, place.copy());
    }
  }
}
