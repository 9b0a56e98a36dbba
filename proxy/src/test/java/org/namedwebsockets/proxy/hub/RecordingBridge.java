package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.PeerDetails;
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
          case Envelope.Joined(var peer, var details) -> "joined " + peer + named(details);
          case Envelope.Left(var peer) -> "left " + peer;
          case Envelope.Broadcast(var from, var message) ->
              "broadcast " + message.asText() + " from " + from;
          case Envelope.Direct(var from, var to, var message) ->
              "direct " + message.asText() + " from " + from + " to " + to;
          case Envelope.Undelivered(var from, var to) -> "undelivered from " + from + " to " + to;
          case Envelope.Called(var from, var to, var call, var message) ->
              call.kind()
                  + " #"
                  + call.number()
                  + " "
                  + message.asText()
                  + " from "
                  + from
                  + " to "
                  + to;
          case Envelope.Answered(var from, var to, var call, var outcome) ->
              call.kind()
                  + " #"
                  + call.number()
                  + " from "
                  + from
                  + " to "
                  + to
                  + ": "
                  + outcome.words();
        });
  }

  private static String named(PeerDetails details) {
    return details.name().isEmpty() ? "" : " as " + details.name();
  }
}
