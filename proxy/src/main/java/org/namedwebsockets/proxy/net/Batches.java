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
 * it. Not thread safe: confined to the hub's loop.
 */
final class Batches {
  private static final int BYTES_MIN = 1 << 10;
  private static final int SPARE_BYTES_MAX = 128 << 10;
  private static final int SPARES_MAX = 16;

  /** How many bytes may be lent before we look again which have left. */
  private static final long SWEEP_BYTES = 8 << 20;

  private final ByteBufAllocator allocator;
  private final Backlog backlog;
  private final Deque<ByteBuf> spares = new ArrayDeque<>();
  private final List<Lent> lent = new ArrayList<>();
  private long lentSinceSweep;

  /** A batch that still waits in some outbox. */
  private record Lent(ByteBuf batch, int bytes) {}

  Batches(ByteBufAllocator allocator, Backlog backlog) {
    this.allocator = allocator;
    this.backlog = backlog;
  }

  /** An empty batch with room for at least so many bytes; it grows. */
  ByteBuf take(int bytes) {
    ByteBuf spare = bytes <= SPARE_BYTES_MAX ? spares.poll() : null;
    return spare != null ? spare : allocator.directBuffer(Math.max(bytes, BYTES_MIN));
  }

  /** Takes a batch back from the one who filled it; outboxes may still hold slices of it. */
  void giveBack(ByteBuf batch) {
    if (batch.refCnt() > 1) {
      lent.add(new Lent(batch, batch.capacity()));
      backlog.add(batch.capacity());
      lentSinceSweep += batch.capacity();
      batch.release();
    } else if (batch.capacity() <= SPARE_BYTES_MAX && spares.size() < SPARES_MAX) {
      spares.push(batch.clear());
    } else {
      batch.release();
    }
    if (lentSinceSweep > SWEEP_BYTES) {
      sweep();
    }
  }

  /** Notices which batches have left. */
  void sweep() {
    lentSinceSweep = 0;
    lent.removeIf(one -> {
      boolean left = one.batch().refCnt() == 0;
      if (left) {
        backlog.add(-one.bytes());
      }
      return left;
    });
  }
}
