package org.namedwebsockets.proxy.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The end of an HTTP connection: a last answer, and what still arrives is dropped until the client
 * has gone. Were we to close while something of the client's is unread, its kernel could throw our
 * answer away.
 *
 * <p>Not thread safe: confined to the hub's loop.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9112#section-9.6 RFC 9112, "Tear-down"
 */
final class Farewell extends ChannelInboundHandlerAdapter implements HubLoop.Ticked {
  private final HubLoop loop;
  private final FullHttpResponse answer;
  private final long goneByNs;
  private @Nullable Channel channel;

  Farewell(HubLoop loop, FullHttpResponse answer) {
    this.loop = loop;
    this.answer = answer;
    this.goneByNs = loop.nowNs() + loop.limits().closeMax().toNanos();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    loop.add(this);
    ctx.channel().config().setAutoRead(true);
    channel = ctx.channel();
    ctx.writeAndFlush(answer)
        .addListener(done -> {
          if (done.isSuccess() && ctx.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
          } else {
            ctx.close();
          }
        });
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    loop.remove(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void tick(long nowNs) {
    if (nowNs - goneByNs >= 0) {
      stop();
    }
  }

  @Override
  public void stop() {
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
