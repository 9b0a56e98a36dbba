package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * The memory that the sockets of one loop read into, one after the other: what is read is nearly
 * always used up before the next socket is read. So an idle socket holds no memory, and a read
 * takes all that has come.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class ReadMemory extends DefaultMaxMessagesRecvByteBufAllocator {
  private static final int BYTES = 64 << 10;

  /**
   * What keeps less than this part of the memory is copied, so that it holds no more than it is.
   */
  private static final int KEPT_PART_MIN = 2;

  private final ByteBufAllocator allocator;
  private final MaxMessageHandle handle =
      new MaxMessageHandle() {
        @Override
        public ByteBuf allocate(ByteBufAllocator ignored) {
          return take();
        }

        @Override
        public int guess() {
          return BYTES;
        }
      };
  private ByteBuf shared = Unpooled.EMPTY_BUFFER;

  ReadMemory(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** The same for all sockets: what it counts is counted anew in each turn of reading one. */
  @Override
  public MaxMessageHandle newHandle() {
    return handle;
  }

  private ByteBuf take() {
    if (shared.capacity() == 0 || shared.refCnt() > 1) {
      // Where somebody keeps it, it is theirs. Until there is another it stays ours too.
      ByteBuf fresh = allocator.directBuffer(BYTES, BYTES);
      shared.release();
      shared = fresh;
    }
    return shared.clear().retain();
  }

  /** What was read and not used up, in memory of about its size; the caller's own. */
  static ByteBuf fitting(ByteBuf rest) {
    return rest.readableBytes() < BYTES / KEPT_PART_MIN
        ? rest.alloc().buffer(rest.readableBytes()).writeBytes(rest)
        : rest.retain();
  }

  /**
   * Stands before what keeps the beginnings of requests: hands on copies of about their size.
   *
   * @return a handler for one socket
   */
  static ChannelInboundHandler copying() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf in) {
          try {
            ctx.fireChannelRead(fitting(in));
          } finally {
            in.release();
          }
        } else {
          ctx.fireChannelRead(message);
        }
      }
    };
  }

  /** Frees it. */
  void close() {
    shared.release();
  }
}
