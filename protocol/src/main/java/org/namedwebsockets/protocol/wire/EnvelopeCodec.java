package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * Envelopes as binary WebSocket messages of a bridge: one byte that says what it is, one or two
 * peer ids with a length byte before each, and all that is left is the payload.
 *
 * <p>The first byte holds the envelope in its low half (1 joined, 2 left, 3 broadcast, 4 direct, 5
 * undelivered, 6 called, 7 answered) and the payload's kind in its high half (0 no payload, 1 text,
 * 2 binary, 3 JSON). Read strictly: what another proxy sends goes to pages and programs that were
 * promised UTF-8 and JSON. Pure: holds nothing.
 */
public final class EnvelopeCodec {
  private static final int JOINED = 1;
  private static final int LEFT = 2;
  private static final int BROADCAST = 3;
  private static final int DIRECT = 4;
  private static final int UNDELIVERED = 5;
  private static final int CALLED = 6;
  private static final int ANSWERED = 7;

  /** A name has at most three bytes for each of JavaScript's characters. */
  private static final int DETAILS_BYTES_MAX =
      (1 + 3 * PeerDetails.NAME_LENGTH_MAX)
          + (1 + PeerDetails.KIND_LENGTH_MAX)
          + (1 + PeerDetails.ORIGIN_LENGTH_MAX);

