package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.protocol.V1Event;
import org.namedwebsockets.protocol.V1Request;
import org.namedwebsockets.protocol.wire.JsonScan.Place;
import tools.jackson.core.JsonToken;

/**
 * The frames of the form {@code nws.v1}: JSON objects in text frames, and in binary frames a JSON
 * object on the first line with the payload behind it.
 *
 * <p>Read leniently: keys in any order, unknown ones are passed over, of repeated ones the last
 * counts. What is JSON but makes no sense is a value, {@link V1Request.Wrong}: the socket goes on.
 * Pure: holds nothing.
 */
public final class V1Codec {
  /** The longest first line of a binary frame, without its line feed, bytes. */
  public static final int LINE_BYTES_MAX = 1024;

  /** How long a request waits unless it says otherwise, milliseconds. */
  public static final int PATIENCE_MS = 10_000;

  /** How long a request may wait, milliseconds. */
  public static final int PATIENCE_MS_MAX = 600_000;

  private static final String BAD_NUMBER = "ref is a whole number from 0 to 2^53 - 1";
  private static final int DIGITS_MAX = Long.toString(Call.NUMBER_MAX).length();

  private V1Codec() {}

  /**
   * Reads what a client sent.
   *
   * @param frame one whole text or binary message
   * @return what it asks
   * @throws ProtocolException {@link CloseReason#BAD_TEXT} if it is not JSON or nests deeper than
   *     500, or if a binary one begins with no line of JSON; {@link CloseReason#BAD_MESSAGE} if it
   *     is no object
   */
  public static V1Request parse(Message frame) throws ProtocolException {
    byte[] bytes = frame.toBytes();
    byte[] json = bytes;
    Message payload = null;
    if (frame.kind() == Message.Kind.BINARY) {
      int end = endOfLine(bytes);
      json = Arrays.copyOf(bytes, end);
      byte[] rest = Arrays.copyOfRange(bytes, end + 1, bytes.length);
      payload = Message.owning(Message.Kind.BINARY, rest);
    }
    var keys = new Keys();
    if (!JsonScan.object(json, keys::take)) {
      throw new ProtocolException(CloseReason.BAD_MESSAGE, "a message is a JSON object");
    }
    return request(keys, payload);
  }

