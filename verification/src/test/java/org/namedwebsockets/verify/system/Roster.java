package org.namedwebsockets.verify.system;

import java.time.Duration;
import java.util.List;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Peer;

/**
 * The others of its channel that a program sees. It is told of each by a message of its own, so the
 * proxy and other peers may know of them before.
 */
public final class Roster {
  private Roster() {}

  /**
   * They, as soon as there are so many; the limit of the test bounds the wait.
   *
   * @param program open, and nobody has sent it anything yet
   * @param count how many others there will be
   */
  public static List<Peer> of(NamedWebSocket program, int count) {
    while (program.peers().size() < count) {
      program.receive(Duration.ofMillis(20));
    }
    return program.peers();
  }
}
