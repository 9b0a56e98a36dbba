package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** The shapes of our HTTP answers. Pure. */
final class Answers {
  /** Our pages load nothing from elsewhere, and open sockets to proxies of this machine only. */
  private static final String CONTENT_POLICY =
      "default-src 'self'; connect-src 'self' ws://localhost:* ws://127.0.0.1:*;"
          + " img-src 'self' data: blob:; media-src 'self' blob:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private Answers() {}

  static FullHttpResponse refusal(int status, String why) {
    FullHttpResponse answer = text(status, "text/plain; charset=utf-8", why + "\n");
    if (status == 401) {
      answer.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"nws\"");
    } else if (status == 405) {
      answer.headers().set(HttpHeaderNames.ALLOW, "GET");
    } else if (status == 426) {
      answer.headers().set(HttpHeaderNames.UPGRADE, "websocket");
      answer.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
    }
    return answer;
  }

  static FullHttpResponse health() {
    FullHttpResponse answer = text(200, "application/json", "{\"status\":\"ok\"}\n");
    answer.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    return answer;
  }

  static FullHttpResponse text(int status, String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    FullHttpResponse answer = answer(status, type, Unpooled.wrappedBuffer(bytes));
    answer.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    return answer;
  }

  /** A file, packed if the other end takes that and it makes the file smaller. */
  static FullHttpResponse asset(Assets.Asset asset, boolean takesPacked) {
    boolean packed = takesPacked && asset.packed().length < asset.body().length;
    byte[] body = packed ? asset.packed() : asset.body();
    FullHttpResponse answer = answer(200, asset.type(), Unpooled.wrappedBuffer(body));
    HttpHeaders headers = answer.headers();
    if (packed) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
    }
    headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
    headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    if (asset.anyOrigin()) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
      headers.set("cross-origin-resource-policy", "cross-origin");
    }
    return answer;
  }

  static FullHttpResponse movedTo(String path) {
    FullHttpResponse answer = text(308, "text/plain; charset=utf-8", "see " + path + "\n");
    answer.headers().set(HttpHeaderNames.LOCATION, path);
    return answer;
  }

  private static FullHttpResponse answer(int status, String type, ByteBuf body) {
    var answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set("x-content-type-options", "nosniff")
        .set("referrer-policy", "no-referrer");
    return answer;
  }
}
