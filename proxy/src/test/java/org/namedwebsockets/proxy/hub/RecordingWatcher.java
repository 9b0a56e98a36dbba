package org.namedwebsockets.proxy.hub;

import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.PeerId;

/** A control socket's outbox that remembers what it was told, in words. */
final class RecordingWatcher extends RecordingOutbox implements Watcher {
  @Override
  public void joined(PeerId peer) {
    hear("joined " + peer);
  }

  @Override
  public void rosterDone() {
    hear("roster done");
  }

  @Override
  public void left(PeerId peer) {
    hear("left " + peer);
  }

  @Override
  public void received(PeerId from, Message message) {
    hear("received " + message.asText() + " from " + from);
  }

  @Override
  public void undelivered(PeerId to, String why) {
    hear("undelivered to " + to + ": " + why);
  }

  @Override
  public void sender(PeerId from, long number) {
    hear("sender " + from + " #" + number);
  }
}