  /** What the head of an envelope may take before its payload, bytes: that of a joined. */
  public static final int HEAD_BYTES_MAX = 1 + 1 + PeerId.LENGTH_MAX + DETAILS_BYTES_MAX;

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
      case Envelope.Joined(var peer, var details) -> joined(peer, details);
      case Envelope.Left(var peer) -> head(LEFT, peer);
      case Envelope.Broadcast(var from, var message) -> head(BROADCAST | flag(message), from);
      case Envelope.Direct(var from, var to, var message) -> head(DIRECT | flag(message), from, to);
      case Envelope.Undelivered(var from, var to) -> head(UNDELIVERED, from, to);
      case Envelope.Called(var from, var to, var call, var message) ->
          withCall(head(CALLED | flag(message), from, to), call, 0).array();
      case Envelope.Answered(var from, var to, var call, var outcome) ->
          withCall(head(ANSWERED, from, to), call, 1).put((byte) code(outcome)).array();
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
      case Envelope.Called(var _, var _, var _, var message) -> Optional.of(message);
      case Envelope.Joined _, Envelope.Left _, Envelope.Undelivered _, Envelope.Answered _ ->
          Optional.empty();
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
      case JOINED -> last(in, kind, new Envelope.Joined(id(in), details(in)));
      case LEFT -> last(in, kind, new Envelope.Left(id(in)));
      case BROADCAST -> new Envelope.Broadcast(id(in), message(in, kind, Message.Kind.TEXT));
      case DIRECT -> new Envelope.Direct(id(in), id(in), message(in, kind, Message.Kind.JSON));
      case UNDELIVERED -> last(in, kind, new Envelope.Undelivered(id(in), id(in)));
      case CALLED ->
          new Envelope.Called(id(in), id(in), call(in), message(in, kind, Message.Kind.JSON));
      case ANSWERED -> last(in, kind, answered(in));
      default -> throw bad("no envelope begins with byte " + first);
    };
  }

  private static byte[] joined(PeerId peer, PeerDetails details) {
    byte[] head = head(JOINED, peer);
    if (details.equals(PeerDetails.NONE)) {
      return head;
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(head);
    for (String part : List.of(details.name(), details.kind(), details.origin())) {
      byte[] utf8 = part.getBytes(UTF_8);
      out.write(utf8.length);
      out.writeBytes(utf8);
    }
    return out.toByteArray();
  }

  private static PeerDetails details(ByteBuffer in) throws ProtocolException {
    if (!in.hasRemaining()) {
      return PeerDetails.NONE;
    }
    String name = part(in);
    String kind = part(in);
    String origin = part(in);
    if (!(name.isEmpty() || PeerDetails.isName(name))) {
      throw bad(PeerDetails.NAME_RULE);
    }
    if (!(kind.isEmpty() || PeerDetails.isKind(kind))) {
      throw bad(PeerDetails.KIND_RULE);
    }
    if (!(origin.isEmpty() || PeerDetails.isOrigin(origin))) {
      throw bad("this is no origin");
    }
    PeerDetails details = new PeerDetails(name, kind, origin);
    if (details.equals(PeerDetails.NONE)) {
      throw bad("details that say nothing are left out");
    }
    return details;
  }

  private static String part(ByteBuffer in) throws ProtocolException {
    if (!in.hasRemaining()) {
      throw bad("details end early");
    }
    byte[] utf8 = counted(in);
    JsonScan.checkUtf8(utf8);
    return new String(utf8, UTF_8);
  }

  private static ByteBuffer withCall(byte[] head, Call call, int more) {
    return ByteBuffer.allocate(head.length + 1 + Long.BYTES + more)
        .put(head)
        .put((byte) code(call.kind()))
        .putLong(call.number());
  }

  private static Call call(ByteBuffer in) throws ProtocolException {
    if (in.remaining() < 1 + Long.BYTES) {
      throw bad("a call ends early");
    }
    int code = in.get();
    Call.Kind kind =
        switch (code) {
          case 1 -> Call.Kind.ACKNOWLEDGED;
          case 2 -> Call.Kind.REQUEST;
          case 3 -> Call.Kind.REPLY;
          default -> throw bad("a call is of kind 1, 2 or 3, not " + code);
        };
    long number = in.getLong();
    if (number < 0 || number > Call.NUMBER_MAX) {
      throw bad("the number of a call is below 2^53");
    }
    return new Call(kind, number);
  }

  private static Envelope answered(ByteBuffer in) throws ProtocolException {
    PeerId from = id(in);
    PeerId to = id(in);
    Call call = call(in);
    int code = in.hasRemaining() ? in.get() : -1;
    Outcome outcome =
        switch (code) {
          case 0 -> Outcome.DELIVERED;
          case 1 -> Outcome.NO_SUCH_PEER;
          case 2 -> Outcome.NO_DIRECTS;
          case 3 -> Outcome.NO_REQUESTS;
          case 4 -> Outcome.TOO_MANY_WAIT;
          case 5 -> Outcome.PEER_LEFT;
          default -> throw bad("no outcome has the number " + code);
        };
    if (call.kind() == Call.Kind.REPLY
        || (call.kind() == Call.Kind.REQUEST && outcome == Outcome.DELIVERED)) {
      throw bad("a " + call.kind() + " is not answered so");
    }
    return new Envelope.Answered(from, to, call, outcome);
  }

  private static int code(Call.Kind kind) {
    return switch (kind) {
      case PLAIN -> 0;
      case ACKNOWLEDGED -> 1;
      case REQUEST -> 2;
      case REPLY -> 3;
    };
  }

  private static int code(Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> 0;
      case NO_SUCH_PEER -> 1;
      case NO_DIRECTS -> 2;
      case NO_REQUESTS -> 3;
      case TOO_MANY_WAIT -> 4;
      case PEER_LEFT -> 5;
      case TIMED_OUT, TOO_BIG, NUMBER_TAKEN, TOO_MANY_CALLS ->
          throw new IllegalArgumentException(outcome + " is found out at this end");
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
    // A byte beyond ASCII becomes a character that no id has.
    return PeerId.parse(new String(counted(in), US_ASCII)).orElseThrow(() -> bad(PeerId.RULE));
  }

  /** So many bytes as a byte before them says. */
  private static byte[] counted(ByteBuffer in) throws ProtocolException {
    int length = in.hasRemaining() ? in.get() & 0xff : 0;
    if (length > in.remaining()) {
      throw bad("a part of " + length + " bytes in " + in.remaining());
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
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
