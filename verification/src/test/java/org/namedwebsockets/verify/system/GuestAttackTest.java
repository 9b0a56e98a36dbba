package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.ProxyConfig.AccessConfig;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.net.GuestLimits;
import org.namedwebsockets.proxy.net.NetLimits;

/** What somebody on the LAN does to the guest port who is no guest, or a bad one. */
@Timeout(120)
class GuestAttackTest {
  private static final String CHAT = "?channel=local/chat&seconds=3600";
  private static final Duration SHORT = Duration.ofSeconds(3);

  @TempDir Path folder;
  private Proxy proxy;

  private Invitation start(ProxyConfig config) throws IOException {
    proxy = Proxy.start(config);
    return Invitation.make(proxy.port(), CHAT);
  }

  private Invitation start() throws IOException {
    return start(Invitation.welcoming(0));
  }

  @AfterEach
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
  }

  private static GuestLimits limits(int messageBytesMax, int ofOneAddress, Duration handshakeMax) {
    GuestLimits d = GuestLimits.DEFAULTS;
    return new GuestLimits(
        d.connectionsMax(),
        ofOneAddress,
        messageBytesMax,
        handshakeMax,
        d.handshakesMax(),
        d.wrongMax(),
        d.wrongEach(),
        d.addressesMax());
  }

  private static ProxyConfig with(ProxyConfig config, Limits limits, NetLimits netLimits) {
    return new ProxyConfig(
        config.port(),
        config.origins(),
        config.originsFile(),
        limits,
        netLimits,
        config.lan(),
        config.access(),
        config.guests());
  }

  private static NetLimits impatient() {
    NetLimits d = NetLimits.DEFAULTS;
    return new NetLimits(
        d.messageBytesMax(),
        d.partialBytesMax(),
        d.connectionsMax(),
        d.headerBytesMax(),
        d.outboxHighBytes(),
        d.outboxLowBytes(),
        SHORT,
        d.pingAfter(),
        d.silenceMax(),
        d.closeMax());
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void whoNeverFinishesItsHandshakeIsCutOff() throws IOException {
    Invitation invite = start(Invitation.welcoming(0, limits(1 << 20, 32, SHORT)));
    try (Socket silent = new Socket(InetAddress.ofLiteral("127.0.0.1"), invite.port());
        Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), invite.port())) {
      plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertTrue(isEnded(silent));
      while (!isEnded(plain)) {
        // an alert of TLS comes first
      }
    }
    invite.redeem();
  }

  @Test
  void whoNeverFinishesItsRequestIsCutOff() throws IOException {
    Invitation invite = start(with(Invitation.welcoming(0), Limits.DEFAULTS, impatient()));
    try (GuestClient client = invite.connect()) {
      client.send("POST /redeem HTTP/1.1\r\nHost: " + invite.host() + "\r\nX: ");
      assertTrue(client.isEnded());
    }
    invite.redeem();
  }

  @Test
  void olderTlsIsNotSpoken() throws IOException {
    Invitation invite = start();
    assertThrows(
        SSLException.class, () -> GuestClient.connect("127.0.0.1", invite.port(), "TLSv1.2"));
    GuestClient.connect("127.0.0.1", invite.port(), "TLSv1.3").close();
  }

  @Test
  void headersAndBodiesHaveBounds() throws IOException {
    Invitation invite = start();
    String host = "\r\nHost: " + invite.host() + "\r\n";
    int tooMany = NetLimits.DEFAULTS.headerBytesMax() + 1;
    for (String request :
        List.of(
            "GET /" + "x".repeat(tooMany) + " HTTP/1.1" + host + "\r\n",
            "GET / HTTP/1.1" + host + "Authorization: Bearer " + "x".repeat(tooMany))) {
      try (GuestClient client = invite.connect()) {
        client.send(request);
        assertEquals(431, client.answer().status());
        assertTrue(client.isEnded());
      }
    }
    try (GuestClient client = invite.connect()) {
      client.send("POST /redeem HTTP/1.1" + host + "Content-Length: 1000000000\r\n\r\n");
      assertEquals(403, client.answer().status());
      assertTrue(client.isEnded());
    }
  }

  @Test
  void oneAddressHasSoManyConnectionsAndNoMore() throws IOException, InterruptedException {
    Invitation invite =
        start(Invitation.welcoming(0, limits(1 << 20, 3, GuestLimits.DEFAULTS.handshakeMax())));
    List<GuestClient> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(invite.connect());
    }
    assertThrows(IOException.class, invite::connect);
    all.removeLast().close();
    new Gauges(proxy.port()).await("nws_connections", open -> open <= 3);
    all.add(invite.connect());
    for (GuestClient client : all) {
      client.close();
    }
  }

  @Test
  void aGuestThatDoesNotReadIsClosedAndTheOthersHearAll() throws Exception {
    Invitation invite =
        start(
            with(
                Invitation.welcoming(0),
                Configs.stallMax(Duration.ofSeconds(5)),
                NetLimits.DEFAULTS));
    try (GuestClient stuck = invite.join(invite.redeem(), "/local/chat/stuck");
        RawSocket talks = RawSocket.open(proxy.port(), "/local/chat/1");
        RawSocket hears = RawSocket.open(proxy.port(), "/local/chat/2")) {
      int count = 400;
      byte[] frame = RawSocket.frame(RawSocket.FIN | RawSocket.BINARY, new byte[64 << 10]);
      Thread talker =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 0; i < count; i++) {
                    talks.send(frame);
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      for (int i = 0; i < count; i++) {
        assertEquals(64 << 10, hears.next().payload().length);
      }
      talker.join();
      new Gauges(proxy.port()).await("nws_sockets_closed_total{reason=\"slow\"}", n -> n == 1);
      assertTrue(stuck.isEnded());
    }
  }

  @Test
  void whatIsNoAddressOfAGuestIsNotThereHoweverItIsWritten() throws IOException {
    Invitation invite = start();
    GuestClient.Shown guest = invite.own().withToken(invite.redeem());
    for (String target :
        List.of(
            "https://" + invite.host() + "/api/status",
            "http://localhost:" + proxy.port() + "/console",
            "//console",
            "/console/",
            "/./console",
            "/%63onsole",
            "/guest/../console",
            "/local/../../console",
            "/local/chat/1/../../../api/status",
            "/local/chat%2F1",
            "/index.html?/console",
            "*",
            "/main.js?x",
            "/control/local/chat/1",
            "/metrics",
            "/healthz",
            "/api/token",
            "/api/doctor")) {
      for (String method : List.of("GET", "POST", "OPTIONS", "PUT", "CONNECT")) {
        try (GuestClient client = invite.connect()) {
          int status = client.ask(method, target, guest).status();
          assertTrue(status >= 400 && status < 500, method + " " + target + " " + status);
        }
      }
      try (GuestClient client = invite.connect()) {
        int status = client.upgrade(target, guest).status();
        assertTrue(status >= 400 && status < 500, target + " " + status);
      }
    }
  }

  @Test
  void hostsThatLookLikeOursAreNotOurs() throws IOException {
    Invitation invite = start();
    GuestClient.Shown guest = invite.own().withToken(invite.redeem());
    for (String host :
        List.of(
            "127.0.0.1.:" + invite.port(),
            "user@" + invite.host(),
            invite.host() + ".evil.example",
            "127.1:" + invite.port(),
            "0x7f.0.0.1:" + invite.port(),
            "[::ffff:127.0.0.1]:" + invite.port(),
            invite.host() + ", evil.example",
            invite.host() + "\r\nHost: " + invite.host())) {
      try (GuestClient client = invite.connect()) {
        assertEquals(403, client.ask("GET", "/", guest.withHost(host)).status(), host);
      }
      try (GuestClient client = invite.connect()) {
        int status = client.upgrade("/local/chat/1", guest.withHost(host)).status();
        assertEquals(403, status, host);
      }
    }
  }

  @Test
  void noOtherAddressOfTheMachineServesTheLocalPort() throws IOException {
    start();
    try (Socket other = new Socket()) {
      assertThrows(
          IOException.class,
          () -> other.connect(new InetSocketAddress("127.0.0.2", proxy.port()), 5000));
    }
  }

  @Test
  void underATokenOnlyItsOwnerInvitesAndGuestsComeWithoutIt() throws IOException {
    Path file = folder.resolve("token");
    proxy =
        Proxy.start(Invitation.welcoming(0).withAccess(new AccessConfig(Optional.of(file), false)));
    String token = Files.readString(file).strip();
    int port = proxy.port();
    String own = "http://localhost:" + port;
    assertEquals(401, Invitation.api(port, "POST", CHAT, "").statusCode());
    assertEquals(401, Invitation.api(port, "POST", CHAT, own).statusCode());
    assertEquals(401, Invitation.api(port, "GET", "", "").statusCode());
    assertEquals(401, Invitation.api(port, "POST", CHAT + "&token=" + token, "").statusCode());

    Invitation invite = Invitation.make(port, CHAT, token);
    String pass = invite.redeem();
    for (String worthless : List.of(pass, invite.secret(), "wrong")) {
      assertEquals(401, Invitation.api(port, "POST", CHAT, "", worthless).statusCode());
      assertEquals(401, Invitation.api(port, "GET", "", "", worthless).statusCode());
    }
    assertEquals(401, Invitation.api(port, "POST", "?end=" + invite.id(), "").statusCode());
    try (GuestClient client = invite.connect()) {
      GuestClient.Shown owner = invite.own().withToken(token);
      assertEquals(403, client.upgrade("/local/chat/1", owner).status());
    }
    invite.join(pass, "/local/chat/1").close();

    String session = post("/api/sessions", post("/api/tickets", token));
    assertEquals(200, Invitation.api(port, "POST", CHAT, own, session).statusCode());
  }

  /** What is given for a secret; in quotes in the answer. */
  private String post(String path, String secret) throws IOException {
    try (RawSocket socket = RawSocket.connect(proxy.port())) {
      socket.send(
          "POST "
              + path
              + " HTTP/1.1\r\nHost: localhost:"
              + proxy.port()
              + "\r\nConnection: close\r\nAuthorization: Bearer "
              + secret
              + "\r\nContent-Length: 0\r\n\r\n");
      return socket.rest().replaceAll("(?s).*:\"|\"}.*", "");
    }
  }

  @Test
  void aNewTokenEndsWhateverTheOldOneInvited() throws IOException {
    Path file = folder.resolve("token");
    proxy =
        Proxy.start(Invitation.welcoming(0).withAccess(new AccessConfig(Optional.of(file), false)));
    String token = Files.readString(file).strip();
    Invitation invite = Invitation.make(proxy.port(), CHAT, token);
    try (GuestClient guest = invite.join(invite.redeem(), "/local/chat/1")) {
      post("/api/token", token);
      assertEquals("close 1008 uninvited: the invite has ended", guest.await("close"));
    }
    String fresh = Files.readString(file).strip();
    String list = Invitation.api(proxy.port(), "GET", "", "", fresh).body();
    assertTrue(list.endsWith("\"guestPort\":0,\"fingerprint\":\"\",\"invites\":[]}"), list);
    assertEquals(401, Invitation.api(proxy.port(), "POST", CHAT, "", token).statusCode());
  }

  @Test
  void nothingOfAnInviteIsInTheLogOrInWhatABrowserPassesOn() throws IOException {
    int port = LocalOnly.freePort();
    String flags = "--port=" + port + " --guest-port=0 --link-port=0 --log=trace";
    String lan = " --multicast=off --advertise=127.0.0.1";
    List<String> command = new ArrayList<>(List.of(NwsProcess.LAUNCHER.toString(), "run"));
    command.addAll(List.of((flags + lan).split(" ")));
    try (NwsProcess nws = NwsProcess.start(folder, Map.of(), command.toArray(String[]::new))) {
      nws.port();
      Invitation invite = Invitation.make(port, "?channel=local/the-old-mill&uses=1");
      String token = invite.redeem();
      invite.redeemed();
      String wrong = "z".repeat(26);
      try (GuestClient client = invite.connect()) {
        client.ask("POST", "/redeem", invite.own().withSecret(wrong));
        client.ask("GET", "/" + invite.secret() + "?" + token, invite.own());
        String head = client.ask("GET", "/", invite.own()).head();
        assertTrue(head.contains("referrer-policy: no-referrer"), head);
        assertTrue(head.contains("frame-ancestors 'none'"), head);
      }
      try (GuestClient guest = invite.join(token, "/local/the-old-mill/miller")) {
        guest.sendText("no JSON at all");
        guest.await("close");
      }
      Invitation.api(port, "POST", "?end=" + invite.id(), "");
      nws.signal("TERM");
      assertEquals(143, nws.exitCode(), nws.errors());
      String log = nws.output() + nws.errors();
      assertTrue(log.contains("invite.ended id=" + invite.id()), log);
      for (String secret : List.of(invite.secret(), token, wrong, "the-old-mill", "miller")) {
        assertFalse(log.contains(secret), secret + " is in " + log);
      }
    }
  }
}
