package org.namedwebsockets.proxy.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.Verdict;
import org.namedwebsockets.proxy.hub.Admission;
import org.namedwebsockets.proxy.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the local port until it becomes a WebSocket: reads requests, asks the {@link
 * Router}, answers or hands over to {@link Upgrade}.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class HttpSocket extends ChannelInboundHandlerAdapter implements HubLoop.Ticked {
  private static final Logger LOG = LoggerFactory.getLogger(HttpSocket.class);

  /** How often an id is drawn for one socket at most. */
  private static final int ID_DRAWS = 8;

  /** Longer than a diagnosis takes, whose parts have limits of their own. */
  private static final long DOCTOR_MAX_NS = 30_000_000_000L;

  private final LocalSite site;
  private final HubLoop loop;
  private @Nullable ChannelHandlerContext context;
  private long requestByNs;
  private boolean upgrading;
  private Origins.@Nullable Waiting waiting;
  private @Nullable String guestToken;
  private boolean early;
  private boolean over;

  /**
   * A connection that was just accepted.
   *
   * @param over whether it is one more than there may be: then its request is read and refused,
   *     unless there is room by then
   */
  HttpSocket(LocalSite site, boolean over) {
    this.site = site;
    this.over = over;
    this.loop = site.loop();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    requestByNs = loop.nowNs() + loop.limits().handshakeMax().toNanos();
    loop.add(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    loop.remove(this);
    if (waiting != null) {
      site.origins().gone(waiting);
    }
    if (early) {
      // The WebSocket that takes our place must know that it cannot be trusted to be in step.
      ctx.fireChannelRead(Unpooled.EMPTY_BUFFER);
    }
  }

  @Override
  public void tick(long nowNs) {
    if (nowNs - requestByNs >= 0 && context != null && waiting == null) {
      context.close();
    }
  }

  @Override
  public void stop() {
    if (context != null) {
      context.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (upgrading) {
        // Sent before our answer could be read; only the end of the request itself is none.
        early |= !(message instanceof LastHttpContent);
      } else if (message instanceof HttpRequest request) {
        requestByNs = loop.nowNs() + loop.limits().handshakeMax().toNanos();
        over &= loop.connections() > loop.limits().connectionsMax();
        if (request.decoderResult().isFailure()) {
          malformed(ctx, request);
        } else if (over) {
          answerLast(ctx, LocalEndpoint.refusal(loop));
        } else {
          follow(ctx, request, site.router().route(RequestHead.of(request)));
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    // Who does not read our answers is not asked for more requests.
    ctx.channel().config().setAutoRead(ctx.channel().isWritable());
  }

  private void follow(ChannelHandlerContext ctx, HttpRequest request, Route route) {
    switch (route) {
      case Route.Join join -> {
        if (welcome(ctx, request, loop.hub().admits(join.key(), join.id()), join.key())) {
          join(ctx, request, join);
        }
      }
      case Route.Control control -> {
        if (welcome(
            ctx, request, loop.hub().admitsWatch(control.key(), control.id()), control.key())) {
          upgrade(ctx, request, null, b -> new ControlSocket(loop, control, b), jsonBytesMax());
        }
      }
      case Route.Successor successor -> succeed(ctx, request, successor);
      case Route.Held held -> hold(ctx, request, held);
      case Route.Sites() -> answer(ctx, request, OriginsText.answer(site.origins()));
      case Route.Decide(var decision) ->
          answer(ctx, request, OriginsText.decided(site.origins(), decision));
      case Route.Forget(var origin) ->
          answer(ctx, request, OriginsText.forgotten(site.origins(), origin));
      case Route.Ticket() -> answer(ctx, request, TokensText.ticket(site.tokens(), loop.nowNs()));
      case Route.Session(var ticket) ->
          answer(ctx, request, TokensText.session(site.tokens(), ticket, loop.nowNs()));
      case Route.NewToken() -> renew(ctx);
      case Route.OfGuests guests -> ofGuests(ctx, request, guests);
      case Route.Asset(var path) -> asset(ctx, request, path);
      case Route.Health() -> answer(ctx, request, Answers.health());
      case Route.Metrics() ->
          answer(
              ctx,
              request,
              Answers.text(200, "text/plain; version=0.0.4; charset=utf-8", site.metricsText()));
      case Route.Status() ->
          answer(ctx, request, Answers.text(200, "application/json", site.statusJson()));
      case Route.Doctor() -> examine(ctx);
      case Route.Refused(var status, var why) -> refuse(ctx, request, status, why);
    }
  }

  private void refuse(ChannelHandlerContext ctx, HttpRequest request, int status, String why) {
    if (status != 401) {
      answer(ctx, request, Answers.refusal(status, why));
      return;
    }
    // Each guess costs a connection, and is counted.
    loop.metrics().count(Counter.TOKENS_REFUSED);
    if (loop.mayWarn()) {
      LOG.warn("token.refused total={}", loop.metrics().value(Counter.TOKENS_REFUSED));
    }
    answerLast(ctx, Answers.refusal(status, why));
  }

  /** The file is written elsewhere; the answer waits for that. */
  private void renew(ChannelHandlerContext ctx) {
    upgrading = true;
    site.tokens().renew(kept -> answerLate(ctx, TokensText.renewed(kept)));
  }

  /** That takes seconds. Whatever is asked on this connection meanwhile is not answered. */
  private void examine(ChannelHandlerContext ctx) {
    upgrading = true;
    requestByNs = loop.nowNs() + DOCTOR_MAX_NS;
    site.examine(answer -> answerLate(ctx, answer));
  }

  /** Nothing is answered until a person has decided, or too long has passed. */
  private void hold(ChannelHandlerContext ctx, HttpRequest request, Route.Held held) {
    Origins.Waiting mine = verdict -> decided(ctx, request, held, verdict);
    if (loop.mayWarn()) {
      LOG.info("origin.waits origin={}", held.origin());
    }
    upgrading = true;
    waiting = mine;
    site.origins().ask(held.origin(), held.key(), loop.nowNs(), mine);
  }

  private void decided(
      ChannelHandlerContext ctx, HttpRequest request, Route.Held held, Verdict verdict) {
    waiting = null;
    upgrading = false;
    requestByNs = loop.nowNs() + loop.limits().handshakeMax().toNanos();
    if (verdict == Verdict.ALLOWED) {
      // All over: meanwhile there may be a new token.
      follow(ctx, request, site.router().route(RequestHead.of(request)));
    } else {
      answerLast(ctx, OriginsText.notAllowed(held.origin(), verdict, site.port()));
    }
  }

  private void ofGuests(ChannelHandlerContext ctx, HttpRequest request, Route.OfGuests route) {
    GuestDesk guests = site.guests();
    switch (route) {
      case Route.Invites() -> answer(ctx, request, guests.list());
      case Route.MakeInvite asked -> {
        upgrading = true; // No other request is read meanwhile: the port may have to be opened.
        guests.invite(asked, made -> answerLate(ctx, made));
      }
      case Route.EndInvite(var id) -> answer(ctx, request, guests.end(id));
      case Route.Redeem(var secret) -> answer(ctx, request, guests.redeem(secret, address(ctx)));
      case Route.Visit(var token) -> answer(ctx, request, guests.visit(token, address(ctx)));
      case Route.Come come -> {
        guestToken = come.token();
        follow(ctx, request, guests.admit(come, address(ctx)));
      }
    }
  }

  private static String address(ChannelHandlerContext ctx) {
    return ctx.channel().remoteAddress() instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : "";
  }

  /** A V1 socket, which may be a guest's. */
  private V1Socket v1(Route.Join join, ChannelPipeline pipe) {
    ProxyId proxy = ProxyId.parse(site.links().get().id()).orElse(null);
    V1Socket socket = new V1Socket(loop, join, proxy, pipe);
    return guestToken == null ? socket : site.guests().seated(guestToken, socket, pipe);
  }

  private void join(ChannelHandlerContext ctx, HttpRequest request, Route.Join join) {
    if (!join.v1()) {
      int bytesMax = loop.limits().messageBytesMax();
      upgrade(ctx, request, null, b -> new PeerSocket(loop, join, b), bytesMax);
    } else if (welcome(ctx, request, loop.hub().admitsWatch(join.key(), join.id()), join.key())) {
      int bytesMax =
          guestToken == null ? jsonBytesMax() : site.guests().messageBytesMax(jsonBytesMax());
      upgrade(ctx, request, V1Socket.SUBPROTOCOL, b -> v1(join, b), bytesMax);
    }
  }

  /** An id that is taken is drawn again; that it happens so often is next to impossible. */
  private void succeed(ChannelHandlerContext ctx, HttpRequest request, Route.Successor successor) {
    Admission admission = Admission.ID_TAKEN;
    PeerId id = drawnId();
    for (int left = ID_DRAWS; admission == Admission.ID_TAKEN && left > 0; left--) {
      id = drawnId();
      admission = loop.hub().admits(successor.key(), id);
      if (admission == Admission.WELCOME) {
        admission = loop.hub().admitsWatch(successor.key(), id);
      }
    }
    if (welcome(ctx, request, admission, successor.key())) {
      PeerId drawn = id;
      upgrade(
          ctx, request, null, b -> new SuccessorSocket(loop, successor, drawn, b), jsonBytesMax());
    }
  }

  private static PeerId drawnId() {
    return new PeerId(Long.toString(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)));
  }

  private void upgrade(
      ChannelHandlerContext ctx,
      HttpRequest request,
      @Nullable String protocol,
      Function<ChannelPipeline, FrameSocket> socket,
      int bytesMax) {
    upgrading = true;
    Upgrade.upgrade(ctx, request, protocol, socket, bytesMax);
  }

  /** Of sockets on which payloads come in JSON. */
  private int jsonBytesMax() {
    return loop.limits().controlBytesMax();
  }

  private boolean welcome(
      ChannelHandlerContext ctx, HttpRequest request, Admission admission, ChannelKey key) {
    if (admission == Admission.WELCOME) {
      return true;
    }
    LOG.debug("peer.refused reason={} scope={}", admission, key.scope().word());
    int status = admission == Admission.ID_TAKEN ? 409 : 503;
    answer(ctx, request, Answers.refusal(status, admission.sentence()));
    return false;
  }

  private void asset(ChannelHandlerContext ctx, HttpRequest request, String path) {
    var asset = site.assets().find(path);
    if (asset.isPresent()) {
      boolean packed =
          request
              .headers()
              .containsValue(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.GZIP, true);
      answer(ctx, request, Answers.asset(asset.get(), packed));
    } else if (site.assets().isFolder(path)) {
      answer(ctx, request, Answers.movedTo(path + "/"));
    } else {
      answer(ctx, request, Answers.refusal(404, Router.NOTHING_HERE));
    }
  }

  private void malformed(ChannelHandlerContext ctx, HttpRequest request) {
    String why = String.valueOf(request.decoderResult().cause().getMessage());
    boolean tooLong = request.decoderResult().cause() instanceof TooLongFrameException;
    FullHttpResponse answer =
        tooLong
            ? Answers.refusal(
                431, "request line and headers may have " + headerBytesMax() + " bytes each")
            : Answers.refusal(400, "this is not HTTP: " + why.replaceAll("[^ -~]", "?"));
    answerLast(ctx, answer);
  }

  private int headerBytesMax() {
    return loop.limits().headerBytesMax();
  }

  private void answer(ChannelHandlerContext ctx, HttpRequest request, FullHttpResponse answer) {
    if (HttpUtil.isKeepAlive(request) && !RequestHead.hasBody(request)) {
      count(answer);
      HttpUtil.setKeepAlive(answer.headers(), request.protocolVersion(), true);
      ctx.writeAndFlush(answer);
    } else {
      answerLast(ctx, answer);
    }
  }

  /** What came some time after it was asked for: perhaps nobody waits for it any more. */
  private void answerLate(ChannelHandlerContext ctx, FullHttpResponse answer) {
    if (!ctx.isRemoved()) {
      answerLast(ctx, answer);
    }
  }

  private void answerLast(ChannelHandlerContext ctx, FullHttpResponse answer) {
    count(answer);
    HttpUtil.setKeepAlive(answer, false);
    ctx.pipeline().replace(this, null, new Farewell(loop, answer));
  }

  private void count(FullHttpResponse answer) {
    loop.metrics().count(Counter.REQUESTS_ANSWERED);
    if (answer.status().code() >= 400) {
      loop.metrics().count(Counter.REQUESTS_REFUSED);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    switch (cause) {
      case IOException _ -> LOG.trace("http.broken");
      // Netty's codec remembers so many requests without answers and no more.
      case DecoderException tooMany -> LOG.debug("http.closed cause=\"{}\"", tooMany.getMessage());
      default -> LOG.error("http.fault", cause);
    }
    ctx.close();
  }
}
