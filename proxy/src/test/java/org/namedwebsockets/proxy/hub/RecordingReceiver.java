package org.namedwebsockets.proxy.hub;

import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;

/** A data socket's outbox that remembers the texts it was offered; an audience of its own. */
final class RecordingReceiver extends RecordingOutbox implements Receiver, Audience {
  @Override
  public Audience audience() {
    return this;
  }

  @Override
  public boolean offer(PeerId from, Message message, @Nullable Receiver except) {
    if (except == this) {
      return false;
    }
    hear(message.asText());
    return full;
  }
}
