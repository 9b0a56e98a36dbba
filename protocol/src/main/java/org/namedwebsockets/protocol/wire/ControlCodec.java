package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ControlEvent;
import org.namedwebsockets.protocol.ControlRequest;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.wire.JsonScan.Place;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * The messages of the seed's control sockets: JSON objects with {@code Action}, {@code Source},
 * {@code Target} and {@code Payload}.
 *
 * <p>Written to the byte as the seed wrote them: all four keys, in this order, no blanks, ids as
 * bare numbers where {@link PeerId#isNumber}. Read leniently: in any order and case, missing keys
 * and null are 0 or "", unknown ones are passed over, of repeated ones the last counts. Pure: holds
 * nothing.
 */
public final class ControlCodec {
  /** What any string of a legal id may take, each character escaped, with its quotes. */
  private static final int ID_BYTES_MAX = PeerId.LENGTH_MAX * "\\u0000".length() + 2;

  private static final PeerId ZERO = new PeerId("0");
  private static final byte[] NO_TEXT = {'"', '"'};
  private static final byte[] SOURCE = ascii("\",\"Source\":");
  private static final byte[] TARGET = ascii(",\"Target\":");
  private static final byte[] PAYLOAD = ascii(",\"Payload\":");

  private static final byte[] CONNECT = action("connect");
  private static final byte[] DISCONNECT = action("disconnect");
  private static final byte[] MESSAGE = action("message");
  private static final byte[] BINARY = action("binary");
  private static final byte[] UNDELIVERED = action("undelivered");
  private static final byte[] READY = action("ready");
  private static final byte[] SENDER = action("sender");

  private ControlCodec() {}

  /**
   * Reads what a client sent on its control socket.
   *
   * @param utf8 one whole text message; neither kept nor changed
   * @return what it asks; a {@code Source} in it is passed over
   * @throws ProtocolException {@link CloseReason#BAD_TEXT} if it is not one JSON value or nests
   *     deeper than 500, {@link CloseReason#BAD_MESSAGE} if it is, but of a wrong shape
   */
  public static ControlRequest parse(byte[] utf8) throws ProtocolException {
    var keys = new Keys();
    if (!JsonScan.object(utf8, keys::take)) {
      throw badMessage("a control message is a JSON object");
    }
    boolean binary = isBinary(keys.action);
    PeerId target = target(keys.target);
    Message message =
        binary
            ? Message.owning(Message.Kind.BINARY, bytes(keys.payload))
            : Message.owning(Message.Kind.JSON, json(keys.payload));
    return new ControlRequest(target, message);
  }

  /**
   * Writes what a proxy says on a control socket.
   *
   * @param event what it says
   * @return one whole text message in UTF-8, owned by the caller
   */
  public static byte[] write(ControlEvent event) {
    return switch (event) {
      case ControlEvent.Connect(var you, var peer) -> line(CONNECT, you, peer, NO_TEXT);
      case ControlEvent.Disconnect(var you, var peer) -> line(DISCONNECT, you, peer, NO_TEXT);
      case ControlEvent.Received(var from, var you, var message) -> received(from, you, message);
      case ControlEvent.Undelivered(var you, var to, var why) ->
          line(UNDELIVERED, you, to, JsonParts.quoted(why));
      case ControlEvent.Ready(var you) -> line(READY, you, ZERO, NO_TEXT);
      case ControlEvent.Sender(var from, var you, var number) ->
          line(SENDER, from, you, ascii(Long.toString(number)));
    };
  }

  private static byte[] received(PeerId from, PeerId you, Message message) {
    return switch (message.kind()) {
      case TEXT -> line(MESSAGE, from, you, JsonParts.quoted(message.asText()));
      case JSON -> {
        byte[] line = start(MESSAGE, from, you, message.length());
        message.copyTo(line, line.length - 1 - message.length());
        yield line;
      }
      case BINARY -> {
        byte[] raw = message.toBytes();
        byte[] base64 = Base64.getEncoder().encode(raw);
        byte[] line = start(BINARY, from, you, base64.length + 2);
        int at = line.length - 1 - (base64.length + 2);
        line[at] = '"';
        System.arraycopy(base64, 0, line, at + 1, base64.length);
        line[line.length - 2] = '"';
        yield line;
      }
    };
  }

  private static byte[] line(byte[] action, PeerId source, PeerId target, byte[] payload) {
    byte[] line = start(action, source, target, payload.length);
    System.arraycopy(payload, 0, line, line.length - 1 - payload.length, payload.length);
    return line;
  }

  /** A whole line but for its payload, whose place is left free before the last brace. */
  private static byte[] start(byte[] action, PeerId source, PeerId target, int payloadLength) {
    int length = action.length + SOURCE.length + TARGET.length + PAYLOAD.length;
    byte[] line = new byte[length + idLength(source) + idLength(target) + payloadLength + 1];
    int at = put(line, 0, action);
    at = put(line, at, SOURCE);
    at = put(line, at, source);
    at = put(line, at, TARGET);
    at = put(line, at, target);
    put(line, at, PAYLOAD);
    line[line.length - 1] = '}';
    return line;
  }

  private static int idLength(PeerId id) {
    return id.value().length() + (id.isNumber() ? 0 : 2);
  }

  private static int put(byte[] line, int at, byte[] part) {
    System.arraycopy(part, 0, line, at, part.length);
    return at + part.length;
  }

  private static int put(byte[] line, int at, PeerId id) {
    int end = at + idLength(id);
    int first = id.isNumber() ? at : at + 1;
    line[at] = '"';
    line[end - 1] = '"';
    for (int i = 0; i < id.value().length(); i++) {
      line[first + i] = (byte) id.value().charAt(i);
    }
    return end;
  }

  private static boolean isBinary(@Nullable Place action) throws ProtocolException {
    if (action != null && !action.isString()) {
      throw badMessage("Action is not a string");
    }
    return switch (action == null || action.length() > ID_BYTES_MAX ? "" : action.string()) {
      case "message" -> false;
      case "binary" -> true;
      default -> throw badMessage("Action is neither \"message\" nor \"binary\"");
    };
  }

  private static PeerId target(@Nullable Place target) throws ProtocolException {
    if (target == null) {
      return ZERO;
    }
    if (target.length() <= ID_BYTES_MAX) {
      if (target.isString()) {
        return PeerId.parse(target.string()).orElseThrow(ControlCodec::badTarget);
      }
      if (target.kind() == JsonToken.VALUE_NUMBER_INT) {
        return PeerId.parse(new String(target.copy(), US_ASCII))
            .filter(PeerId::isNumber)
            .orElseThrow(ControlCodec::badTarget);
      }
    }
    throw badTarget();
  }

  private static byte[] json(@Nullable Place payload) {
    return payload == null ? NO_TEXT.clone() : payload.copy();
  }

  private static byte[] bytes(@Nullable Place payload) throws ProtocolException {
    if (payload == null) {
      return new byte[0];
    }
    if (payload.isString()) {
      try {
        return payload.base64();
      } catch (JacksonException e) {
        throw badMessage("Payload of \"binary\" is not base64");
      }
    }
    throw badMessage("Payload of \"binary\" is not a string");
  }

  private static byte[] action(String word) {
    return ascii("{\"Action\":\"" + word);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static ProtocolException badTarget() {
    return badMessage(
        "Target is neither a whole number below 2^63 nor a string of 1 to 64 of A-Z a-z 0-9 _ -");
  }

  private static ProtocolException badMessage(String sentence) {
    return new ProtocolException(CloseReason.BAD_MESSAGE, sentence);
  }

  /** Where the keys' values stand, as far as they were there. */
  private static final class Keys {
    private @Nullable Place action;
    private @Nullable Place target;
    private @Nullable Place payload;

    private void take(String name, Place value) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "action" -> action = present(value);
        case "target" -> target = present(value);
        case "payload" -> payload = value;
        default -> {
          // Source is put in by the proxy; others may come from a later version.
        }
      }
    }

    private static @Nullable Place present(Place value) {
      return value.kind() == JsonToken.VALUE_NULL ? null : value;
    }
  }
}
