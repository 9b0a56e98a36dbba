package org.namedwebsockets.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks whatever listens on a local port what a proxy would answer. By the oldest HTTP client of
 * Java, because it is loaded in a tenth of the time of the newest.
 */
final class ProxyQuery {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  /** More than the status of 100,000 peers takes. */
  private static final int BODY_BYTES_MAX = 32 << 20;

  private ProxyQuery() {}

  /**
   * What came back.
   *
   * @param status of HTTP
   * @param body as text
   * @param challenge what is asked for, to let us in
   */
  record Answer(int status, String body, String challenge) {
    /** Whether this is the status of a proxy, or its demand for a token. */
    boolean isProxy() {
      return (status == 200 && body.startsWith("{\"proxy\":")) || wantsToken();
    }

    /** Whether a proxy answers that it lets in nobody without its token. */
    boolean wantsToken() {
      return status == 401 && challenge.contains("realm=\"nws\"");
    }
  }

  /**
   * Asks for the status and waits.
   *
   * @param max how long
   * @throws java.net.ConnectException if nothing listens
   * @throws java.net.SocketTimeoutException if it did not answer in time
   * @throws IOException if what came is not HTTP
   */
  static Answer status(Target target, Duration max) throws IOException {
    return ask(target, "GET", "/api/status", max);
  }

  /**
   * Asks for anything, for a person who is told what went wrong.
   *
   * @throws IOException with a sentence if there is no answer
   */
  static Answer answer(Target at, String method, String target) throws IOException {
    try {
      return ask(at, method, target, ANSWER_MAX);
    } catch (ConnectException _) {
      throw new IOException(
          "nothing answers on port %d. Start the proxy with: nws".formatted(at.port()));
    } catch (SocketTimeoutException _) {
      throw new IOException(
          "port %d does not answer within %d s.".formatted(at.port(), ANSWER_MAX.toSeconds()));
    }
  }

  private static Answer ask(Target at, String method, String target, Duration max)
      throws IOException {
    URI uri = URI.create("http://" + Target.HOST + ":" + at.port() + target);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    try {
      connection.setRequestMethod(method);
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout((int) max.toMillis());
      connection.setReadTimeout((int) max.toMillis());
      at.token()
          .shownTo(Target.HOST, at.port())
          .ifPresent(shown -> connection.setRequestProperty("Authorization", "Bearer " + shown));
      int status = connection.getResponseCode();
      if (status < 0) {
        throw new IOException("port %d does not speak HTTP.".formatted(at.port()));
      }
      return new Answer(
          status,
          text(status < 400 ? connection.getInputStream() : connection.getErrorStream()),
          String.valueOf(connection.getHeaderField("WWW-Authenticate")));
    } finally {
      connection.disconnect();
    }
  }

  private static String text(@Nullable InputStream body) throws IOException {
    if (body == null) {
      return "";
    }
    try (body) {
      return new String(body.readNBytes(BODY_BYTES_MAX), StandardCharsets.UTF_8);
    }
  }
}
