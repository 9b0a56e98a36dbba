package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * The asked end of a stream until it has answered: becomes a {@link H2WebSocket} with a 200. A
 * refusal is a status with the end of the stream, which the other end answers with its own; a reset
 * would count against the few that a link may see.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class LinkAnswer extends ChannelInboundHandlerAdapter {
  private final LinkWire wire;
  private final LinkSocket link;
  private boolean refused;
  private boolean faulty;

  LinkAnswer(LinkWire wire, LinkSocket link) {
    this.wire = wire;
    this.link = link;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    try {
      if (frame instanceof Http2HeadersFrame request && !refused) {
        answer(ctx, LinkRequest.read(request.headers(), request.isEndStream()));
      } else if (frame instanceof Http2DataFrame data && data.content().isReadable()) {
        throw new ProtocolException(CloseReason.BAD_FRAME, "data on a stream without a 200");
      } else if (frame instanceof Http2DataFrame data && data.isEndStream()) {
        over();
      }
    } catch (ProtocolException broken) {
      wire.broken(broken);
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private void answer(ChannelHandlerContext ctx, LinkRequest request) throws ProtocolException {
    switch (request) {
      case LinkRequest.Match() -> accept(ctx, link.matchAsked(), link.limits().earlyBytesMax(), -1);
      case LinkRequest.Peers() -> accept(ctx, link.peersAsked(), link.limits().earlyBytesMax(), -1);
      case LinkRequest.Shared(var slot, var tag, var messageMax) -> {
        BridgeSocket bridge = link.bridgeAsked(slot, tag);
        if (bridge != null) {
          accept(ctx, bridge, BridgeSocket.wireBytesMax(link.limits()), messageMax);
        } else {
          refuse(ctx, LinkRequest.NOT_FOUND);
        }
      }
      case LinkRequest.Refused(var status, var why) -> {
        faulty = true;
        refuse(ctx, status);
        link.refused(why);
      }
    }
  }

  private void accept(
      ChannelHandlerContext ctx, H2WebSocket.Owner owner, int wireBytesMax, int messageMax) {
    int ownMax = link.limits().messageBytesMax();
    ctx.write(new DefaultHttp2HeadersFrame(LinkRequest.accepting(ownMax)));
    H2WebSocket socket = new H2WebSocket(wire, wireBytesMax, owner);
    ctx.pipeline().replace(this, "ws", socket);
    owner.stands(socket, messageMax);
    wire.flushLater();
  }

  private void refuse(ChannelHandlerContext ctx, int status) {
    refused = true;
    var headers = new DefaultHttp2Headers().status(Integer.toString(status));
    ctx.write(new DefaultHttp2HeadersFrame(headers, true));
    wire.flushLater();
  }

  /** At the other end's last frame, not when Netty has tidied up: the next request may be here. */
  private void over() {
    if (faulty) {
      faulty = false;
      link.refusalOver();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    over();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    wire.streamFailed(cause);
    ctx.close();
  }
}
