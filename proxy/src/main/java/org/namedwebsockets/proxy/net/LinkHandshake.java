package org.namedwebsockets.proxy.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.link.Dial;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.secure.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection until its TLS handshake is over: looks who is at the other end, then makes room for
 * a {@link LinkSocket}.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class LinkHandshake extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(LinkHandshake.class);

  private final LinkSite site;
  private final LinkTls tls;
  private final Optional<Dial> dial;
  private final Runnable matched;
  private @Nullable LinkSocket socket;
  private boolean failed;

  /**
   * A connection that has said nothing.
   *
   * @param dial the attempt that made it, empty if the other end dialled
   * @param matched told when the other end's match first speaks
   */
  LinkHandshake(LinkSite site, LinkTls tls, Optional<Dial> dial, Runnable matched) {
    this.site = site;
    this.tls = tls;
    this.dial = dial;
    this.matched = matched;
  }

  /** The time it had is over. */
  void late(Channel channel) {
    if (socket != null) {
      socket.close(LinkEnd.SILENT);
    } else {
      fail(LinkEnd.SILENT);
      channel.close();
    }
  }

  /** Whether it became a link. */
  boolean isUp() {
    return socket != null && socket.isUp();
  }

  /** Whether it came to nothing, or the link that it became is over. */
  boolean isOver() {
    return failed || (socket != null && socket.isOver());
  }

  /** The attempt came to nothing; told once. */
  void fail(LinkEnd end) {
    if (socket == null && !failed) {
      failed = true;
      LOG.debug("link.failed dialled={} reason={}", dial.isPresent(), end.word());
      dial.ifPresent(one -> site.owner().failed(one, end, site.loop().nowNs()));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done) {
      if (done.isSuccess()) {
        stand(ctx);
      } else {
        fail(unproven(endOf(done.cause())));
        ctx.close();
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  private void stand(ChannelHandlerContext ctx) {
    try {
      SslHandler handler = (SslHandler) ctx.pipeline().get("tls");
      X509Certificate peer =
          (X509Certificate) handler.engine().getSession().getPeerCertificates()[0];
      ProxyId remote = Identity.idOf(peer);
      if (remote.equals(tls.identity().id())) {
        giveUp(ctx, LinkEnd.SELF);
      } else if (dial.flatMap(Dial::expected).filter(id -> !id.equals(remote)).isPresent()) {
        giveUp(ctx, LinkEnd.WRONG_ID);
      } else if (!LinkTls.ALPN.equals(handler.engine().getApplicationProtocol())) {
        giveUp(ctx, LinkEnd.VERSION);
      } else {
        stand(ctx, remote, terms(ctx, handler, peer));
      }
    } catch (SSLException | CertificateEncodingException broken) {
      LOG.warn("link.handshake cause=\"{}\"", broken.getMessage());
      giveUp(ctx, LinkEnd.HANDSHAKE);
    }
  }

  private void stand(ChannelHandlerContext ctx, ProxyId remote, MatchTerms terms) {
    var address = (InetSocketAddress) ctx.channel().remoteAddress();
    socket =
        new LinkSocket(site, new LinkSocket.Arrival(remote, address, dial, terms, tls, matched));
    ctx.pipeline().remove(this);
    socket.wire().addTo(ctx.pipeline());
  }

  private MatchTerms terms(ChannelHandlerContext ctx, SslHandler handler, X509Certificate peer)
      throws SSLException, CertificateEncodingException {
    var address = (InetSocketAddress) ctx.channel().remoteAddress();
    return new MatchTerms(
        dial.isPresent(),
        tls.exporter(handler),
        tls.identity().certificate().getEncoded(),
        peer.getEncoded(),
        address.getAddress().getHostAddress());
  }

  private void giveUp(ChannelHandlerContext ctx, LinkEnd end) {
    fail(end);
    ctx.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(LinkEnd.LOST);
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!isTheirs(cause)) {
      LOG.error("link.fault", cause);
    }
    giveUp(ctx, unproven(endOf(cause)));
  }

  /** Whether a failure is the other end's or the network's, and not a fault of ours. */
  static boolean isTheirs(Throwable cause) {
    return bare(cause) instanceof IOException || bare(cause) instanceof RejectedExecutionException;
  }

  /**
   * What an end means before the other end proved its id: anybody may claim to speak another
   * version in the name of whom we look for, and nobody shall be shunned for that.
   */
  private LinkEnd unproven(LinkEnd end) {
    boolean looking = dial.flatMap(Dial::expected).isPresent();
    return looking && end == LinkEnd.VERSION ? LinkEnd.HANDSHAKE : end;
  }

  /** What a failure of TCP or TLS means for the attempt. */
  static LinkEnd endOf(Throwable cause) {
    return switch (bare(cause)) {
      case SslHandshakeTimeoutException _ -> LinkEnd.SILENT;
      case io.netty.channel.ConnectTimeoutException _ -> LinkEnd.SILENT;
      case java.net.NoRouteToHostException _ -> LinkEnd.SILENT;
      case java.net.ConnectException broken -> isRefused(broken) ? LinkEnd.REFUSED : LinkEnd.SILENT;
      case java.net.SocketException _ -> LinkEnd.SILENT;
      case SSLException broken -> isVersion(broken) ? LinkEnd.VERSION : LinkEnd.HANDSHAKE;
      case IOException _ -> LinkEnd.LOST;
      default -> LinkEnd.HANDSHAKE;
    };
  }

  /** Nothing listens there; a network that cannot be reached comes as the same exception. */
  private static boolean isRefused(java.net.ConnectException broken) {
    return String.valueOf(broken.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
  }

  private static boolean isVersion(SSLException broken) {
    String said = String.valueOf(broken.getMessage());
    return said.contains("no_application_protocol") || said.contains("protocol_version");
  }

  private static Throwable bare(Throwable cause) {
    Throwable inner = cause.getCause();
    return cause instanceof DecoderException && inner != null ? inner : cause;
  }
}
