package org.namedwebsockets.verify.sim;

import java.util.List;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.proxy.link.LinkEnd;

/** What goes through a pipe. A stream has a number of its own: its slot may be used again. */
sealed interface Frame {
  record Match(byte[] message) implements Frame {}

  record Peers(List<Introduction> introductions) implements Frame {}

  record Open(long stream, long slot, byte[] tag) implements Frame {}

  record Answer(long stream, boolean accepted) implements Frame {}

  record Carried(long stream, Envelope envelope) implements Frame {}

  /** The other end may send one more. */
  record Credit(long stream) implements Frame {}

  record End(long stream) implements Frame {}

  record Reset(long stream) implements Frame {}

  record Goaway(LinkEnd end) implements Frame {}

  /** The connection was reset. */
  record Broken() implements Frame {}
}
