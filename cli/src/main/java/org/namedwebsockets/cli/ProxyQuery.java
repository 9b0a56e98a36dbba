package org.namedwebsockets.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Asks whatever listens on a local port what a proxy would answer. */
final class ProxyQuery {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private ProxyQuery() {}

  /**
   * Asks for the status and waits.
   *
   * @param max how long
   * @throws java.net.ConnectException if nothing listens
   * @throws java.net.http.HttpTimeoutException if it did not answer in time
   * @throws IOException if what came is not HTTP
   */
  static HttpResponse<String> status(Target target, Duration max) throws IOException {
    return ask(target, "GET", "/api/status", max);
  }

  /**
   * Asks for anything, for a person who is told what went wrong.
   *
   * @throws IOException with a sentence if there is no answer
   */
  static HttpResponse<String> answer(Target at, String method, String target) throws IOException {
    try {
      return ask(at, method, target, ANSWER_MAX);
    } catch (ConnectException _) {
      throw new IOException(
          "nothing answers on port %d. Start the proxy with: nws".formatted(at.port()));
    } catch (HttpTimeoutException _) {
      throw new IOException(
          "port %d does not answer within %d s.".formatted(at.port(), ANSWER_MAX.toSeconds()));
    }
  }

  private static HttpResponse<String> ask(Target at, String method, String target, Duration max)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + Target.HOST + ":" + at.port() + target))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(max);
    at.token()
        .shownTo(Target.HOST, at.port())
        .ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(max).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted.");
    }
  }

  /** Whether an answer is the status of a proxy, or its demand for a token. */
  static boolean isProxy(HttpResponse<String> answer) {
    return (answer.statusCode() == 200 && answer.body().startsWith("{\"proxy\":"))
        || wantsToken(answer);
  }

  /** Whether a proxy answers that it lets in nobody without its token. */
  static boolean wantsToken(HttpResponse<String> answer) {
    String challenge = answer.headers().firstValue("www-authenticate").orElse("");
    return answer.statusCode() == 401 && challenge.contains("realm=\"nws\"");
  }
}