  private static int endOfLine(byte[] bytes) throws ProtocolException {
    int max = Math.min(bytes.length, LINE_BYTES_MAX + 1);
    for (int i = 0; i < max; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    throw new ProtocolException(
        CloseReason.BAD_TEXT,
        "a binary message begins with a line of JSON of at most " + LINE_BYTES_MAX + " bytes");
  }

  private static V1Request request(Keys keys, @Nullable Message payload) {
    OptionalLong number = number(keys.ref, Call.NUMBER_MAX);
    return switch (JsonParts.word(keys.type)) {
      case "broadcast" -> broadcast(keys, number, payload);
      case "send" -> {
        Call.Kind kind = keys.ref == null ? Call.Kind.PLAIN : Call.Kind.ACKNOWLEDGED;
        yield addressed(keys, number, payload, kind);
      }
      case "request" -> addressed(keys, number, payload, Call.Kind.REQUEST);
      case "reply" -> addressed(keys, number, payload, Call.Kind.REPLY);
      default -> wrong(number, "type is none of broadcast, send, request, reply");
    };
  }

  private static V1Request broadcast(Keys keys, OptionalLong number, @Nullable Message payload) {
    if (payload != null) {
      return new V1Request.Broadcast(payload);
    }
    Place data = keys.data;
    if (data == null || !data.isString()) {
      return wrong(number, "data of a broadcast is a string");
    }
    return new V1Request.Broadcast(Message.text(JsonParts.text(data)));
  }

  private static V1Request addressed(
      Keys keys, OptionalLong number, @Nullable Message payload, Call.Kind kind) {
    if (number.isEmpty() && kind != Call.Kind.PLAIN) {
      return wrong(number, BAD_NUMBER);
    }
    Optional<PeerId> to = JsonParts.id(keys.to);
    if (to.isEmpty()) {
      return wrong(number, "to is no peer id; " + PeerId.RULE);
    }
    Message message = payload;
    if (message == null) {
      if (keys.data == null) {
        return wrong(number, "data is missing");
      }
      message = Message.owning(Message.Kind.JSON, keys.data.copy());
    }
    if (kind != Call.Kind.REQUEST) {
      return new V1Request.Send(to.get(), new Call(kind, number.orElse(0)), message);
    }
    OptionalLong patience = number(keys.timeout, PATIENCE_MS_MAX);
    if (keys.timeout != null && patience.orElse(0) == 0) {
      return wrong(number, "timeout is 1 to " + PATIENCE_MS_MAX + " milliseconds");
    }
    int patienceMs = (int) patience.orElse(PATIENCE_MS);
    return new V1Request.Ask(to.get(), number.orElse(0), patienceMs, message);
  }

  private static OptionalLong number(@Nullable Place place, long max) {
    if (place == null
        || place.kind() != JsonToken.VALUE_NUMBER_INT
        || place.length() > DIGITS_MAX) {
      return OptionalLong.empty();
    }
    String digits = new String(place.copy(), US_ASCII);
    long number = digits.charAt(0) == '-' ? Long.MAX_VALUE : Long.parseLong(digits);
    return number <= max ? OptionalLong.of(number) : OptionalLong.empty();
  }

  private static V1Request wrong(OptionalLong number, String why) {
    return new V1Request.Wrong(number, why);
  }

  /**
   * Whether something is said in a binary frame.
   *
   * @param event what a proxy says
   * @return false if it is said in a text frame
   */
  public static boolean isBinary(V1Event event) {
    return switch (event) {
      case V1Event.Broadcast(var _, var message) -> isBytes(message);
      case V1Event.Received(var _, var _, var message) -> isBytes(message);
      case V1Event.Welcome _, V1Event.Joined _, V1Event.Ready _, V1Event.Left _ -> false;
      case V1Event.Answered _, V1Event.Wrong _ -> false;
    };
  }

  /**
   * Writes what a proxy says.
   *
   * @param event what it says
   * @return one whole message, text unless it {@link #isBinary}, owned by the caller
   */
  public static byte[] write(V1Event event) {
    return switch (event) {
      case V1Event.Welcome(var key, var you, var proxy) -> {
        JsonText json = type("welcome").field("scope").string(key.scope().word());
        json.field("channel").string(key.name().value()).field("id").string(you.value());
        yield proxy(json, proxy).toUtf8();
      }
      case V1Event.Joined(var peer, var details, var proxy) -> joined(peer, details, proxy);
      case V1Event.Ready() -> type("ready").toUtf8();
      case V1Event.Left(var peer, var proxy) ->
          proxy(type("left").field("id").string(peer.value()), proxy).toUtf8();
      case V1Event.Broadcast(var from, var message) ->
          JsonParts.joined(beforeData(from, message), data(message), afterData(message));
      case V1Event.Received(var from, var call, var message) -> received(from, call, message);
      case V1Event.Answered(var to, var call, var outcome) -> answered(to, call, outcome);
      case V1Event.Wrong(var number, var why) -> wrong("error", number, why);
    };
  }

  private static byte[] joined(PeerId peer, PeerDetails details, @Nullable ProxyId proxy) {
    JsonText json = type("joined").field("id").string(peer.value());
    optional(json, "name", details.name());
    optional(json, "kind", details.kind());
    optional(json, "origin", details.origin());
    return proxy(json, proxy).toUtf8();
  }

  private static byte[] received(PeerId from, Call call, Message message) {
    String type =
        switch (call.kind()) {
          case PLAIN, ACKNOWLEDGED -> "message";
          case REQUEST -> "request";
          case REPLY -> "reply";
        };
    boolean numbered = call.kind() == Call.Kind.REQUEST || call.kind() == Call.Kind.REPLY;
    String ref = numbered ? ",\"ref\":" + call.number() : "";
    return withData("{\"type\":\"" + type + "\",\"from\":\"" + from.value() + '"' + ref, message);
  }

  /** An id needs no escapes. */
  private static byte[] withData(String beginning, Message message) {
    return JsonParts.joined(before(beginning, message), data(message), afterData(message));
  }

  private static byte[] before(String beginning, Message message) {
    return ascii(beginning + (isBytes(message) ? "}\n" : ",\"data\":"));
  }

  /**
   * What stands before the payload of a broadcast, for a caller that writes it to many at once.
   *
   * @param from who sent it
   * @param message text, which follows as {@link JsonEscapes} writes it, or binary
   * @return the first bytes of the frame
   */
  public static byte[] beforeData(PeerId from, Message message) {
    return before("{\"type\":\"broadcast\",\"from\":\"" + from.value() + '"', message);
  }

  /**
   * What stands behind the payload of a broadcast.
   *
   * @param message text or binary
   * @return the last bytes of the frame
   */
  public static byte[] afterData(Message message) {
    return ascii(isBytes(message) ? "" : "}");
  }

  private static boolean isBytes(Message message) {
    return message.kind() == Message.Kind.BINARY;
  }

  private static byte[] data(Message message) {
    if (message.kind() != Message.Kind.TEXT) {
      return message.toBytes();
    }
    ByteBuffer quoted = ByteBuffer.allocate(JsonEscapes.length(message));
    JsonEscapes.write(message, quoted::put);
    return quoted.array();
  }

  private static byte[] answered(PeerId to, Call call, Outcome outcome) {
    boolean numbered = call.kind() != Call.Kind.PLAIN;
    OptionalLong number = numbered ? OptionalLong.of(call.number()) : OptionalLong.empty();
    if (outcome.isFault()) {
      return wrong("error", number, outcome.words());
    }
    boolean delivered = outcome == Outcome.DELIVERED;
    JsonText json = type(delivered ? "delivered" : "undelivered").field("to").string(to.value());
    number.ifPresent(ref -> json.field("ref").number(ref));
    return (delivered ? json : json.field("why").string(outcome.words())).toUtf8();
  }

  private static byte[] wrong(String type, OptionalLong number, String why) {
    JsonText json = type(type);
    number.ifPresent(ref -> json.field("ref").number(ref));
    return json.field("why").string(why).toUtf8();
  }

  private static JsonText type(String type) {
    return new JsonText().object().field("type").string(type);
  }

  private static void optional(JsonText json, String key, String value) {
    if (!value.isEmpty()) {
      json.field(key).string(value);
    }
  }

  private static JsonText proxy(JsonText json, @Nullable ProxyId proxy) {
    return proxy == null ? json : json.field("proxy").string(proxy.value());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(UTF_8);
  }

  /** Where the keys' values stand, as far as they were there. */
  private static final class Keys {
    private @Nullable Place type;
    private @Nullable Place to;
    private @Nullable Place ref;
    private @Nullable Place timeout;
    private @Nullable Place data;

    private void take(String name, Place value) {
      switch (name) {
        case "type" -> type = JsonParts.present(value);
        case "to" -> to = JsonParts.present(value);
        case "ref" -> ref = JsonParts.present(value);
        case "timeout" -> timeout = JsonParts.present(value);
        case "data" -> data = value;
        default -> {
          // Others may come from a later version.
        }
      }
    }
  }
}
