package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP/2 connection of a link: settings, pings, GOAWAY, the end of a burst and the end of all.
 * What it carries is {@link LinkSocket}'s.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class LinkWire extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(LinkWire.class);

  /** The longest word of a GOAWAY that we look at, bytes. */
  private static final int WORD_BYTES_MAX = 64;

  private final LinkSite site;
  private final LinkSocket socket;
  private final boolean initiator;
  private final Http2FrameCodec codec;
  private final KeepAlive alive;
  private final LinkPartials partials;
  private final List<H2WebSocket> touched = new ArrayList<>();
  private final Runnable endBurst = this::endBurst;
  private @Nullable ChannelHandlerContext ctx;
  private boolean burstEnds;
  private boolean greeted;
  private boolean goingAway;
  private int streams;
  private int controlFrames;
  private long controlSinceNs;

  /** Why the connection ends, as far as is known before it has ended. */
  private LinkEnd end = LinkEnd.LOST;

  LinkWire(LinkSite site, LinkSocket socket, boolean initiator) {
    this.site = site;
    this.socket = socket;
    this.initiator = initiator;
    this.codec = new LinkCodec(!initiator, site.limits()).build();
    this.alive = new KeepAlive(site.limits(), this::ping, () -> socket.close(LinkEnd.SILENT));
    this.partials = new LinkPartials(site.limits().partialBytesMax());
  }

  /** Stands behind TLS from now on. */
  void addTo(ChannelPipeline pipeline) {
    pipeline.addLast("alive", alive);
    pipeline.addLast("h2", codec);
    pipeline.addLast("mux", new Http2MultiplexHandler(new AskedStream()));
    pipeline.addLast("link", this);
  }

  /** The pipeline of a stream that the other end opens; only a client may. */
  private final class AskedStream extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel stream) {
      if (initiator) {
        stream.close();
      } else {
        streamOpened(stream);
        stream.pipeline().addLast(new LinkAnswer(LinkWire.this, socket));
      }
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    ctx = added;
    controlSinceNs = nowNs();
    widenConnection(added);
  }

  /**
   * Takes the connection's own window out of play: bytes of a stream that nobody reads count
   * against it too, and with the default one such stream stops all others. What is unread stays
   * bounded by streams times their windows.
   */
  private void widenConnection(ChannelHandlerContext added) {
    try {
      var connection = codec.connection();
      var window = connection.local().flowController();
      int more = Integer.MAX_VALUE - window.initialWindowSize(connection.connectionStream());
      added.writeAndFlush(new DefaultHttp2WindowUpdateFrame(more));
    } catch (RuntimeException impossible) {
      throw new IllegalStateException("the connection has no window", impossible);
    }
  }

  LinkSite site() {
    return site;
  }

  LinkNetLimits limits() {
    return site.limits();
  }

  LinkPartials partials() {
    return partials;
  }

  ByteBufAllocator allocator() {
    return ByteBufAllocator.DEFAULT;
  }

  boolean isInitiator() {
    return initiator;
  }

  /** Opens a stream; its owner hears how it went, never from inside this call. */
  void ask(Http2Headers request, int messageBytesMax, H2WebSocket.Owner owner) {
    if (ctx == null || goingAway) {
      later(owner::ended);
      return;
    }
    new Http2StreamChannelBootstrap(ctx.channel())
        .handler(new LinkAsk(this, request, messageBytesMax, owner))
        .open();
  }

  /** Counts a stream until it is over. */
  void streamOpened(Channel stream) {
    streams++;
    stream.closeFuture().addListener(_ -> streamEnded());
  }

  private void streamEnded() {
    streams--;
    // Nobody else closes a connection whose other end is going away.
    if (goingAway && streams == 0 && ctx != null) {
      ctx.close();
    }
  }

  void later(Runnable task) {
    site.executor().execute(task);
  }

  void later(Runnable task, Duration delay) {
    site.executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether the connection stands and neither end is going away. */
  boolean isOpen() {
    return !goingAway && ctx != null && ctx.channel().isActive();
  }

  /** A socket has something to give to its stream when this burst ends. */
  void touched(H2WebSocket one) {
    touched.add(one);
    flushLater();
  }

  /** Flushes once, when the burst ends. */
  void flushLater() {
    if (!burstEnds) {
      burstEnds = true;
      later(endBurst);
    }
  }

  private void endBurst() {
    burstEnds = false;
    // By index: a write that fails may touch others.
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).endBurst();
    }
    touched.clear();
    if (ctx != null) {
      ctx.flush();
    }
  }

  private void ping() {
    if (ctx != null) {
      ctx.writeAndFlush(new DefaultHttp2PingFrame(nowNs()));
    }
  }

  /** Asks for a sign of life. */
  void probe() {
    alive.probe(site.probeMax());
  }

  /** The other end broke a rule: nothing it says counts any more. */
  void broken(ProtocolException broken) {
    LOG.info("link.rules id={} detail=\"{}\"", socket.remote(), broken.getMessage());
    socket.close(LinkEnd.RULES);
  }

  /** A stream ended by a fault of its own. */
  void streamFailed(Throwable cause) {
    if (cause instanceof Http2Exception broken) {
      // Its sentence may quote what the other end wrote.
      LOG.debug("link.stream id={} cause={}", socket.remote(), broken.error());
    } else if (cause instanceof IOException) {
      LOG.debug("link.stream id={} cause=\"{}\"", socket.remote(), cause.getMessage());
    } else {
      LOG.error("link.fault", cause);
    }
  }

  /**
   * Says why and ends. The other end closes the connection when it has read that: closed from here,
   * bytes of its that are on their way would have the system reset the connection, and the word
   * might be lost.
   */
  void close(LinkEnd why) {
    if (ctx == null) {
      return;
    }
    goingAway = true;
    if (!why.told()) {
      reset(ctx);
      return;
    }
    Http2Error code = why == LinkEnd.RULES ? Http2Error.PROTOCOL_ERROR : Http2Error.NO_ERROR;
    ByteBuf word = ByteBufUtil.writeAscii(ctx.alloc(), why.word());
    ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(code, word));
    if (!LinkSocket.isTidy(why)) {
      ctx.pipeline().addBefore("h2", "deaf", new Deaf());
    }
    later(this::cut, limits().closeMax());
  }

  private void cut() {
    if (ctx != null) {
      reset(ctx);
    }
  }

  /** Hears nothing more, until the connection ends. */
  private static final class Deaf extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      ReferenceCountUtil.release(bytes);
    }
  }

  /** Cuts the connection so that a path which works again carries the news at once. */
  private static void reset(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    // Past HTTP/2 and TLS, which would wait for a peer that is not there.
    ctx.pipeline().firstContext().close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    try {
      switch (frame) {
        case Http2SettingsFrame settings -> settings(settings);
        case Http2PingFrame ping when !ping.ack() -> countControl();
        case Http2GoAwayFrame goAway -> goAway(context, goAway);
        default -> {
          // Acknowledgements and unknown frames mean nothing here.
        }
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private void settings(Http2SettingsFrame frame) {
    countControl();
    if (greeted) {
      return;
    }
    greeted = true;
    if (initiator && !Boolean.TRUE.equals(frame.settings().connectProtocolEnabled())) {
      socket.close(LinkEnd.HANDSHAKE);
    } else {
      socket.greeted();
    }
  }

  /** HTTP/2 lets a peer that reads our answers ask without end. */
  private void countControl() {
    long nowNs = nowNs();
    if (nowNs - controlSinceNs >= limits().controlWindow().toNanos()) {
      controlSinceNs = nowNs;
      controlFrames = 0;
    }
    controlFrames++;
    if (controlFrames > limits().controlFramesMax()) {
      LOG.info("link.rules id={} detail=\"a flood of control frames\"", socket.remote());
      socket.close(LinkEnd.RULES);
    }
  }

  private void goAway(ChannelHandlerContext context, Http2GoAwayFrame frame) {
    goingAway = true;
    ByteBuf word = frame.content();
    int length = Math.min(word.readableBytes(), WORD_BYTES_MAX);
    Optional<LinkEnd> told =
        LinkEnd.parse(word.toString(word.readerIndex(), length, StandardCharsets.US_ASCII));
    end = told.orElse(end);
    socket.goingAway();
    if (told.isPresent() && !LinkSocket.isTidy(end)) {
      codec.gracefulShutdownTimeoutMillis(0);
      context.close();
    } else if (streams == 0) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    @Nullable Http2Exception broken = Http2CodecUtil.getEmbeddedHttp2Exception(cause);
    if (broken != null) {
      // The codec says GOAWAY and closes after this.
      LOG.info("link.rules id={} detail={}", socket.remote(), broken.error());
      end = LinkEnd.RULES;
      codec.gracefulShutdownTimeoutMillis(0);
      return;
    }
    end = greeted ? LinkEnd.LOST : LinkHandshake.endOf(cause);
    if (!LinkHandshake.isTheirs(cause)) {
      LOG.error("link.fault", cause);
    }
    reset(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ctx = null;
    socket.over(end);
  }

  private long nowNs() {
    return site.executor().ticker().nanoTime();
  }
}
