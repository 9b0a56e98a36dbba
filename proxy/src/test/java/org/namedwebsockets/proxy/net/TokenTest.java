package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.TokenLimits;
import org.namedwebsockets.proxy.access.Tokens;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.metrics.Counter;

/** {@code --programs token}: who shows nothing is not let in, whatever else it says. */
class TokenTest {
  private static final String TOKEN = "a-token-of-forty-three-letters-0123456789ab";
  private static final String SITE = "https://a.example";
  private static final String OWN = "Origin: http://localhost:9009";

  private final List<Consumer<Optional<String>>> renewals = new ArrayList<>();
  private int drawn;
  private final Tokens tokens =
      new Tokens(
          TOKEN,
          "/state/token",
          new TokenLimits(2, Duration.ofSeconds(60), 2),
          () -> "secret-" + ++drawn,
          renewals::add);
  private final FakePort port =
      new FakePort(
          NetLimits.DEFAULTS, Limits.DEFAULTS, Origins.under(new OriginRule.Any()), tokens);

  @AfterEach
  void close() {
    port.close();
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  private FakeSocket joins(String path, String... headers) {
    return port.connect().send(FakePort.upgrade(path, headers));
  }

  private static boolean isIn(FakeSocket socket) {
    return socket.response().startsWith("HTTP/1.1 101");
  }

  private String posts(String path, String... headers) {
    String head = "POST " + path + " HTTP/1.1\r\nHost: localhost:9009\r\n";
    String rest = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return port.connect().send(head + rest + "\r\n").response();
  }

  private String session() {
    String ticket = "secret-" + (drawn + 1);
    assertTrue(posts("/api/tickets", bearer(TOKEN)).contains(ticket));
    String session = "secret-" + (drawn + 1);
    assertTrue(posts("/api/sessions", OWN, bearer(ticket)).contains(session));
    return session;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/local/c/1", "/network/c/1", "/control/local/c/1", "/c"})
  void aProgramIsLetInWithTheTokenOnly(String path) {
    assertTrue(isIn(joins(path, bearer(TOKEN))));

    String answer = joins(path).response();

    assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
    assertTrue(answer.contains("www-authenticate: Bearer"), answer);
    assertTrue(answer.contains("/state/token; see 'nws token'"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OWN,
        "Origin: http://127.0.0.1:9009",
        "Origin: https://a.example",
        "Origin: null",
        "Origin: file://",
        "Origin: http://localhost:9009\r\nSec-Fetch-Site: same-origin\r\nCookie: nws=1",
        "Authorization: Basic YTpi",
        "Authorization: Bearer",
        "Authorization: Bearer a-token-of-forty-three-letters-0123456789ac",
        "Authorization: Bearer a-token-of-forty-three-letters-0123456789a",
      })
  void noLieIsAWayIn(String header) {
    assertTrue(joins("/local/c/1", header).response().startsWith("HTTP/1.1 401"), header);
    assertTrue(joins("/c", header).response().startsWith("HTTP/1.1 401"), header);
    for (String path : List.of("/api/status", "/api/origins", "/metrics")) {
      String answer = port.connect().send(FakePort.get(path, header + "\r\n")).response();
      assertTrue(answer.matches("(?s)HTTP/1.1 40[13].*"), answer);
    }
    assertTrue(posts("/api/token", header).matches("(?s)HTTP/1.1 40[13].*"));
    assertTrue(posts("/api/tickets", header).matches("(?s)HTTP/1.1 40[13].*"));
    String decided = posts("/api/origins?decision=allow&origin=" + SITE, header);
    assertTrue(decided.matches("(?s)HTTP/1.1 40[13].*"), decided);
  }

  @Test
  void theTokenItselfIsNotTakenFromAnAddress() {
    assertFalse(isIn(joins("/local/c/1?token=" + TOKEN)));
    assertFalse(isIn(joins("/local/c/1?token=" + TOKEN, OWN)));
    assertFalse(isIn(joins("/local/c/1?token=" + TOKEN, "Origin: " + SITE)));
  }

  @Test
  void pagesOfASiteShowItsKeyAndNoOther() {
    String path = "/local/c/1?token=" + Tokens.pageKey(TOKEN, SITE);

    assertTrue(isIn(joins(path, "Origin: " + SITE)));
    assertFalse(isIn(joins(path, "Origin: https://b.example")));
    assertFalse(isIn(joins(path, OWN)));
    assertFalse(isIn(joins(path)));
    String status = FakePort.get("/api/status?token=" + Tokens.pageKey(TOKEN, SITE), "");
    assertTrue(port.connect().send(status).response().startsWith("HTTP/1.1 401"));
  }

  @Test
  void ownPagesGetASessionForATicketOnce() {
    posts("/api/tickets", bearer(TOKEN));

    String first = posts("/api/sessions", OWN, bearer("secret-1"));

    assertTrue(first.contains("{\"session\":\"secret-2\"}"), first);
    assertTrue(isIn(joins("/local/c/1?token=secret-2", OWN)));
    String status = FakePort.get("/api/status", bearer("secret-2") + "\r\n");
    assertTrue(port.connect().send(status).response().startsWith("HTTP/1.1 200"));
    assertFalse(isIn(joins("/local/c/2?token=secret-2", "Origin: " + SITE)), "not for a site");
    String second = posts("/api/sessions", OWN, bearer("secret-1"));
    assertTrue(second.startsWith("HTTP/1.1 403"), second);
  }

  @Test
  void aTicketThatIsShownAgainEndsWhatAThiefGotForIt() {
    String stolen = session();
    FakeSocket thief = joins("/local/c/1?token=" + stolen);
    FakeSocket program = joins("/local/c/2", bearer(TOKEN));

    String late = posts("/api/sessions", OWN, bearer("secret-1"));

    assertTrue(late.startsWith("HTTP/1.1 403"), late);
    assertFalse(isIn(joins("/local/c/3?token=" + stolen)));
    for (FakeSocket socket : List.of(thief, program)) {
      assertTrue(socket.response().contains("forbidden: what was shown holds no more"));
    }
    FakeSocket back = joins("/local/c/2", bearer(TOKEN));
    posts("/api/sessions", OWN, bearer("secret-1"));
    assertFalse(back.response().contains("forbidden"), "once is enough");
  }

  @Test
  void whoWaitsNoLongerForTheNewTokenHurtsNobody() {
    FakeSocket asking = port.connect();
    asking.send(
        "POST /api/token HTTP/1.1\r\nHost: localhost:9009\r\n" + bearer(TOKEN) + "\r\n\r\n");
    asking.breakOff();

    renewals.getFirst().accept(Optional.of("another-token"));
    port.settle();

    assertTrue(isIn(joins("/local/c/3", bearer("another-token"))));
  }

  @Test
  void aTicketIsGoodForAWhileAndNewerOnesPushItOut() {
    posts("/api/tickets", bearer(TOKEN));
    port.passSeconds(61);
    assertTrue(posts("/api/sessions", bearer("secret-1")).startsWith("HTTP/1.1 403"));

    for (int i = 0; i < 3; i++) {
      posts("/api/tickets", bearer(TOKEN));
    }

    assertTrue(posts("/api/sessions", bearer("secret-2")).startsWith("HTTP/1.1 403"));
    assertTrue(posts("/api/sessions", bearer("secret-3")).startsWith("HTTP/1.1 200"));
  }

  @Test
  void onlySoManySessionsHoldAndTheOldestGoes() {
    String first = session();
    String second = session();
    String third = session();

    assertFalse(tokens.isSession(first));
    assertTrue(tokens.isSession(second));
    assertTrue(tokens.isSession(third));
  }

  @Test
  void aNewTokenClosesAllSocketsThatCameWithTheOldOne() {
    String session = session();
    FakeSocket program = joins("/local/c/1", bearer(TOKEN));
    FakeSocket page = joins("/local/c/2?token=" + session, OWN);
    FakeSocket control = joins("/control/local/c/2?token=" + session, OWN);

    FakeSocket asking = port.connect();
    asking.send(
        "POST /api/token HTTP/1.1\r\nHost: localhost:9009\r\n" + bearer(TOKEN) + "\r\n\r\n");
    assertEquals("", asking.response(), "the file is not written yet");
    renewals.getFirst().accept(Optional.of("another-token"));
    port.settle();

    assertTrue(asking.response().startsWith("HTTP/1.1 200"));
    for (FakeSocket socket : List.of(program, page, control)) {
      assertTrue(socket.response().contains("forbidden: what was shown holds no more"));
    }
    assertFalse(isIn(joins("/local/c/3", bearer(TOKEN))));
    assertFalse(isIn(joins("/local/c/3?token=" + session, OWN)));
    assertTrue(isIn(joins("/local/c/3", bearer("another-token"))));
  }

  @Test
  void aTokenThatCannotBeWrittenChangesNothing() {
    FakeSocket program = joins("/local/c/1", bearer(TOKEN));
    FakeSocket asking = port.connect();
    asking.send(
        "POST /api/token HTTP/1.1\r\nHost: localhost:9009\r\n" + bearer(TOKEN) + "\r\n\r\n");
    assertTrue(posts("/api/token", bearer(TOKEN)).startsWith("HTTP/1.1 503"), "one at a time");

    renewals.getFirst().accept(Optional.empty());
    port.settle();

    assertTrue(asking.response().startsWith("HTTP/1.1 503"));
    assertFalse(program.response().contains("forbidden"));
    assertTrue(isIn(joins("/local/c/2", bearer(TOKEN))));
  }

  @Test
  void eachGuessIsCountedAndCostsAConnectionAndNobodyElseWaits() {
    for (int i = 0; i < 1000; i++) {
      FakeSocket guess = joins("/local/c/1", bearer("guess-" + i));
      assertTrue(guess.response().contains("connection: close"), guess.response());
      guess.breakOff();
    }

    assertEquals(1000, port.metrics.value(Counter.TOKENS_REFUSED));
    assertTrue(isIn(joins("/local/c/1", bearer(TOKEN))));
  }

  @Test
  void pagesAndHealthAreOpenToAll() {
    for (String path : List.of("/healthz", "/console", "/namedwebsockets.js", "/")) {
      String answer = port.connect().send(FakePort.get(path, "")).response();
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }
  }
}
