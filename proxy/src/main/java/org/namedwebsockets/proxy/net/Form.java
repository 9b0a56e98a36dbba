package org.namedwebsockets.proxy.net;

import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.SuccessorEvent;
import org.namedwebsockets.protocol.V1Event;
import org.namedwebsockets.protocol.wire.SuccessorCodec;
import org.namedwebsockets.protocol.wire.V1Codec;

/** How a peer's socket is written to. The peers of one form hear the same bytes. */
enum Form {
  /** What was sent, unchanged, and nothing else. */
  RAW("raw"),
  /** Everything on one socket. */
  V1("v1"),
  /** Everything on one socket, as in 2015. */
  SUCCESSOR("2015");

  private final String word;

  Form(String word) {
    this.word = word;
  }

  /** The form in {@code /api/status}. */
  String word() {
    return word;
  }

  /** Writes a broadcast as this form has it; returns where it begins. */
  int append(FrameLog log, PeerId from, Message message) {
    return switch (this) {
      case RAW -> log.append(message);
      case V1 -> appendV1(log, from, message);
      case SUCCESSOR ->
          log.appendText(SuccessorCodec.write(new SuccessorEvent.Broadcast(from, message)));
    };
  }

  private static int appendV1(FrameLog log, PeerId from, Message message) {
    byte[] before = V1Codec.beforeData(from, message);
    return message.kind() == Message.Kind.BINARY
        ? log.append(FrameLog.BINARY, before, message)
        : log.appendQuoted(before, message, V1Codec.afterData(message));
  }

  /** Writes what is said in the form {@code nws.v1}; returns where it begins. */
  static int append(FrameLog log, V1Event event) {
    byte[] frame = V1Codec.write(event);
    return V1Codec.isBinary(event) ? log.appendBinary(frame) : log.appendText(frame);
  }
}
