package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.Listener;
import org.namedwebsockets.client.Peer;
import org.namedwebsockets.client.State;

/** A listener that remembers, each call as a line. */
class Heard implements Listener {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Override
  public void onMessage(Incoming message) {
    lines.add(message.sort() + " " + message.from() + " " + message.text());
  }

  @Override
  public void onRequest(Incoming request) {
    lines.add(request.sort() + " " + request.from() + " " + request.text());
  }

  @Override
  public void onPeerJoined(Peer peer) {
    lines.add("+ " + peer.label() + " " + peer.kind());
  }

  @Override
  public void onPeerLeft(Peer peer) {
    lines.add("- " + peer.label());
  }

  @Override
  public void onState(State state, String why) {
    lines.add(state.name());
  }

  String next() {
    try {
      String next = lines.poll(TestPeer.PATIENCE_S, TimeUnit.SECONDS);
      return next != null ? next : fail("nothing was heard");
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  void hears(String... wanted) {
    for (String line : wanted) {
      assertEquals(line, next());
    }
  }

  /** Passes over what comes before a line. */
  void hearsAfterAll(String wanted) {
    String line = next();
    while (!line.equals(wanted)) {
      line = next();
    }
  }
}
