package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.wire.JsonTree;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.net.GuestLimits;

/** An invite as its maker sees it, and the API that makes it. */
public record Invitation(String id, List<String> links, String fingerprint) {
  /** For the TLS of a guest: a page does not try again. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A proxy of this machine that may have guests at 127.0.0.1, and sends nothing to the LAN. */
  public static ProxyConfig welcoming(int guestPort) {
    GuestLimits d = GuestLimits.DEFAULTS;
    return welcoming(
        guestPort,
        new GuestLimits(
            d.connectionsMax(),
            d.addressConnectionsMax(),
            d.messageBytesMax(),
            PATIENCE,
            d.handshakesMax(),
            d.wrongMax(),
            d.wrongEach(),
            d.addressesMax()));
  }

  static ProxyConfig welcoming(int guestPort, GuestLimits limits) {
    var lan = new ProxyConfig.LanConfig(true, 0, false, List.of(), List.of(), List.of("127.0.0.1"));
    ProxyConfig.GuestsConfig rest = ProxyConfig.GuestsConfig.DEFAULTS;
    var guests = new ProxyConfig.GuestsConfig(true, guestPort, rest.inviteLimits(), limits);
    return ProxyConfig.DEFAULTS.withPort(0).withLan(lan).withGuests(guests);
  }

  /** Makes one. */
  public static Invitation make(int port, String query) {
    return make(port, query, "");
  }

  /** Makes one where a token has to be shown. */
  static Invitation make(int port, String query, String token) {
    HttpResponse<String> answer = api(port, "POST", query, "", token);
    assertEquals(200, answer.statusCode(), answer.body());
    JsonTree made = tree(answer.body());
    return new Invitation(
        made.field("id").text(),
        made.field("links").items().stream().map(JsonTree::text).toList(),
        made.field("fingerprint").text());
  }

  /** Asks {@code /api/invites}. */
  static HttpResponse<String> api(int port, String method, String query, String origin) {
    return api(port, method, query, origin, "");
  }

  static HttpResponse<String> api(
      int port, String method, String query, String origin, String token) {
    URI uri = URI.create("http://localhost:" + port + "/api/invites" + query);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonTree list(int port) {
    return tree(api(port, "GET", "", "").body());
  }

  static JsonTree tree(String json) {
    try {
      return JsonTree.of(json);
    } catch (ProtocolException e) {
      throw new IllegalStateException(json, e);
    }
  }

  private URI first() {
    return URI.create(links.getFirst());
  }

  String secret() {
    return first().getFragment();
  }

  String host() {
    return first().getAuthority();
  }

  int port() {
    return first().getPort();
  }

  GuestClient connect() throws IOException {
    return GuestClient.connect("127.0.0.1", port());
  }

  GuestClient.Shown own() {
    return GuestClient.Shown.own(host());
  }

  /** Shows the secret; the token, or an assertion that fails. */
  String redeem() throws IOException {
    GuestClient.Answer answer = redeemed();
    assertEquals(200, answer.status(), answer.body());
    return tree(answer.body()).field("token").text();
  }

  GuestClient.Answer redeemed() throws IOException {
    try (GuestClient client = connect()) {
      return client.ask("POST", "/redeem", own().withSecret(secret()));
    }
  }

  /** A socket of a guest that heard its welcome. */
  GuestClient join(String token, String target) throws IOException {
    GuestClient client = connect();
    GuestClient.Answer answer = client.upgrade(target, own().withToken(token));
    assertEquals(101, answer.status(), answer.body());
    client.await("\"ready\"");
    return client;
  }
}
