package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.proxy.Proxy;

/**
 * A client that speaks exactly as the script of 2014: a data socket and a control socket for each
 * interface, opened at once, ids of {@code Math.floor(Math.random() * 1e16)}, capitalised keys, and
 * whatever a page hands to {@code send} as payload.
 */
@Timeout(60)
class SeedScriptTest {
  private Proxy proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = Proxy.start(Configs.alone());
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  /** One interface of a page. */
  private final class Page {
    final String id;
    final TestPeer socket;
    final TestPeer control;

    Page(String scope, String channel, String id, boolean controlFirst) {
      this.id = id;
      String path = "/" + scope + "/" + channel + "/" + id;
      TestPeer first = TestPeer.open(proxy.port(), controlFirst ? "/control" + path : path);
      TestPeer second = TestPeer.open(proxy.port(), controlFirst ? path : "/control" + path);
      socket = controlFirst ? second : first;
      control = controlFirst ? first : second;
    }

    void sendTo(Page other, String payload) {
      control.say(
          "{\"Action\":\"message\",\"Source\":%s,\"Target\":%s,\"Payload\":%s}"
              .formatted(id, other.id, payload));
    }

    void hears(String action, Page source, Page target, String payload) {
      control.hears(
          "{\"Action\":\"%s\",\"Source\":%s,\"Target\":%s,\"Payload\":%s}"
              .formatted(action, source.id, target.id, payload));
    }
  }

  /** What {@code Math.floor(Math.random() * 1e16)} gives, as JavaScript writes it. */
  private static String randomId(Random random) {
    return Long.toString((long) Math.floor(random.nextDouble() * 1e16));
  }

  @ParameterizedTest
  @CsvSource({"local,false,false", "local,true,false", "network,false,true", "network,true,true"})
  void twoPagesMeetWhicheverSocketIsFirst(String scope, boolean firstOfA, boolean firstOfB) {
    Random random = new Random(9009);
    Page a = new Page(scope, "my-app", randomId(random), firstOfA);
    Page b = new Page(scope, "my-app", randomId(random), firstOfB);

    a.hears("connect", a, b, "\"\"");
    b.hears("connect", b, a, "\"\"");
    a.socket.say("to everybody");
    b.socket.hears("to everybody");
    a.sendTo(b, "\"which\"");
    b.hears("message", a, b, "\"which\"");
    b.sendTo(a, "\"that one\"");
    a.hears("message", b, a, "\"that one\"");

    b.socket.close();

    a.hears("disconnect", a, b, "\"\"");
    assertEquals("1000 gone: its peer left", b.control.closed());
    assertEquals(List.of(), a.control.rest());
    assertEquals(List.of(), a.socket.rest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "9007199254740991",
        "9007199254740993", // not a double
        "9999999999999999",
        "10000000000000000" // Math.random() is below 1, but the product may round up
      })
  void idsKeepEveryDigit(String id) {
    Page a = new Page("local", "ids", id, false);
    Page b = new Page("local", "ids", "123456", true);

    a.hears("connect", a, b, "\"\"");
    b.hears("connect", b, a, "\"\"");
    b.sendTo(a, "\"x\"");
    a.hears("message", b, a, "\"x\"");
    a.sendTo(b, "\"y\"");
    b.hears("message", a, b, "\"y\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"text\"",
        "\"with \\\"quotes\\\", \\\\ and \\n\"",
        "\"\\u2028 caf\u00e9 \ud83d\ude00\"",
        "\"{\\\"a\\\":1}\"", // JSON in a string stays a string
        "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\"}",
        "{}",
        "[]",
        "[1,2,{\"Action\":\"message\",\"Target\":7}]",
        "3.14",
        "-0",
        "1e400",
        "12345678901234567890",
        "true",
        "false",
        "null"
      })
  void payloadsOfAnyKindArriveAsTheyWere(String payload) {
    Page a = new Page("network", "payloads", "1", false);
    Page b = new Page("network", "payloads", "2", false);
    a.hears("connect", a, b, "\"\"");
    b.hears("connect", b, a, "\"\"");

    a.sendTo(b, payload);

    b.hears("message", a, b, payload);
  }

  @Test
  void aSenderCannotPassForAnother() {
    Page a = new Page("local", "c", "1", false);
    Page b = new Page("local", "c", "2", false);
    a.hears("connect", a, b, "\"\"");
    b.hears("connect", b, a, "\"\"");

    a.control.say("{\"Action\":\"message\",\"Source\":2,\"Target\":2,\"Payload\":\"me\"}");

    b.hears("message", a, b, "\"me\"");
  }

  @Test
  void keysMayBeInAnyCaseAsTheOriginalsParserHadIt() {
    Page a = new Page("local", "c", "1", false);
    Page b = new Page("local", "c", "2", false);
    a.hears("connect", a, b, "\"\"");
    b.hears("connect", b, a, "\"\"");

    a.control.say("{\"action\":\"message\",\"target\":2,\"payload\":\"lower\"}");
    a.control.say("{\"ACTION\":\"message\",\"TARGET\":2,\"PAYLOAD\":\"upper\"}");

    b.hears("message", a, b, "\"lower\"");
    b.hears("message", a, b, "\"upper\"");
  }

  @Test
  void manyPagesOpenedAtOnceAllMeet() {
    Random random = new Random(1);
    List<Page> pages =
        random
            .ints(20)
            .mapToObj(i -> new Page("local", "many", randomId(random), i % 2 == 0))
            .toList();

    for (Page page : pages) {
      for (Page other : pages) {
        if (other != page) {
          page.hears("connect", page, other, "\"\"");
        }
      }
      assertEquals(List.of(), page.control.rest());
    }
  }
}
