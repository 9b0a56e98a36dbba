package org.namedwebsockets.client;

/** What waits to be told. */
sealed interface Event {
  /** Somebody said something. */
  record Heard(Incoming incoming) implements Event {}

  /** A peer is there. */
  record Joined(Peer peer) implements Event {}

  /** A peer is gone. */
  record Left(Peer peer) implements Event {}

  /** The connection changed. */
  record Changed(State state, String why) implements Event {}

  /** Bytes it holds, roughly. */
  default int bytes() {
    return this instanceof Heard(var incoming) ? 64 + incoming.message().length() : 64;
  }
}
