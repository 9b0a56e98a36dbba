package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.namedwebsockets.proxy.hub.Backlog;

/**
 * The memory in which frames wait to leave, each byte counted once however many sockets wait for
 * it.
 *
 * <p>We keep a reference of our own to a batch until all others are gone, and only look now and
 * then: a freed buffer's object may be anybody's by the time we look, so its count would say
 * nothing, and a listener for each write would cost an object for each receiver.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Batches {
  private static final int BYTES_MIN = 1 << 10;
  private static final int SPARE_BYTES_MAX = 128 << 10;

  /** So many that a hundred channels that speak in one tick find theirs again. */
  private static final int SPARE_BYTES_ALL_MAX = 2 << 20;

  /** How many bytes may at least be lent before we look again which have left. */
  private static final long SWEEP_BYTES_MIN = 1 << 20;

  private final ByteBufAllocator allocator;
  private final Backlog backlog;
  private final Deque<ByteBuf> spares = new ArrayDeque<>();
  private int spareBytes;
  private final List<Lent> lent = new ArrayList<>();
  private long lentBytes;
  private long lentSinceSweep;
  private boolean closed;

  /** A batch that still waits in some outbox. */
  private record Lent(ByteBuf batch, int bytes) {}

  Batches(ByteBufAllocator allocator, Backlog backlog) {
    this.allocator = allocator;
    this.backlog = backlog;
  }

  /** An empty batch with room for at least so many bytes; it grows. */
  ByteBuf take(int bytes) {
    ByteBuf spare = bytes <= SPARE_BYTES_MAX ? spares.poll() : null;
    if (spare == null) {
      return allocator.directBuffer(Math.max(bytes, BYTES_MIN));
    }
    spareBytes -= spare.capacity();
    return spare;
  }

  /** Takes a batch back from the one who filled it; outboxes may still hold slices of it. */
  void giveBack(ByteBuf batch) {
    if (batch.refCnt() == 1) {
      keep(batch);
      return;
    }
    lent.add(new Lent(batch, batch.capacity()));
    count(batch.capacity());
    lentSinceSweep += batch.capacity();
    // In proportion, so that looking through a long backlog costs no more than making it.
    if (lentSinceSweep > Math.max(SWEEP_BYTES_MIN, lentBytes / 4)) {
      sweep();
    }
  }

  /** Notices which batches have left. */
  void sweep() {
    lentSinceSweep = 0;
    lent.removeIf(this::hasLeft);
  }

  /** Frees what is spare, now and from now on. */
  void close() {
    closed = true;
    sweep();
    spares.forEach(ByteBuf::release);
    spares.clear();
  }

  private boolean hasLeft(Lent one) {
    if (one.batch().refCnt() > 1) {
      return false;
    }
    count(-one.bytes());
    keep(one.batch());
    return true;
  }

  private void keep(ByteBuf batch) {
    int bytes = batch.capacity();
    if (!closed && bytes <= SPARE_BYTES_MAX && spareBytes + bytes <= SPARE_BYTES_ALL_MAX) {
      spareBytes += bytes;
      spares.push(batch.clear());
    } else {
      batch.release();
    }
  }

  private void count(int bytes) {
    lentBytes += bytes;
    backlog.add(bytes);
  }
}
