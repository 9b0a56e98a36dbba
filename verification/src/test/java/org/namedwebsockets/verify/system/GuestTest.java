package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.protocol.wire.JsonTree;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;

/** Guests over real TLS: what an invite allows, and all that it does not. */
@Timeout(120)
class GuestTest {
  private static final String CHAT = "?channel=local/chat&seconds=3600";

  private int guestPort;
  private Proxy proxy;

  @BeforeEach
  void start() throws IOException {
    guestPort = LocalOnly.freePort();
    proxy = Proxy.start(Invitation.welcoming(guestPort));
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private Invitation invited(String query) {
    return Invitation.make(proxy.port(), query);
  }

  private void end(Invitation invite) {
    assertEquals(200, Invitation.api(proxy.port(), "POST", "?end=" + invite.id(), "").statusCode());
  }

  private boolean isListening() throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), guestPort)) {
      return socket.isConnected();
    } catch (ConnectException refused) {
      return false;
    }
  }

  private static int status(Invitation invite, String target, GuestClient.Shown shown)
      throws IOException {
    try (GuestClient client = invite.connect()) {
      return client.upgrade(target, shown).status();
    }
  }

  private static String why(GuestClient.Answer answer) {
    return Invitation.tree(answer.body()).field("why").text();
  }

  @Test
  void nothingListensBeforeSomebodyIsInvitedNorAfterTheLast() throws IOException {
    assertFalse(isListening());
    assertEquals("0", Invitation.list(proxy.port()).field("guestPort").text());

    Invitation first = invited(CHAT);
    Invitation second = invited(CHAT);
    assertEquals(guestPort, first.port());
    assertTrue(isListening());
    end(first);
    assertTrue(isListening());
    end(second);

    while (isListening()) {
      Thread.onSpinWait(); // the kernel is told just after the answer
    }
    assertEquals("0", Invitation.list(proxy.port()).field("guestPort").text());
    assertEquals(guestPort, invited(CHAT).port());
  }

  @Test
  void theCertificateIsOfThisAddressAndItsFingerprintIsShown() throws Exception {
    Invitation invite = invited(CHAT);
    try (GuestClient client = invite.connect()) {
      X509Certificate certificate = client.certificate();

      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      assertEquals(
          invite.fingerprint(), HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash));
      assertEquals(
          "127.0.0.1", List.copyOf(certificate.getSubjectAlternativeNames()).get(0).get(1));
      certificate.checkValidity();
    }
  }

  @Test
  void theGuestPageIsServedAndNothingElse() throws IOException {
    Invitation invite = invited(CHAT);
    try (GuestClient client = invite.connect()) {
      for (String there :
          List.of(
              "/",
              "/main.js",
              "/pass.js",
              "/rooms.js",
              "/guest.css",
              "/base.css",
              "/icon.svg",
              "/namedwebsockets.js")) {
        assertEquals(200, client.ask("GET", there, invite.own()).status(), there);
      }
      for (String not :
          List.of(
              "/api/status",
              "/api/invites",
              "/api/origins",
              "/console",
              "/console/main.js",
              "/metrics",
              "/healthz",
              "/examples/",
              "/web/guest/",
              "/control",
              "/../console",
              "/redeem",
              "/chat")) {
        assertEquals(404, client.ask("GET", not, invite.own()).status(), not);
      }
      assertEquals(404, client.ask("POST", "/api/invites" + CHAT, invite.own()).status());
    }
  }

  @Test
  void guestsTalkWithThePeersOfTheirChannelAndAreToldApart() throws IOException {
    Invitation invite = invited(CHAT);
    String[] tokens = {invite.redeem(), invite.redeem()};
    try (RawSocket local = RawSocket.connect(proxy.port())) {
      local.send(
          RawSocket.upgrade(proxy.port(), "/local/chat/ann")
              .replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: nws.v1\r\n\r\n"));
      assertTrue(local.head().startsWith("HTTP/1.1 101 "));
      try (GuestClient bob = invite.join(tokens[0], "/local/chat/bob?name=Bob&kind=admin");
          GuestClient cat = invite.join(tokens[1], "/local/chat/cat?name=Cat")) {
        String joined = local.next().text();
        while (!joined.contains("\"bob\"")) {
          joined = local.next().text();
        }
        assertTrue(joined.contains("\"kind\":\"guest\""), joined);
        assertTrue(joined.contains("\"origin\":\"guest:" + invite.id() + "\""), joined);
        for (int i = 0; i < 100; i++) {
          local.sendText("{\"type\":\"broadcast\",\"data\":\"to all " + i + "\"}");
        }
        bob.await("to all 99");
        cat.await("to all 99");
        bob.sendText("{\"type\":\"broadcast\",\"data\":\"from bob\"}");
        cat.await("from bob");
        String heard = local.next().text();
        while (!heard.contains("from bob")) {
          heard = local.next().text();
        }
        JsonTree invites = Invitation.list(proxy.port()).field("invites");
        assertEquals("2", invites.items().getFirst().field("guests").text());
      }
    }
  }

  @Test
  void anInviteForOneIsWorthNothingToTheSecondAndTheFirstComesBack() throws IOException {
    Invitation invite = invited(CHAT + "&uses=1");
    String token = invite.redeem();

    assertEquals("used", why(invite.redeemed()));

    invite.join(token, "/local/chat/1").close();
    invite.join(token, "/local/chat/2").close();
    assertEquals("used", why(invite.redeemed()));
    assertEquals(403, status(invite, "/local/chat/3", invite.own().withToken(invite.secret())));
  }

  @Test
  void aTimedInviteClosesItsSocketsAtItsTime() throws IOException {
    Invitation other = invited(CHAT);
    Invitation invite = invited("?channel=local/chat&seconds=10");
    try (GuestClient guest = invite.join(invite.redeem(), "/local/chat/1")) {
      assertEquals("close 1008 uninvited: the invite has ended", guest.await("close"));
    }
    assertEquals("over", why(invite.redeemed()));
    other.redeem();
  }

  @Test
  void whoIsShownOutGoesAtOnceAndDoesNotComeBack() throws IOException {
    Invitation other = invited(CHAT);
    Invitation invite = invited("?channel=local/chat&channel=network/news");
    String token = invite.redeem();
    try (GuestClient guest = invite.join(token, "/local/chat/1");
        GuestClient news = invite.join(token, "/network/news/1");
        GuestClient stays = other.join(other.redeem(), "/local/chat/2")) {
      end(invite);

      assertEquals("close 1008 uninvited: the invite has ended", guest.await("close"));
      assertEquals("close 1008 uninvited: the invite has ended", news.await("close"));
      assertEquals(403, status(invite, "/local/chat/1", invite.own().withToken(token)));
      assertEquals("over", why(invite.redeemed()));
      stays.sendText("{\"type\":\"send\",\"to\":\"2\",\"ref\":1,\"data\":\"me\"}");
      stays.await("me");
    }
  }

  @Test
  void aGuestReachesNoOtherChannelAndNoOtherForm() throws IOException {
    Invitation invite = invited(CHAT);
    GuestClient.Shown guest = invite.own().withToken(invite.redeem());

    for (String other : List.of("/network/chat/1", "/local/other/1", "/local/CHAT/1")) {
      assertEquals(403, status(invite, other, guest), other);
    }
    for (String form : List.of("/control/local/chat/1", "/chat", "/control/chat/1", "/")) {
      assertTrue(status(invite, form, guest) >= 200 && status(invite, form, guest) != 101, form);
    }
    String token = guest.authorization().substring("Bearer ".length());
    for (String protocols : List.of("nws.v1", "guest." + token, "", "nws.v1, guest.")) {
      assertEquals(403, status(invite, "/local/chat/1", guest.withProtocols(protocols)), protocols);
    }
  }

  @Test
  void anotherNameOrAnotherSiteIsTurnedAway() throws IOException {
    Invitation invite = invited(CHAT);
    GuestClient.Shown guest = invite.own().withToken(invite.redeem());

    for (String host :
        List.of("evil.example:" + guestPort, "localhost:" + guestPort, "127.0.0.1", "")) {
      assertEquals(403, status(invite, "/local/chat/1", guest.withHost(host)), host);
      try (GuestClient client = invite.connect()) {
        assertEquals(403, client.ask("GET", "/", guest.withHost(host)).status(), host);
      }
    }
    for (String origin : List.of("https://evil.example", "http://" + invite.host(), "null", "")) {
      assertEquals(403, status(invite, "/local/chat/1", guest.withOrigin(origin)), origin);
      GuestClient.Shown shown = invite.own().withSecret(invite.secret()).withOrigin(origin);
      try (GuestClient client = invite.connect()) {
        assertEquals(403, client.ask("POST", "/redeem", shown).status(), origin);
      }
    }
  }

  @Test
  void whoGuessesIsNotEvenLookedAtAfterTenTries() throws IOException {
    Invitation invite = invited(CHAT);
    try (GuestClient client = invite.connect()) {
      for (int i = 0; i < 10; i++) {
        GuestClient.Shown wrong = invite.own().withSecret("a".repeat(25) + (char) ('a' + i));
        assertEquals(403, client.ask("POST", "/redeem", wrong).status());
      }
      GuestClient.Shown right = invite.own().withSecret(invite.secret());
      GuestClient.Answer answer = client.ask("POST", "/redeem", right);
      assertEquals(429, answer.status());
      assertEquals("guessing", why(answer));
    }
    assertEquals(429, status(invite, "/local/chat/1", invite.own().withToken("wrong")));
    assertEquals(10, new Gauges(proxy.port()).read("nws_guests_wrong_total"));
  }

  @Test
  void aMessageLargerThanAGuestMaySendEndsItsSocket() throws IOException {
    Invitation invite = invited(CHAT);
    try (GuestClient guest = invite.join(invite.redeem(), "/local/chat/1")) {
      guest.sendText("x".repeat((1 << 20) + 1));
      assertEquals("close 1009 too-big: the limit is 1048576 bytes", guest.await("close"));
    }
  }

  @Test
  void onlyOwnPagesAndProgramsInvite() {
    String own = "http://localhost:" + proxy.port();

    assertEquals(
        403, Invitation.api(proxy.port(), "POST", CHAT, "https://evil.example").statusCode());
    assertEquals(403, Invitation.api(proxy.port(), "GET", "", "https://evil.example").statusCode());
    assertEquals(200, Invitation.api(proxy.port(), "POST", CHAT, own).statusCode());
  }

  @Test
  void whatMayNotBeIsRefusedWithASentenceAndBindsNothing() throws IOException {
    for (String wrong :
        List.of(
            "",
            "?seconds=10",
            "?channel=chat",
            "?channel=local/chat&seconds=0",
            "?channel=local/chat&seconds=90000",
            "?channel=local/chat&uses=2")) {
      assertEquals(400, Invitation.api(proxy.port(), "POST", wrong, "").statusCode(), wrong);
    }
    assertEquals(404, Invitation.api(proxy.port(), "POST", "?end=none", "").statusCode());
    assertFalse(isListening());
  }

  @Test
  void whoWantsNoGuestsHasNone() throws IOException {
    ProxyConfig.GuestsConfig rest = ProxyConfig.GuestsConfig.DEFAULTS;
    var off = new ProxyConfig.GuestsConfig(false, 0, rest.inviteLimits(), rest.limits());
    for (ProxyConfig config : List.of(Configs.alone(), Invitation.welcoming(0).withGuests(off))) {
      try (Proxy other = Proxy.start(config)) {
        var answer = Invitation.api(other.port(), "POST", CHAT, "");
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().startsWith("nobody may be invited"), answer.body());
      }
    }
  }

  @Test
  void aPortThatIsTakenIsNotWaitedFor() throws IOException {
    invited(CHAT);
    try (Proxy other = Proxy.start(Invitation.welcoming(guestPort))) {
      Invitation elsewhere = Invitation.make(other.port(), CHAT);
      assertTrue(elsewhere.port() != guestPort);
      elsewhere.redeem();
    }
  }

  @Test
  void theProxyStopsWithGuestsInIt() throws IOException {
    Invitation invite = invited(CHAT);
    try (GuestClient guest = invite.join(invite.redeem(), "/local/chat/1")) {
      proxy.close();
      assertEquals("close 1001 stopping", guest.await("close"));
    }
    assertThrows(IOException.class, invite::connect);
  }
}
