package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;

/** A control socket's outbox that remembers what it was told, in words. */
final class RecordingWatcher extends RecordingOutbox implements Watcher {
  /** Whether it is asked things. */
  boolean takesRequests;

  @Override
  public void joined(Party peer, PeerDetails details) {
    hear("joined " + peer.id() + (details.name().isEmpty() ? "" : " as " + details.name()));
  }

  @Override
  public void rosterDone() {
    hear("roster done");
  }

  @Override
  public void left(Party peer) {
    hear("left " + peer.id());
  }

  @Override
  public void received(Party from, Call call, Message message) {
    String what =
        switch (call.kind()) {
          case PLAIN, ACKNOWLEDGED -> "received ";
          case REQUEST -> "request #" + call.number() + " ";
          case REPLY -> "reply #" + call.number() + " ";
        };
    hear(what + message.asText() + " from " + from.id());
  }

  @Override
  public void answered(PeerId to, Call call, Outcome outcome) {
    String number = call.kind() == Call.Kind.PLAIN ? "" : "#" + call.number() + " ";
    hear(
        outcome == Outcome.DELIVERED
            ? "delivered " + number + "to " + to
            : "undelivered " + number + "to " + to + ": " + outcome.words());
  }

  @Override
  public boolean takesRequests() {
    return takesRequests;
  }

  @Override
  public void sender(PeerId from, long number) {
    hear("sender " + from + " #" + number);
  }
}
