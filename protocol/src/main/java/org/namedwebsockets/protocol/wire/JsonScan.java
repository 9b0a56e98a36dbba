package org.namedwebsockets.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON as places in its bytes, so that a value can be passed on as it was written.
 *
 * <p>Only nesting is bounded here: the rest is bounded by the length of the bytes, which whoever
 * received them has checked. What is skipped is never copied.
 */
final class JsonScan {
  /** How many objects and arrays may stand in one another. */
  static final int DEPTH_MAX = 500;

  /** The encoding is given and never guessed: a guess of UTF-16 would move every place. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonScan() {}

  /** Told of each member of the outermost object, in the order of the text. */
  interface Members {
    void member(String name, Place value);
  }

  /**
   * Where a value stands.
   *
   * @param utf8 the bytes of the whole text
   * @param kind the value's first token
   * @param start the index of its first byte
   * @param end the index after its last
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Place(byte[] utf8, JsonToken kind, int start, int end) {
    boolean isString() {
      return kind == JsonToken.VALUE_STRING;
    }

    int length() {
      return end - start;
    }

    /** The value as it was written. */
    byte[] copy() {
      return Arrays.copyOfRange(utf8, start, end);
    }

    /** What a string says, without quotes and escapes. */
    String string() {
      return reread(JsonParser::getString);
    }

    /** The bytes a base64 string stands for. Throws JacksonException if it is not one. */
    byte[] base64() {
      return reread(JsonParser::getBinaryValue);
    }

    private <T> T reread(Function<JsonParser, T> read) {
      try (JsonParser parser =
          JSON.createParser(ObjectReadContext.empty(), utf8, start, length())) {
        parser.nextToken();
        return read.apply(parser);
      }
    }
  }

  /**
   * Reads one whole text.
   *
   * @param utf8 the text
   * @param members told of each member, if the text is an object
   * @return false if it is JSON, but no object
   * @throws ProtocolException {@link CloseReason#BAD_TEXT} if it is not UTF-8, not JSON, nested too
   *     deep, or if something follows
   */
  static boolean object(byte[] utf8, Members members) throws ProtocolException {
    checkUtf8(utf8);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), utf8)) {
      JsonToken root = parser.nextToken();
      if (root == null) {
        throw badText("an empty text is not JSON");
      }
      if (root == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          members.member(name, place(utf8, parser));
        }
      } else {
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw badText("something follows the JSON value at byte " + offset(parser));
      }
      return root == JsonToken.START_OBJECT;
    } catch (JacksonException e) {
      throw badText(sentence(e));
    }
  }

  /** Skips the value at hand. */
  private static Place place(byte[] utf8, JsonParser parser) {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    JsonToken kind = parser.currentToken();
    if (kind == JsonToken.VALUE_STRING) {
      return new Place(utf8, kind, start, endOfString(utf8, start));
    }
    parser.skipChildren();
    return new Place(utf8, kind, start, (int) parser.currentLocation().getByteOffset());
  }

  /** The parser has only seen the first quote, and will complain later if there is no second. */
  private static int endOfString(byte[] utf8, int start) {
    int at = start + 1;
    while (at < utf8.length && utf8[at] != '"') {
      at += utf8[at] == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, utf8.length);
  }

  /** The parser would let some bytes through that a browser takes for a broken connection. */
  static void checkUtf8(byte[] utf8) throws ProtocolException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(utf8);
    CharBuffer out = CharBuffer.allocate(Math.min(utf8.length, 4096) + 1);
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw badText("not UTF-8 at byte " + in.position());
    }
  }

  private static String sentence(JacksonException e) {
    return e instanceof StreamConstraintsException
        ? "JSON nests deeper than " + DEPTH_MAX
        : "not JSON at byte " + e.getLocation().getByteOffset();
  }

  private static long offset(JsonParser parser) {
    return parser.currentTokenLocation().getByteOffset();
  }

  private static ProtocolException badText(String detail) {
    return new ProtocolException(CloseReason.BAD_TEXT, detail);
  }
}
