package org.namedwebsockets.protocol.wire;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON value as it is written, from the first brace to the last. Not thread safe.
 *
 * <p>Each call but {@link #toUtf8} gives the same object back. A call that would not be JSON there,
 * such as a name in an array, throws the library's unchecked exception: it is a fault of ours.
 */
public final class JsonText {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes);

  /** An empty text. */
  public JsonText() {}

  /**
   * Opens an object.
   *
   * @return this
   */
  public JsonText object() {
    out.writeStartObject();
    return this;
  }

  /**
   * Opens an array.
   *
   * @return this
   */
  public JsonText array() {
    out.writeStartArray();
    return this;
  }

  /**
   * Closes the object or array opened last.
   *
   * @return this
   */
  public JsonText end() {
    if (out.streamWriteContext().inArray()) {
      out.writeEndArray();
    } else {
      out.writeEndObject();
    }
    return this;
  }

  /**
   * Names the value that follows.
   *
   * @param name a key of the open object
   * @return this
   */
  public JsonText field(String name) {
    out.writeName(name);
    return this;
  }

  /**
   * Writes a string.
   *
   * @param text any text without lone surrogates
   * @return this
   */
  public JsonText string(String text) {
    out.writeString(text);
    return this;
  }

  /**
   * Writes a whole number.
   *
   * @param number any
   * @return this
   */
  public JsonText number(long number) {
    out.writeNumber(number);
    return this;
  }

  /**
   * Writes a truth value.
   *
   * @param truth any
   * @return this
   */
  public JsonText bool(boolean truth) {
    out.writeBoolean(truth);
    return this;
  }

  /**
   * What was written, closing what is still open. Nothing can be written afterwards.
   *
   * @return UTF-8, without blanks
   */
  public byte[] toUtf8() {
    out.close();
    return bytes.toByteArray();
  }
}
