package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * Envelopes as binary WebSocket messages of a bridge: one byte that says what it is, one or two
 * peer ids with a length byte before each, and all that is left is the payload.
 *
 * <p>The first byte holds the envelope in its low half (1 joined, 2 left, 3 broadcast, 4 direct, 5
 * undelivered) and the payload's kind in its high half (0 no payload, 1 text, 2 binary, 3 JSON).
 * Read strictly: what another proxy sends goes to pages and programs that were promised UTF-8 and
 * JSON. Pure: holds nothing.
 */
public final class EnvelopeCodec {
  private static final int JOINED = 1;
  private static final int LEFT = 2;
  private static final int BROADCAST = 3;
  private static final int DIRECT = 4;
  private static final int UNDELIVERED = 5;

  /** What the head of an envelope may take before its payload, bytes. */
  public static final int HEAD_BYTES_MAX = 1 + 2 * (1 + PeerId.LENGTH_MAX);

  private EnvelopeCodec() {}

  /**
   * Writes an envelope whole.
   *
   * @param envelope what to say
   * @return one binary message, owned by the caller
   */
  public static byte[] encode(Envelope envelope) {
    byte[] head = head(envelope);
    Optional<Message> body = body(envelope);
    if (body.isEmpty()) {
      return head;
    }
    byte[] whole = new byte[head.length + body.get().length()];
    System.arraycopy(head, 0, whole, 0, head.length);
    body.get().copyTo(whole, head.length);
    return whole;
  }

  /**
   * Writes what stands before the payload, for a caller that has the payload at hand already.
   *
   * @param envelope what to say
   * @return the first bytes of the binary message; those of {@link #body} follow
   */
  public static byte[] head(Envelope envelope) {
    return switch (envelope) {
      case Envelope.Joined(var peer) -> head(JOINED, peer);
      case Envelope.Left(var peer) -> head(LEFT, peer);
      case Envelope.Broadcast(var from, var message) -> head(BROADCAST | flag(message), from);
      case Envelope.Direct(var from, var to, var message) -> head(DIRECT | flag(message), from, to);
      case Envelope.Undelivered(var from, var to) -> head(UNDELIVERED, from, to);
    };
  }

  /**
   * The payload of an envelope.
   *
   * @param envelope what to say
   * @return empty if it has none
   */
  public static Optional<Message> body(Envelope envelope) {
    return switch (envelope) {
      case Envelope.Broadcast(var _, var message) -> Optional.of(message);
      case Envelope.Direct(var _, var _, var message) -> Optional.of(message);
      case Envelope.Joined _, Envelope.Left _, Envelope.Undelivered _ -> Optional.empty();
    };
  }

  /**
   * Reads an envelope.
   *
   * @param in one whole binary message; read to its end and not kept
   * @return what it said
   * @throws ProtocolException {@link CloseReason#BAD_TEXT} if a payload is not the UTF-8 or JSON it
   *     says it is, {@link CloseReason#BAD_MESSAGE} if anything else is wrong
   */
  public static Envelope decode(ByteBuffer in) throws ProtocolException {
    if (!in.hasRemaining()) {
      throw bad("an envelope has at least 3 bytes, found 0");
    }
    int first = in.get() & 0xff;
    int kind = first >> 4;
    return switch (first & 0xf) {
      case JOINED -> last(in, kind, new Envelope.Joined(id(in)));
      case LEFT -> last(in, kind, new Envelope.Left(id(in)));
      case BROADCAST -> new Envelope.Broadcast(id(in), message(in, kind, Message.Kind.TEXT));
      case DIRECT -> new Envelope.Direct(id(in), id(in), message(in, kind, Message.Kind.JSON));
      case UNDELIVERED -> last(in, kind, new Envelope.Undelivered(id(in), id(in)));
      default -> throw bad("no envelope begins with byte " + first);
    };
  }

  private static byte[] head(int first, PeerId... ids) {
    int length = 1;
    for (PeerId id : ids) {
      length += 1 + id.value().length();
    }
    ByteBuffer out = ByteBuffer.allocate(length).put((byte) first);
    for (PeerId id : ids) {
      out.put((byte) id.value().length()).put(id.value().getBytes(US_ASCII));
    }
    return out.array();
  }

  private static int flag(Message message) {
    return switch (message.kind()) {
      case TEXT -> 1 << 4;
      case BINARY -> 2 << 4;
      case JSON -> 3 << 4;
    };
  }

  private static PeerId id(ByteBuffer in) throws ProtocolException {
    int length = in.hasRemaining() ? in.get() & 0xff : 0;
    if (length > in.remaining()) {
      throw bad("an id of " + length + " bytes in " + in.remaining());
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    // A byte beyond ASCII becomes a character that no id has.
    return PeerId.parse(new String(bytes, US_ASCII)).orElseThrow(() -> bad(PeerId.RULE));
  }

  private static Message message(ByteBuffer in, int kind, Message.Kind words)
      throws ProtocolException {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    if (kind == 2) {
      return Message.owning(Message.Kind.BINARY, bytes);
    }
    if (kind == 1 && words == Message.Kind.TEXT) {
      JsonScan.checkUtf8(bytes);
    } else if (kind == 3 && words == Message.Kind.JSON) {
      JsonScan.object(bytes, (_, _) -> {});
    } else {
      throw bad("no such envelope has a payload of kind " + kind);
    }
    return Message.owning(words, bytes);
  }

  private static Envelope last(ByteBuffer in, int kind, Envelope envelope)
      throws ProtocolException {
    if (kind != 0 || in.hasRemaining()) {
      throw bad("an envelope without payload has a payload");
    }
    return envelope;
  }

  private static ProtocolException bad(String detail) {
    return new ProtocolException(CloseReason.BAD_MESSAGE, detail);
  }
}
