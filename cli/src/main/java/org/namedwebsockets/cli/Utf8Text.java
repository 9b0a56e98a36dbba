package org.namedwebsockets.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes that may be text. Pure. */
final class Utf8Text {
  private Utf8Text() {}

  /** The text; empty if the bytes are no UTF-8. */
  static Optional<String> of(byte[] bytes, int length) {
    try {
      ByteBuffer part = ByteBuffer.wrap(bytes, 0, length);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(part).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
