package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;

/**
 * Two proxies of one machine that were told of each other: what {@code nws.v1} sees over a link.
 */
@Timeout(60)
class OneSocketLinkTest {
  private static final Pattern PROXY = Pattern.compile("\"proxy\":\"([a-z2-7]{26})\"");

  private Proxy here;
  private Proxy there;
  private TestPeer ann;
  private TestPeer bob;

  /** The ids of the proxies, as their peers are told. */
  private String annsProxy;

  private String bobsProxy;

  @BeforeEach
  void annAndBobMeet() throws IOException {
    here = LocalOnly.linked(0, List.of());
    there = LocalOnly.linked(0, List.of("127.0.0.1:" + LocalOnly.linkPort(here)));
    ann = v1(here, "ann?name=Ann&kind=page");
    assertTrue(ann.next().startsWith("{\"type\":\"welcome\""));
    ann.hears("{\"type\":\"ready\"}");
    bob = v1(there, "bob?name=B%C3%B6b");
    assertTrue(bob.next().startsWith("{\"type\":\"welcome\""));
    // The link may stand before or after Bob comes.
    String first = bob.next();
    String second = bob.next();
    String joined = first.contains("\"ready\"") ? second : first;
    annsProxy = proxy(joined);
    assertEquals(
        "{\"type\":\"joined\",\"id\":\"ann\",\"name\":\"Ann\",\"kind\":\"page\",\"proxy\":\""
            + annsProxy
            + "\"}",
        joined);
    joined = ann.next();
    bobsProxy = proxy(joined);
    assertEquals(
        "{\"type\":\"joined\",\"id\":\"bob\",\"name\":\"B\u00f6b\",\"proxy\":\""
            + bobsProxy
            + "\"}",
        joined);
  }

  @AfterEach
  void stop() {
    here.close();
    there.close();
  }

  private static TestPeer v1(Proxy proxy, String address) {
    return TestPeer.openAs(proxy.port(), "/network/far/" + address, "nws.v1");
  }

  private static String proxy(String joined) {
    Matcher proxy = PROXY.matcher(joined);
    assertTrue(proxy.find(), joined);
    return proxy.group(1);
  }

  @Test
  void whatIsAskedAcrossIsAnsweredAcross() {
    ann.say("{\"type\":\"broadcast\",\"data\":\"all\"}");
    ann.say("{\"type\":\"send\",\"to\":\"bob\",\"ref\":1,\"data\":[ 1]}");
    ann.say("{\"type\":\"send\",\"to\":\"bob\",\"data\":2}");
    ann.say("{\"type\":\"request\",\"to\":\"bob\",\"ref\":2,\"data\":3}");
    bob.hears(
        "{\"type\":\"broadcast\",\"from\":\"ann\",\"data\":\"all\"}",
        "{\"type\":\"message\",\"from\":\"ann\",\"data\":[ 1]}",
        "{\"type\":\"message\",\"from\":\"ann\",\"data\":2}",
        "{\"type\":\"request\",\"from\":\"ann\",\"ref\":2,\"data\":3}");
    bob.say("{\"type\":\"reply\",\"to\":\"ann\",\"ref\":2,\"data\":4}");
    bob.say("{\"type\":\"reply\",\"to\":\"ann\",\"ref\":2,\"data\":5}");
    bob.say("{\"type\":\"broadcast\",\"data\":\"end\"}");
    ann.hears(
        "{\"type\":\"delivered\",\"to\":\"bob\",\"ref\":1}",
        "{\"type\":\"reply\",\"from\":\"bob\",\"ref\":2,\"data\":4}",
        "{\"type\":\"broadcast\",\"from\":\"bob\",\"data\":\"end\"}");
  }

  @Test
  void whoCannotReplyBeyondTheLinkIsSaidToBe() {
    TestPeer raw = TestPeer.open(there.port(), "/network/far/1?kind=printer");
    String joined = "{\"type\":\"joined\",\"id\":\"1\",\"kind\":\"printer\"";
    ann.hears(joined + ",\"proxy\":\"" + bobsProxy + "\"}");
    bob.hears(joined + "}");

    ann.say("{\"type\":\"request\",\"to\":1,\"ref\":1,\"data\":3}");
    ann.hears(
        "{\"type\":\"undelivered\",\"to\":\"1\",\"ref\":1,\"why\":\"the peer takes no requests\"}");
    raw.close();
    ann.hears("{\"type\":\"left\",\"id\":\"1\",\"proxy\":\"" + bobsProxy + "\"}");
  }

  @Test
  void whatWaitsWhenTheOtherProxyStopsIsAnswered() {
    ann.say("{\"type\":\"request\",\"to\":\"bob\",\"ref\":7,\"timeout\":600000,\"data\":1}");
    bob.next();

    there.close();

    ann.hears(
        "{\"type\":\"undelivered\",\"to\":\"bob\",\"ref\":7,\"why\":\"the peer left\"}",
        "{\"type\":\"left\",\"id\":\"bob\",\"proxy\":\"" + bobsProxy + "\"}");
  }
}
