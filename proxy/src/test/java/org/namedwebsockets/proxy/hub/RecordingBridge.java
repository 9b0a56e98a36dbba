package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.ProxyId;

/** A bridge without a link that remembers what it was to carry, in words. */
final class RecordingBridge extends RecordingOutbox implements Bridge {
  private final ProxyId remote;

  RecordingBridge(char letter) {
    this.remote = new ProxyId(String.valueOf(letter).repeat(ProxyId.LENGTH));
  }

  @Override
  public ProxyId remote() {
    return remote;
  }

  @Override
  public void send(Envelope envelope) {
    hear(
        switch (envelope) {
          case Envelope.Joined(var peer) -> "joined " + peer;
          case Envelope.Left(var peer) -> "left " + peer;
          case Envelope.Broadcast(var from, var message) ->
              "broadcast " + message.asText() + " from " + from;
          case Envelope.Direct(var from, var to, var message) ->
              "direct " + message.asText() + " from " + from + " to " + to;
          case Envelope.Undelivered(var from, var to) -> "undelivered from " + from + " to " + to;
        });
  }
}
