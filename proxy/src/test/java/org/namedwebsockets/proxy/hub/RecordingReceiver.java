package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;

/** A data socket's outbox that remembers the texts it was offered. */
final class RecordingReceiver extends RecordingOutbox implements Receiver {
  @Override
  public void offer(PeerId from, Message message) {
    hear(message.asText());
  }
}
