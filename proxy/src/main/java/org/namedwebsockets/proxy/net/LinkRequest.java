package org.namedwebsockets.proxy.net;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the other end of a link asks for with a CONNECT. Reading and writing are pure.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8441 RFC 8441, "Bootstrapping WebSockets with HTTP/2"
 */
sealed interface LinkRequest {
  /** The stream on which both ends find the channels they share. */
  record Match() implements LinkRequest {}

  /** The stream on which both ends tell of further proxies. */
  record Peers() implements LinkRequest {}

  /**
   * The stream of a shared channel.
   *
   * @param slot which, 0 to 2^32 - 1
   * @param tag the proof, 32 bytes
   * @param messageBytesMax the largest payload the asking end takes, bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Shared(long slot, byte[] tag, int messageBytesMax) implements LinkRequest {}

  /**
   * Nothing we answer with 200.
   *
   * @param status what we answer
   * @param why a few words for the log
   */
  record Refused(int status, String why) implements LinkRequest {}

  /** The WebSocket subprotocol, which carries the version of everything inside. */
  String SUBPROTOCOL = "nws-link.1";

  String MATCH_PATH = "/match";
  String PEERS_PATH = "/peers";
  String SHARED_PATH = "/c/";

  String VERSION_HEADER = "sec-websocket-version";
  String SUBPROTOCOL_HEADER = "sec-websocket-protocol";
  String TAG_HEADER = "nws-tag";
  String MESSAGE_MAX_HEADER = "nws-message-max";

  int TAG_BYTES = 32;
  int BAD_REQUEST = 400;
  int FORBIDDEN = 403;
  int NOT_FOUND = 404;
  String NOT_FOUND_TEXT = "404";

  /** Reads a request. */
  static LinkRequest read(Http2Headers headers, boolean endOfStream) {
    if (endOfStream
        || !"CONNECT".contentEquals(text(headers.method()))
        || !"websocket".equals(text(headers.get(PseudoHeaderName.PROTOCOL.value())))) {
      return new Refused(BAD_REQUEST, "not a WebSocket CONNECT");
    }
    if (headers.contains("origin")) {
      return new Refused(FORBIDDEN, "a web page");
    }
    if (!"13".equals(text(headers.get(VERSION_HEADER)))
        || !SUBPROTOCOL.equals(text(headers.get(SUBPROTOCOL_HEADER)))) {
      return new Refused(BAD_REQUEST, "not " + SUBPROTOCOL);
    }
    String path = text(headers.path());
    return switch (path) {
      case MATCH_PATH -> new Match();
      case PEERS_PATH -> new Peers();
      default -> path.startsWith(SHARED_PATH) ? shared(path, headers) : noSuchPath();
    };
  }

  private static LinkRequest shared(String path, Http2Headers headers) {
    String tag = text(headers.get(TAG_HEADER));
    int messageMax = messageBytesMax(headers);
    if (!Forms.SLOT.matcher(path).matches()) {
      return noSuchPath();
    }
    long slot = Long.parseLong(path.substring(SHARED_PATH.length()));
    if (slot > Forms.SLOT_MAX) {
      return noSuchPath();
    }
    if (!Forms.TAG.matcher(tag).matches() || messageMax < 0) {
      return new Refused(BAD_REQUEST, "no tag or no message limit");
    }
    return new Shared(slot, HexFormat.of().parseHex(tag), messageMax);
  }

  private static Refused noSuchPath() {
    return new Refused(NOT_FOUND, "no such path");
  }

  /** The largest payload an end takes, out of its CONNECT or its 200; -1 if it does not say. */
  static int messageBytesMax(Http2Headers headers) {
    Matcher digits = Forms.MESSAGE_MAX.matcher(text(headers.get(MESSAGE_MAX_HEADER)));
    if (!digits.matches()) {
      return -1;
    }
    return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits.group()));
  }

  /** Asks for the match or for gossip. */
  static Http2Headers asking(String path) {
    Http2Headers headers =
        new DefaultHttp2Headers().method("CONNECT").scheme("https").authority("nws").path(path);
    return headers
        .set(PseudoHeaderName.PROTOCOL.value(), "websocket")
        .set(VERSION_HEADER, "13")
        .set(SUBPROTOCOL_HEADER, SUBPROTOCOL);
  }

  /** Asks for the stream of a shared channel. */
  static Http2Headers asking(long slot, byte[] tag, int messageBytesMax) {
    return asking(SHARED_PATH + slot)
        .set(TAG_HEADER, HexFormat.of().formatHex(tag))
        .set(MESSAGE_MAX_HEADER, Integer.toString(messageBytesMax));
  }

  /** Says yes. */
  static Http2Headers accepting(int messageBytesMax) {
    return new DefaultHttp2Headers()
        .status("200")
        .set(SUBPROTOCOL_HEADER, SUBPROTOCOL)
        .set(MESSAGE_MAX_HEADER, Integer.toString(messageBytesMax));
  }

  private static String text(@org.jspecify.annotations.Nullable CharSequence header) {
    return header == null ? "" : header.toString();
  }

  /** The forms of what stands in headers. */
  final class Forms {
    private static final long SLOT_MAX = 0xFFFF_FFFFL;
    private static final Pattern SLOT = Pattern.compile("/c/(0|[1-9][0-9]{0,9})");
    private static final Pattern TAG = Pattern.compile("[0-9a-f]{" + TAG_BYTES * 2 + "}");
    private static final Pattern MESSAGE_MAX = Pattern.compile("(0|[1-9][0-9]{0,17})");

    private Forms() {}
  }
}
