package org.namedwebsockets.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * One whole WebSocket message, immutable.
 *
 * <p>A class and not a record: the bytes are handed to many receivers at once, so nobody may get
 * hold of the array, and two messages are equal only if they are the same one.
 */
public final class Message {
  /** What the bytes are. */
  public enum Kind {
    /** UTF-8 text. */
    TEXT,
    /** Any bytes. */
    BINARY,
    /** One JSON value in UTF-8, to be passed on unchanged; only in direct messages. */
    JSON
  }

  private final Kind kind;
  private final byte[] bytes;

  private Message(Kind kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  /**
   * A message over bytes that the caller gives away.
   *
   * @param kind what the bytes are; {@link Kind#TEXT} and {@link Kind#JSON} must be valid UTF-8
   * @param bytes the payload; the caller never touches it again
   * @return the message
   */
  public static Message owning(Kind kind, byte[] bytes) {
    return new Message(kind, bytes);
  }

  /**
   * A text message.
   *
   * @param text any text
   * @return the message
   */
  public static Message text(String text) {
    return new Message(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A binary message.
   *
   * @param bytes the payload; copied
   * @return the message
   */
  public static Message binary(byte[] bytes) {
    return new Message(Kind.BINARY, bytes.clone());
  }

  /**
   * A JSON value for one peer.
   *
   * @param json one JSON value
   * @return the message
   */
  public static Message json(String json) {
    return new Message(Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What the bytes are.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The payload's length.
   *
   * @return bytes, 0 or more
   */
  public int length() {
    return bytes.length;
  }

  /**
   * The payload, for reading.
   *
   * @return a read-only view of its own, from the first byte to the last
   */
  public ByteBuffer payload() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /**
   * Writes the payload into an array.
   *
   * @param target where to
   * @param at the first index written
   */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
  }

  /**
   * The payload, for who needs an array of its own.
   *
   * @return a copy
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /**
   * Hands the payload to someone who copies it at once.
   *
   * @param sink called once with the bytes; must neither keep nor change them
   */
  public void writeTo(Consumer<byte[]> sink) {
    sink.accept(bytes);
  }

  /**
   * The payload read as UTF-8.
   *
   * @return the text
   */
  public String asText() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Message[" + kind + ", " + bytes.length + " bytes]";
  }
}
