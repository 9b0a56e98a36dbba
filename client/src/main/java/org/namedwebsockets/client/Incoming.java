package org.namedwebsockets.client;

import java.util.concurrent.atomic.AtomicBoolean;
import org.namedwebsockets.protocol.Message;

/** Something a peer said: to all, to us alone, or as a question. */
public final class Incoming {
  /** To whom it was said. */
  public enum Sort {
    /** To every peer of the channel. */
    BROADCAST,
    /** To us alone. */
    DIRECT,
    /** To us alone, and a reply is waited for. */
    REQUEST
  }

  /** Takes the answer to a request. */
  interface ReplyTo {
    void reply(Message answer);
  }

  private final Sort sort;
  private final String from;
  private final Message message;
  private final ReplyTo replyTo;
  private final AtomicBoolean replied = new AtomicBoolean();

  Incoming(Sort sort, String from, Message message, ReplyTo replyTo) {
    this.sort = sort;
    this.from = from;
    this.message = message;
    this.replyTo = replyTo;
  }

  /**
   * To whom it was said.
   *
   * @return the sort
   */
  public Sort sort() {
    return sort;
  }

  /**
   * Who said it.
   *
   * @return a peer id
   */
  public String from() {
    return from;
  }

  /**
   * What was said, as it is.
   *
   * @return text, bytes, or a JSON value that is not a string
   */
  public Message message() {
    return message;
  }

  /**
   * Whether bytes were sent.
   *
   * @return true for a binary message
   */
  public boolean isBinary() {
    return message.kind() == Message.Kind.BINARY;
  }

  /**
   * What was said, as text.
   *
   * @return the text; the JSON of a value that is not a string; bytes read as UTF-8
   */
  public String text() {
    return message.asText();
  }

  /**
   * What was said, as bytes.
   *
   * @return a copy
   */
  public byte[] bytes() {
    byte[] copy = message.toBytes();
    return copy;
  }

  /**
   * Answers a request with text.
   *
   * @param text the answer
   * @throws IllegalStateException if this is no request, or was answered
   */
  public void reply(String text) {
    reply(Message.text(text));
  }

  /**
   * Answers a request with bytes.
   *
   * @param bytes the answer; copied
   * @throws IllegalStateException if this is no request, or was answered
   */
  public void reply(byte[] bytes) {
    reply(Message.binary(bytes));
  }

  /**
   * Answers a request.
   *
   * @param answer text, bytes or any JSON value
   * @throws IllegalStateException if this is no request, or was answered
   */
  public void reply(Message answer) {
    if (sort != Sort.REQUEST) {
      throw new IllegalStateException("only a request can be answered");
    }
    if (!replied.compareAndSet(false, true)) {
      throw new IllegalStateException("a request is answered once");
    }
    replyTo.reply(answer);
  }

  @Override
  public String toString() {
    return "Incoming[" + sort + ", " + message + "]";
  }
}
