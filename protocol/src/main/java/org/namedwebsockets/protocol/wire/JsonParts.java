package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.wire.JsonScan.Place;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.JsonStringEncoder;

/** Strings and ids as they stand in JSON, for all forms that speak it. */
final class JsonParts {
  /** What any string of a legal id may take, each character escaped, with its quotes. */
  private static final int ID_BYTES_MAX = PeerId.LENGTH_MAX * "\\u0000".length() + 2;

  private JsonParts() {}

  /** A text as a JSON string in UTF-8, with its quotes. */
  static byte[] quoted(String text) {
    byte[] inside = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    byte[] quoted = new byte[inside.length + 2];
    quoted[0] = '"';
    System.arraycopy(inside, 0, quoted, 1, inside.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }

  /** Joins parts to one text. */
  static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  /** A short string's text; empty if it is none, or longer than any word of ours. */
  static String word(@Nullable Place place) {
    return place != null && place.isString() && place.length() <= ID_BYTES_MAX
        ? place.string()
        : "";
  }

  /** An id that stands there as a string or as a bare number. */
  static Optional<PeerId> id(@Nullable Place place) {
    if (place == null || place.length() > ID_BYTES_MAX) {
      return Optional.empty();
    }
    if (place.isString()) {
      return PeerId.parse(place.string());
    }
    return place.kind() == JsonToken.VALUE_NUMBER_INT
        ? PeerId.parse(new String(place.copy(), US_ASCII)).filter(PeerId::isNumber)
        : Optional.empty();
  }

  /** What a string says. Half a surrogate pair, which is no UTF-8, becomes U+FFFD. */
  static String text(Place place) {
    String text = place.string();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return mended(text);
      }
    }
    return text;
  }

  private static String mended(String text) {
    return text.codePoints()
        .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The value, if it is there and not null. */
  static @Nullable Place present(Place value) {
    return value.kind() == JsonToken.VALUE_NULL ? null : value;
  }
}
