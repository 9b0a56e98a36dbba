package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;

/**
 * The way past Netty's queue: hands bytes of a batch to the kernel by one call, with no object for
 * it. Only for a socket with nothing in that queue; what the kernel does not take goes there.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Sends {
  /** The largest share in pieces that is put together here; a larger one goes to Netty's queue. */
  static final int GATHER_BYTES_MAX = 16 << 10;

  private final ByteBufAllocator allocator;
  private ByteBuf gathered = Unpooled.EMPTY_BUFFER;

  Sends(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Whether a socket is one of the kernel's, whose number we know. */
  boolean canSend(io.netty.channel.Channel socket) {
    return socket instanceof UnixChannel unix && unix.fd() instanceof Socket && socket.isActive();
  }

  /** Puts the pieces of a share together; valid until the next call. */
  ByteBuf gather(ByteBuf batch, Share pieces) {
    if (gathered.capacity() == 0) {
      gathered = allocator.directBuffer(GATHER_BYTES_MAX, GATHER_BYTES_MAX);
    }
    gathered.clear();
    pieces.each((from, to) -> gathered.writeBytes(batch, from, to - from));
    return gathered;
  }

  /** Sends a range; returns how many of its bytes the kernel took. */
  int send(io.netty.channel.Channel to, ByteBuf bytes, int from, int length) {
    if (to instanceof UnixChannel unix && unix.fd() instanceof Socket socket) {
      try {
        return socket.sendAddress(bytes.memoryAddress(), from, from + length);
      } catch (IOException broken) {
        return 0; // Netty will meet the same fault, and closes the socket for it.
      }
    }
    return 0;
  }

  /** Frees what it holds. */
  void close() {
    gathered.release();
  }
}
