package org.namedwebsockets.client;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.namedwebsockets.protocol.ChannelKey;

/** Makes connections to a proxy. */
final class Connector {
  private static final String FORM = "nws.v1";
  private static final int USUAL_PORT = 9009;
  private static final int UPGRADE_REQUIRED = 426;

  /** One for all: it costs a thread. */
  private static final HttpClient HTTP = client();

  private Connector() {}

  /** No proxies on the way. */
  private static HttpClient client() {
    return HttpClient.newBuilder()
        .proxy(HttpClient.Builder.NO_PROXY)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .sslContext(NoTls.context())
        .build();
  }

  /** Where a peer of a channel is. Throws IllegalArgumentException for a host that is none. */
  static URI address(ChannelKey channel, String id, Options options) {
    StringBuilder details = new StringBuilder();
    detail(details, "name", options.name());
    detail(details, "kind", options.kind());
    return URI.create(
        "ws://%s:%d/%s/%s/%s%s"
            .formatted(
                options.host(),
                port(options, Optional.ofNullable(System.getenv("NWS_PORT"))),
                channel.scope().word(),
                channel.name().value(),
                id,
                details));
  }

  private static void detail(StringBuilder details, String key, String value) {
    if (!value.isEmpty()) {
      String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
      details.append(details.isEmpty() ? '?' : '&').append(key).append('=').append(encoded);
    }
  }

  /** The port to use. */
  static int port(Options options, Optional<String> variable) {
    if (options.port() != 0 || variable.isEmpty() || variable.get().isBlank()) {
      return options.port() != 0 ? options.port() : USUAL_PORT;
    }
    String text = variable.get().strip();
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("NWS_PORT wants a whole number from 0 to 65535");
    }
    return Integer.parseInt(text);
  }

  /**
   * Connects, and waits until the proxy has told who is there.
   *
   * @throws UnreachableException if there is no proxy, or it does not want us
   */
  static void open(URI address, Session session, Options options) throws InterruptedException {
    Duration max = options.limits().openMax();
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().subprotocols(FORM).connectTimeout(max);
    options
        .token()
        .shownTo(options.host(), address.getPort())
        .ifPresent(shown -> builder.header("Authorization", "Bearer " + shown));
    CompletableFuture<WebSocket> opening = builder.buildAsync(address, session);
    try {
      WebSocket open = opening.get(max.toNanos(), TimeUnit.NANOSECONDS);
      if (!open.getSubprotocol().equals(FORM)) {
        throw new UnreachableException("what answers does not speak " + FORM, UPGRADE_REQUIRED);
      }
      Optional<Ending> ending = ready(address, session, max);
      if (ending.isPresent()) {
        throw new UnreachableException(ending.get().why(), ending.get().comesBack() ? 0 : 400);
      }
    } catch (ExecutionException e) {
      throw refusal(address, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException _) {
      opening.thenAccept(WebSocket::abort);
      throw new UnreachableException(
          "port %d does not answer within %d ms".formatted(address.getPort(), max.toMillis()), 0);
    }
  }

  /** A proxy of before this form agrees to any subprotocol, and then says nothing. */
  private static Optional<Ending> ready(URI address, Session session, Duration max)
      throws InterruptedException {
    try {
      return session.awaitReady(max);
    } catch (TimeoutException _) {
      if (session.isWelcomed()) {
        throw new UnreachableException(
            "port %d did not tell who is there within %d ms"
                .formatted(address.getPort(), max.toMillis()),
            0);
      }
      throw new UnreachableException(
          "port %d lets us in, but does not speak %s; is it an older proxy?"
              .formatted(address.getPort(), FORM),
          UPGRADE_REQUIRED);
    }
  }

  private static UnreachableException refusal(URI address, Throwable cause) {
    if (cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
      int status = refused.getResponse().statusCode();
      String sentence = String.valueOf(refused.getResponse().body()).strip();
      return new UnreachableException(
          "the proxy answered %d%s".formatted(status, isSentence(sentence) ? ": " + sentence : ""),
          status);
    }
    if (cause instanceof ConnectException) {
      return new UnreachableException("nothing answers on port " + address.getPort(), 0);
    }
    return new UnreachableException(
        "what answers on port %d is no proxy: %s".formatted(address.getPort(), cause), 0);
  }

  private static boolean isSentence(String body) {
    return !body.isEmpty() && !body.equals("null") && body.length() < 300;
  }
}
