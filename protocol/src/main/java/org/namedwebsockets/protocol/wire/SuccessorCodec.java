package org.namedwebsockets.protocol.wire;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.SuccessorEvent;
import org.namedwebsockets.protocol.SuccessorRequest;
import org.namedwebsockets.protocol.wire.JsonScan.Place;

/**
 * The messages of the original's successor of 2015: JSON objects with {@code action}, {@code
 * source}, {@code target} and {@code data}, all strings, in this order, empty ones left out.
 *
 * <p>It knew text only. Bytes go out as the action {@code binary}, in base64, which its clients
 * pass over. Pure: holds nothing.
 */
public final class SuccessorCodec {
  private static final byte[] DATA = utf8(",\"data\":");
  private static final byte[] END = utf8("}");

  private SuccessorCodec() {}

  /**
   * Reads what a client sent.
   *
   * @param utf8 one whole text message
   * @return what it asks; a {@code source} in it is passed over
   * @throws ProtocolException {@link CloseReason#BAD_TEXT} if it is not JSON, {@link
   *     CloseReason#BAD_MESSAGE} if it is, but of a wrong shape
   */
  public static SuccessorRequest parse(byte[] utf8) throws ProtocolException {
    var keys = new Keys();
    if (!JsonScan.object(utf8, keys::take)) {
      throw bad("a message is a JSON object");
    }
    return switch (JsonParts.word(keys.action)) {
      case "broadcast" -> new SuccessorRequest.Broadcast(Message.text(text(keys.data)));
      case "message" -> {
        PeerId target = JsonParts.id(keys.target).orElseThrow(() -> bad("target is no peer id"));
        byte[] quoted = JsonParts.quoted(text(keys.data));
        yield new SuccessorRequest.Direct(target, Message.owning(Message.Kind.JSON, quoted));
      }
      case "status" -> new SuccessorRequest.Status();
      default -> throw bad("action is none of \"broadcast\", \"message\", \"status\"");
    };
  }

  private static String text(@Nullable Place data) throws ProtocolException {
    if (data != null && !data.isString()) {
      throw bad("data is not a string");
    }
    return data == null ? "" : JsonParts.text(data);
  }

  /**
   * Writes what a proxy says.
   *
   * @param event what it says
   * @return one whole text message in UTF-8, owned by the caller
   */
  public static byte[] write(SuccessorEvent event) {
    return switch (event) {
      case SuccessorEvent.Connect(var you, var peer) -> head("connect", you, peer, NOTHING);
      case SuccessorEvent.Disconnect(var you, var peer) -> head("disconnect", you, peer, NOTHING);
      case SuccessorEvent.Broadcast(var from, var message) ->
          head(action("broadcast", message), from, null, data(message));
      case SuccessorEvent.Received(var from, var you, var message) ->
          head(action("message", message), from, you, data(message));
      case SuccessorEvent.Status(var you) -> head("status", null, you, NOTHING);
      case SuccessorEvent.Undelivered(var you, var to, var why) ->
          head("undelivered", you, to, JsonParts.quoted(why));
    };
  }

  private static final byte[] NOTHING = {'"', '"'};

  private static String action(String action, Message message) {
    return message.kind() == Message.Kind.BINARY ? "binary" : action;
  }

  /** A JSON string stands as it is; any other value as the text it is. */
  private static byte[] data(Message message) {
    byte[] bytes = message.toBytes();
    return switch (message.kind()) {
      case TEXT -> JsonParts.quoted(message.asText());
      case JSON -> bytes[0] == '"' ? bytes : JsonParts.quoted(message.asText());
      case BINARY -> JsonParts.quoted(Base64.getEncoder().encodeToString(bytes));
    };
  }

  private static byte[] head(
      String action, @Nullable PeerId source, @Nullable PeerId target, byte[] data) {
    byte[] head =
        utf8(
            "{\"action\":\""
                + action
                + '"'
                + (source == null ? "" : ",\"source\":\"" + source.value() + '"')
                + (target == null ? "" : ",\"target\":\"" + target.value() + '"'));
    return data.length == NOTHING.length
        ? JsonParts.joined(head, END)
        : JsonParts.joined(head, DATA, data, END);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static ProtocolException bad(String sentence) {
    return new ProtocolException(CloseReason.BAD_MESSAGE, sentence);
  }

  /** Where the keys' values stand, as far as they were there. */
  private static final class Keys {
    private @Nullable Place action;
    private @Nullable Place target;
    private @Nullable Place data;

    private void take(String name, Place value) {
      switch (name) {
        case "action" -> action = JsonParts.present(value);
        case "target" -> target = JsonParts.present(value);
        case "data" -> data = JsonParts.present(value);
        default -> {
          // source is put in by the proxy
        }
      }
    }
  }
}
