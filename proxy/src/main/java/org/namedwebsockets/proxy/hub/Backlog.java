package org.namedwebsockets.proxy.hub;

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.namedwebsockets.protocol.CloseReason;

/**
 * How many bytes wait for all sockets together, shared bytes counted once; and, counted apart and
 * bound alike, how many have to wait before that, on their senders' side. Not thread safe: confined
 * to the hub's loop.
 */
public final class Backlog {
  /** How long a socket that was closed may hold its bytes before others are blamed for them. */
  private static final long RELIEF_NS = 2_000_000_000L;

  /** How many requests and acknowledged messages of all sockets may wait for their answers. */
  static final int CALLS_MAX = 1 << 16;

  private final long bytesMax;
  private long bytes;
  private long heldBackBytes;
  private int calls;
  private boolean relieved;
  private long relievedNs;

  /**
   * An empty backlog.
   *
   * @param bytesMax what may wait
   */
  public Backlog(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Counts bytes that began to wait, or with a negative amount, that wait no more.
   *
   * @param amount bytes
   */
  public void add(long amount) {
    bytes += amount;
  }

  /**
   * What waits now.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  boolean isOver() {
    return bytes > bytesMax;
  }

  boolean hasRoomFor(long amount) {
    return bytes + amount <= bytesMax;
  }

  /** Whether a message may wait on its sender's side: as much may as for all readers. */
  boolean mayHoldBack(long amount) {
    return heldBackBytes + amount <= bytesMax;
  }

  /** Counts bytes that wait on their senders' side, or with a negative amount, no more. */
  void heldBack(long amount) {
    heldBackBytes += amount;
  }

  /** Whether one more may wait for its answer. */
  boolean mayCall() {
    return calls < CALLS_MAX;
  }

  /** How many wait for their answers. */
  int calls() {
    return calls;
  }

  /** Counts what began to wait for an answer, or with a negative amount, waits no more. */
  void calls(int amount) {
    calls += amount;
  }

  /** What waits on the senders' side. */
  long heldBackBytes() {
    return heldBackBytes;
  }

  /** If too much waits, closes the fullest until what waited for them makes up for it. */
  void relieve(Supplier<Stream<Outbox>> outboxes, long nowNs) {
    if (!isOver() || (relieved && nowNs - relievedNs < RELIEF_NS)) {
      return;
    }
    relieved = true;
    relievedNs = nowNs;
    long excess = bytes - bytesMax;
    for (Outbox fullest : fullestFirst(outboxes.get())) {
      long waiting = fullest.waitingBytes();
      if (excess <= 0 || waiting == 0) {
        return;
      }
      excess -= waiting;
      fullest.close(CloseReason.SLOW, "too much waits for all readers together");
    }
  }

  private static List<Outbox> fullestFirst(Stream<Outbox> outboxes) {
    return outboxes.sorted(Comparator.comparingLong(Outbox::waitingBytes).reversed()).toList();
  }
}
