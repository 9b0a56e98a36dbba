package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * The asking end of a stream until it is answered: becomes a {@link H2WebSocket} at a 200, ends
 * tidily at anything else.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class LinkAsk extends ChannelInboundHandlerAdapter {
  private final LinkWire link;
  private final Http2Headers request;
  private final int messageBytesMax;
  private final H2WebSocket.Owner owner;
  private boolean answered;

  /**
   * Asks when its stream becomes active.
   *
   * @param messageBytesMax the largest message taken, bytes
   */
  LinkAsk(LinkWire link, Http2Headers request, int messageBytesMax, H2WebSocket.Owner owner) {
    this.link = link;
    this.request = request;
    this.messageBytesMax = messageBytesMax;
    this.owner = owner;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    link.streamOpened(ctx.channel());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    // A stream that may not be opened any more fails here, not when it is made.
    ctx.write(new DefaultHttp2HeadersFrame(request))
        .addListener(sent -> {
          if (!sent.isSuccess()) {
            ended();
          }
        });
    link.flushLater();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    if (frame instanceof Http2HeadersFrame answer && !answered) {
      answered = true;
      String status = String.valueOf(answer.headers().status());
      if (status.equals("200") && !answer.isEndStream()) {
        H2WebSocket socket = new H2WebSocket(link, messageBytesMax, owner);
        ctx.pipeline().replace(this, "ws", socket);
        owner.stands(socket, LinkRequest.messageBytesMax(answer.headers()));
      } else {
        ctx.write(new DefaultHttp2DataFrame(true));
        link.flushLater();
        link.later(status.equals(LinkRequest.NOT_FOUND_TEXT) ? owner::refused : owner::ended);
      }
      return;
    }
    ReferenceCountUtil.release(frame);
    if (!answered) {
      link.broken(new ProtocolException(CloseReason.BAD_FRAME, "data before the answer"));
    }
  }

  private void ended() {
    if (!answered) {
      answered = true;
      link.later(owner::ended);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    link.streamFailed(cause);
    ctx.close();
  }
}
