package org.namedwebsockets.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks whatever listens on a local port for the status a proxy would have. */
final class StatusQuery {
  private StatusQuery() {}

  /**
   * Asks and waits.
   *
   * @param max how long
   * @throws java.net.ConnectException if nothing listens
   * @throws java.net.http.HttpTimeoutException if it did not answer in time
   * @throws IOException if what came is not HTTP
   */
  static HttpResponse<String> ask(int port, Duration max) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/status"))
            .timeout(max)
            .build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(max).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted.");
    }
  }

  /** Whether an answer is that of a proxy. */
  static boolean isProxy(HttpResponse<String> answer) {
    return answer.statusCode() == 200 && answer.body().startsWith("{\"proxy\":");
  }
}
