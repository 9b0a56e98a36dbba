package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.namedwebsockets.protocol.Message;

/**
 * The short way in for what nearly every message is: one final, masked frame of text or bytes that
 * lies there whole. It is unmasked straight into the message. Everything else goes the {@link
 * LongWay} behind it, by Netty's decoder, which knows the rules of the protocol and all that can be
 * wrong; while that is in the middle of something, all goes there.
 *
 * <p>Without it, ten or a hundred receivers get 0.94 of what they get for each second of CPU; where
 * a burst is 64 messages and its receivers a hundred it makes no difference.
 *
 * <p>Not thread safe: confined to the hub's loop.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6455#section-5.2 RFC 6455, "Base Framing Protocol"
 */
final class ShortWay extends ChannelInboundHandlerAdapter {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;
  private static final int HEADER_BYTES_MIN = 6;
  private static final int HEADER_BYTES_16 = 8;

  private final FrameSocket socket;
  private final LongWay longWay;
  private final int bytesMax;

  /** How many bytes the decoder still needs to the end of the frame it is in, if we know. */
  private int owed;

  /**
   * Stands before the long way.
   *
   * @param socket takes the messages
   * @param longWay takes everything else
   * @param bytesMax the largest message, bytes
   */
  ShortWay(FrameSocket socket, LongWay longWay, int bytesMax) {
    this.socket = socket;
    this.longWay = longWay;
    this.bytesMax = bytesMax;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf in)) {
      ctx.fireChannelRead(message);
      return;
    }
    try {
      if (owed > 0 && owed < in.readableBytes()) {
        ctx.fireChannelRead(in.readRetainedSlice(owed));
        owed = 0;
      }
      while (in.isReadable() && longWay.isIdle() && take(in)) {
        owed = 0;
      }
      if (in.isReadable()) {
        owed = Math.max(0, owed - in.readableBytes());
        longWay.beginBehind(ctx);
        ctx.fireChannelRead(ReadMemory.fitting(in));
      }
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (longWay.isIdle()) {
      socket.channelReadComplete(ctx);
    } else {
      ctx.fireChannelReadComplete();
    }
  }

  /** Takes the next frame if it is whole and plain. */
  private boolean take(ByteBuf in) {
    int readable = in.readableBytes();
    if (readable < HEADER_BYTES_16) {
      return false;
    }
    int at = in.readerIndex();
    int opcode = in.getByte(at) ^ (byte) FIN;
    int length = (in.getByte(at + 1) & 0xFF) ^ MASKED;
    int header = HEADER_BYTES_MIN;
    if (length == LENGTH_16) {
      length = in.getUnsignedShort(at + 2);
      header = HEADER_BYTES_16;
    }
    boolean shortest = header == HEADER_BYTES_MIN ? length < LENGTH_16 : length >= LENGTH_16;
    boolean plain = opcode == FrameLog.TEXT || opcode == FrameLog.BINARY;
    if (!plain || !shortest || length > bytesMax) {
      return false;
    }
    if (readable < header + length) {
      owed = header + length;
      return false;
    }
    byte[] payload = new byte[length];
    int mask = in.getInt(at + header - Integer.BYTES);
    in.getBytes(at + header, payload);
    in.skipBytes(header + length);
    unmask(payload, mask);
    socket.takeWhole(opcode == FrameLog.TEXT ? Message.Kind.TEXT : Message.Kind.BINARY, payload);
    return true;
  }

  private static void unmask(byte[] payload, int mask) {
    long both = (long) mask << Integer.SIZE | (mask & 0xFFFF_FFFFL);
    int i = 0;
    for (; i + Long.BYTES <= payload.length; i += Long.BYTES) {
      LONGS.set(payload, i, (long) LONGS.get(payload, i) ^ both);
    }
    for (; i < payload.length; i++) {
      payload[i] ^= (byte) (mask >> (Integer.SIZE - Byte.SIZE - (i & 3) * Byte.SIZE));
    }
  }
}
