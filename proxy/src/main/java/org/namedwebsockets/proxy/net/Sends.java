package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way past Netty's queue: what sockets take of a tick's batches is noted here, then handed to
 * the kernel together, through a {@link SendRing} where there is one, else by a call for each. Only
 * for sockets with nothing in Netty's queue; what the kernel does not take goes there.
 *
 * <p>Nothing else may happen between the first {@link #add} and {@link #submit}: a socket that were
 * closed in between would leave its number to another file.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Sends {
  /** The largest share in pieces that is put together here; a larger one goes to Netty's queue. */
  static final int GATHER_BYTES_MAX = 16 << 10;

  private static final int GATHERED_BYTES = 256 << 10;

  /** From how many sends on the ring costs less than a call for each. */
  private static final int RING_SENDS_MIN = 2;

  /** How many sends together show that a ring pays at all; most proxies never need one. */
  private static final int RING_WANTED_SENDS = 8;

  /** What the kernel said of a send whose fate we do not know. */
  private static final int UNKNOWN = Integer.MIN_VALUE;

  private static final Logger LOG = LoggerFactory.getLogger(Sends.class);

  private final ByteBufAllocator allocator;
  private final Batches batches;
  private final Executor loop;
  private final SocketOutbox[] outboxes = new SocketOutbox[SendRing.ENTRIES];
  private final Socket[] sockets = new Socket[SendRing.ENTRIES];
  private final ByteBuf[] sources = new ByteBuf[SendRing.ENTRIES];
  private final int[] froms = new int[SendRing.ENTRIES];
  private final int[] lengths = new int[SendRing.ENTRIES];
  private final boolean[] pieces = new boolean[SendRing.ENTRIES];
  private final int[] sent = new int[SendRing.ENTRIES];
  private ByteBuf gathered = Unpooled.EMPTY_BUFFER;
  private int count;
  private boolean ringWanted;
  private boolean closed;
  private @Nullable SendRing ring;

  /**
   * Without a ring yet.
   *
   * @param batches where what the kernel refuses of pieces is kept
   * @param loop runs what it is given on the hub's loop
   */
  Sends(ByteBufAllocator allocator, Batches batches, Executor loop) {
    this.allocator = allocator;
    this.batches = batches;
    this.loop = loop;
  }

  /**
   * The socket of a connection if it is one of the kernel's, whose number we know while it is open.
   */
  static @Nullable Socket socketOf(io.netty.channel.Channel channel) {
    return channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket
        ? socket
        : null;
  }

  /** Notes a range of a batch for a socket. */
  void add(SocketOutbox outbox, Socket socket, ByteBuf batch, int from, int length) {
    if (count == SendRing.ENTRIES) {
      submit();
    }
    outboxes[count] = outbox;
    sockets[count] = socket;
    sources[count] = batch;
    froms[count] = from;
    lengths[count] = length;
    pieces[count] = false;
    count++;
  }

  /** Notes the pieces of a share of a batch for a socket; at most so many bytes together. */
  void add(SocketOutbox outbox, Socket socket, ByteBuf batch, Share share, int length) {
    if (gathered.capacity() == 0) {
      gathered = allocator.directBuffer(GATHERED_BYTES, GATHERED_BYTES);
    }
    if (gathered.writableBytes() < length || count == SendRing.ENTRIES) {
      submit();
    }
    int from = gathered.writerIndex();
    share.each((begin, end) -> gathered.writeBytes(batch, begin, end - begin));
    add(outbox, socket, gathered, from, length);
    pieces[count - 1] = true;
  }

  /** Sends what was noted. What the kernel did not take is given to {@link SocketOutbox#late}. */
  void submit() {
    int all = count;
    count = 0;
    if (ring == null || all < RING_SENDS_MIN) {
      callForEach(all);
    } else {
      throughRing(ring, all);
    }
    for (int i = 0; i < all; i++) {
      if (sent[i] == UNKNOWN) {
        outboxes[i].lost();
      } else if (sent[i] < lengths[i]) {
        late(i, Math.max(0, sent[i]));
      }
    }
    gathered.clear();
    Arrays.fill(outboxes, 0, all, null);
    Arrays.fill(sockets, 0, all, null);
    Arrays.fill(sources, 0, all, null);
    if (all >= RING_WANTED_SENDS && !ringWanted) {
      wantRing();
    }
  }

  private void callForEach(int all) {
    for (int i = 0; i < all; i++) {
      try {
        sent[i] =
            sockets[i].sendAddress(sources[i].memoryAddress(), froms[i], froms[i] + lengths[i]);
      } catch (IOException | NotYetConnectedException broken) {
        sent[i] = 0; // Netty will meet the same fault, and closes the socket for it.
      }
    }
  }

  private void throughRing(SendRing open, int all) {
    for (int i = 0; i < all; i++) {
      sent[i] = UNKNOWN;
      open.put(sockets[i].intValue(), sources[i].memoryAddress() + froms[i], lengths[i]);
    }
    if (!open.submit(sent)) {
      LOG.error("ring.broken: from now on there is a call for each send");
      open.close();
      ring = null;
    }
  }

  private void late(int i, int taken) {
    int from = froms[i] + taken;
    int left = lengths[i] - taken;
    if (!pieces[i]) {
      outboxes[i].late(sources[i].retainedSlice(from, left));
      return;
    }
    // What was put together here is used anew at once; as a batch of its own it is counted.
    ByteBuf own = batches.take(left);
    own.writeBytes(sources[i], from, left);
    outboxes[i].late(own.retainedSlice(0, left));
    batches.giveBack(own);
  }

  private void wantRing() {
    ringWanted = true;
    Thread.ofPlatform()
        .name("nws-ring")
        .daemon()
        .start(() -> {
          if (SendRing.prepare()) {
            loop.execute(this::openRing);
          }
        });
  }

  private void openRing() {
    if (!closed) {
      ring = SendRing.open().orElse(null);
      LOG.debug("ring.opened found={}", ring != null);
    }
  }

  /** Frees what it holds. */
  void close() {
    closed = true;
    gathered.release();
    if (ring != null) {
      ring.close();
      ring = null;
    }
  }
}
